import type { AnswerValue, PoolItem, Project } from '@alaas/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useProjectClient } from '../api/client-context.ts';
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
import { messages } from './messages.ts';
import { ModelAnswer } from './model-answer.tsx';
import { FilterChips, PoolFilters } from './pool-filters.tsx';
import type { PoolViewProps } from './pool-list.tsx';
import { PoolProblem } from './pool-problem.tsx';
import { poolItemsQuery } from './pool-queries.ts';
import { activeFilters, queryOf, withoutFilters } from './pool-search.ts';
import { ContentCell, SelectCell } from './row-cells.tsx';
import { useVerdict } from './use-verdict.ts';
import { type RowProps, VirtualTable } from './virtual-table.tsx';

const rowClass =
  'flex flex-wrap items-center gap-x-3 gap-y-1 pr-3 pl-14 @3xl:grid @3xl:pl-0 @3xl:grid-cols-[2.75rem_minmax(10rem,1fr)_minmax(6rem,10rem)_minmax(6rem,10rem)_4.5rem_13rem]';

/** Labels that are likely wrong, the most doubtful first: each is kept or corrected. */
export function LabelErrors(props: PoolViewProps) {
  const { project, search, selection, onChange } = props;
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const query = useInfiniteQuery(poolItemsQuery(useProjectClient(project.id), search));
  const { data, error, hasNextPage, isFetching } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const first = data?.pages[0];
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
          <VirtualTable
            caption={t.errors.caption}
            scope={JSON.stringify(queryOf(search))}
            count={items.length}
            total={first.matches}
            estimate={72}
            rowClass={rowClass}
            className="max-h-[max(22rem,calc(100dvh-20rem))]"
            head={<Head />}
            keyOf={(index) => items[index]?.item ?? String(index)}
            isChosen={(index) => items[index]?.item === search.item}
            onSelect={(index) => {
              const one = items[index];
              if (one !== undefined) selection.toggle(one.item, one.status);
            }}
            onEnd={() => {
              if (hasNextPage && !isFetching) void query.fetchNextPage();
            }}
            row={(index, control) => {
              const one = items[index];
              return one === undefined ? null : <Row {...props} item={one} control={control} />;
            }}
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
      <th scope="col">
        <span className="sr-only">{t.select}</span>
      </th>
      <th scope="col" className={head}>
        {t.item}
      </th>
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

interface RowOfErrorProps extends PoolViewProps {
  readonly item: PoolItem;
  readonly control: RowProps;
}

function Row(props: RowOfErrorProps) {
  const { project, item, search, selection, control, onChange } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { label, said, signals } = item;
  return (
    <>
      <SelectCell
        name={itemName(item)}
        isSelected={selection.items.has(item.item)}
        onToggle={() => selection.toggle(item.item, item.status)}
      />
      <ContentCell
        project={project.id}
        item={{ item: item.item, uri: item.uri, text: item.text }}
        control={control}
        isOpen={search.item === item.item}
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
