import type { AnswerValue, PoolItem, Project } from '@alaas/core';
import { useRef } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { Problem } from '../ui/problem.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { useToasts } from '../ui/toasts.tsx';
import { itemName } from './item-name.ts';
import { ItemTable, usePoolItems } from './item-table.tsx';
import { messages } from './messages.ts';
import { ModelAnswer } from './model-answer.tsx';
import { FilterChips, PoolFilters } from './pool-filters.tsx';
import type { ItemRowProps, PoolViewProps } from './pool-list.tsx';
import { PoolProblem } from './pool-problem.tsx';
import { activeFilters, withoutFilters } from './pool-search.ts';
import { ItemCells, ItemHeads, rowBase } from './row-cells.tsx';
import { useVerdict } from './use-verdict.ts';

const rowClass = `${rowBase} @3xl:grid-cols-[2.75rem_minmax(10rem,1fr)_minmax(6rem,10rem)_minmax(6rem,10rem)_4.5rem_13rem]`;

/** Labels that are likely wrong, the most doubtful first: each is kept or corrected. */
export function LabelErrors(props: PoolViewProps) {
  const { project, search, selection, onChange } = props;
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const found = usePoolItems(project.id, search);
  const { query, items, first } = found;
  const { error } = query;
  return (
    <div className="@container grid grid-cols-1 gap-3">
      <p className="text-sm text-muted">{t.errors.hint}</p>
      <PoolFilters project={project} search={search} onChange={onChange} />
      <FilterChips search={search} onChange={onChange} />
      <PoolProblem error={error} onRetry={() => void query.refetch()} />
      {first === undefined && error === null ? <ProgressBar label={wait} /> : null}
      {first === undefined ? null : items.length === 0 ? (
        <Empty
          action={
            activeFilters(search).length === 0 ? undefined : (
              <Button onClick={() => onChange(withoutFilters())}>{t.clear}</Button>
            )
          }
        >
          {activeFilters(search).length > 0 ? t.noMatch : first.measuredVersion === 0 ? t.notMeasured : t.noErrors}
        </Empty>
      ) : (
        <>
          <p role="status" className="text-sm text-muted tabular-nums">
            {t.all(format.count(first.matches))}
          </p>
          <ItemTable
            {...{ found, search, selection, rowClass }}
            caption={t.errors.caption}
            estimate={72}
            className="max-h-[max(22rem,calc(100dvh-20rem))]"
            head={<Head />}
            row={(item, control) => <Row {...props} item={item} control={control} />}
          />
        </>
      )}
    </div>
  );
}

function Head() {
  const t = useMessages(messages);
  const head = 'py-2.5 text-left font-medium';
  return (
    <>
      <ItemHeads />
      <th scope="col" className={head}>
        {t.errors.given}
      </th>
      <th scope="col" className={head}>
        {t.errors.said}
      </th>
      <th scope="col" className="py-2.5 text-right font-medium">
        {t.signals.error}
      </th>
      <th scope="col">
        <span className="sr-only">{`${t.errors.keep} / ${t.errors.correct}`}</span>
      </th>
    </>
  );
}

function Row(props: ItemRowProps) {
  const { project, item, search, selection, control, onChange } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { label, said, signals } = item;
  return (
    <>
      <ItemCells
        project={project.id}
        item={item}
        control={control}
        isSelected={selection.items.has(item.item)}
        isOpen={search.item === item.item}
        onToggle={() => selection.toggle(item.item, item.status)}
        onOpen={() => onChange({ item: item.item })}
      />
      <td className="pointer-events-none relative min-w-0">
        <span className="text-xs text-muted @3xl:hidden">{t.errors.given} </span>
        {label === undefined ? '–' : <Answer labels={project.labels} value={label} />}
      </td>
      <td className="pointer-events-none relative min-w-0">
        <span className="text-xs text-muted @3xl:hidden">{t.errors.said} </span>
        {said === undefined ? '–' : <ModelAnswer project={project} value={said} />}
      </td>
      <td className="pointer-events-none relative text-right tabular-nums">
        <span className="text-xs text-muted @3xl:hidden">{t.signals.error} </span>
        {signals.error === undefined ? '–' : format.share(signals.error)}
      </td>
      <td className="relative z-10">
        <Decide project={project} item={item} />
      </td>
    </>
  );
}

function Decide({ project, item }: { readonly project: Project; readonly item: PoolItem }) {
  const t = useMessages(messages);
  const { say } = useToasts();
  const box = useRef<HTMLDivElement>(null);
  const { label, said } = item;
  const verdict = useVerdict(project.id, ({ value }) => {
    say(value === label ? t.errors.kept : t.errors.corrected(textOf(value)));
    // the row goes; who works by keyboard goes on with the next one
    const row = box.current?.closest('tr');
    const next = row?.parentElement?.querySelector<HTMLElement>(
      `[data-index="${Number(row.dataset.index) + 1}"] [data-keep]`,
    );
    if (box.current?.contains(document.activeElement) || document.activeElement === document.body) next?.focus();
  });
  const name = itemName(item);
  if (verdict.error !== null) return <Problem error={verdict.error} onRetry={() => verdict.reset()} />;
  if (label === undefined || said === undefined) return null;
  return (
    <div ref={box} className="flex items-center justify-end gap-2">
      <Button
        data-keep
        className="px-3"
        aria-label={t.errors.keepOf(textOf(label), name)}
        isBusy={verdict.isPending || verdict.isSuccess}
        onClick={() => verdict.mutate({ item: item.item, value: label })}
      >
        {t.errors.keep}
      </Button>
      <Button
        className="px-3"
        aria-label={t.errors.correctOf(textOf(said), name)}
        isBusy={verdict.isPending || verdict.isSuccess}
        onClick={() => verdict.mutate({ item: item.item, value: said })}
      >
        {t.errors.correct}
      </Button>
    </div>
  );
}

/** An answer in words. Marks have none: of such tasks no label is doubted. */
function textOf(value: AnswerValue): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
