import type { PoolItem, PoolSort, Project } from '@alaas/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { ItemTable, usePoolItems } from './item-table.tsx';
import { messages } from './messages.ts';
import { ModelAnswer } from './model-answer.tsx';
import { FilterChips, PoolFilters } from './pool-filters.tsx';
import { PoolProblem } from './pool-problem.tsx';
import { activeFilters, defaultOrder, type PoolChange, type PoolSearch, withoutFilters } from './pool-search.ts';
import { ItemCells, ItemHeads, NumberCell, rowBase } from './row-cells.tsx';
import type { Selection } from './selection.ts';
import { StatusChip } from './status-chip.tsx';
import type { RowProps } from './virtual-table.tsx';

/** In the order of their columns. */
export const signals = ['utility', 'uncertainty', 'entropy', 'confidence', 'error'] as const;

export interface PoolViewProps {
  readonly project: Project;
  readonly search: PoolSearch;
  readonly selection: Selection;
  onChange(change: PoolChange): void;
}

const rowClass = `${rowBase} @3xl:grid-cols-[2.75rem_minmax(10rem,1fr)_minmax(6rem,8rem)_minmax(7rem,10rem)_repeat(5,4.4rem)_2.8rem]`;

/** Every item of the pool, searched, filtered and sorted. */
export function PoolList({ project, search, selection, onChange }: PoolViewProps) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const found = usePoolItems(project.id, search);
  const { query, items, first } = found;
  const { error, isFetching, isFetchingNextPage, isPlaceholderData } = query;
  const sort = search.sort ?? 'pool';
  const order = search.order ?? defaultOrder(sort);
  return (
    <div className="@container grid grid-cols-1 gap-3">
      <PoolFilters project={project} search={search} onChange={onChange} />
      <FilterChips search={search} onChange={onChange} />
      <PoolProblem error={error} onRetry={() => void query.refetch()} />
      {first === undefined ? (
        error === null && <ProgressBar label={wait} />
      ) : (
        <>
          <p role="status" className="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
            <span className="tabular-nums">
              {first.matches === first.total
                ? t.all(format.count(first.total))
                : t.matches(format.count(first.matches), format.count(first.total))}
            </span>
            {isFetching ? <span>{isFetchingNextPage ? t.more : wait}</span> : null}
            {first.modelVersion === 0 ? <span>{t.noModel}</span> : null}
          </p>
          {items.length === 0 ? (
            <Nothing isEmpty={first.total === 0} search={search} onChange={onChange} />
          ) : (
            <ItemTable
              {...{ found, search, selection, rowClass }}
              caption={t.caption}
              estimate={66}
              className={cx('max-h-[max(22rem,calc(100dvh-19rem))]', isPlaceholderData && 'opacity-60')}
              head={<Head sort={sort} order={order} onChange={onChange} />}
              row={(item, control) => <Row {...{ project, search, selection, onChange, control, item }} />}
            />
          )}
          <p className="text-sm text-muted max-md:hidden">{t.walk}</p>
        </>
      )}
    </div>
  );
}

function Nothing(props: {
  readonly isEmpty: boolean;
  readonly search: PoolSearch;
  onChange(change: PoolChange): void;
}) {
  const t = useMessages(messages);
  const isFiltered = activeFilters(props.search).length > 0;
  return (
    <Empty
      action={isFiltered ? <Button onClick={() => props.onChange(withoutFilters())}>{t.clear}</Button> : undefined}
    >
      {props.isEmpty ? t.emptyPool : t.noMatch}
    </Empty>
  );
}

/** Heads of the columns; those of numbers sort by them, and once more the other way. */
function Head(props: { readonly sort: PoolSort; readonly order: 'asc' | 'desc'; onChange(change: PoolChange): void }) {
  const { sort, order, onChange } = props;
  const t = useMessages(messages);
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <>
      <ItemHeads />
      <th scope="col" className="text-left font-medium">
        {t.label}
      </th>
      <th scope="col" className="text-left font-medium">
        {t.predicted}
      </th>
      {signals.map((signal) => {
        const isSorted = signal === sort;
        return (
          <th
            key={signal}
            scope="col"
            aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : undefined}
            className="text-right font-medium"
          >
            <button
              type="button"
              className="inline-flex min-h-11 w-full cursor-pointer items-center justify-end gap-0.5 text-right text-xs hover:underline"
              onClick={() =>
                onChange(isSorted ? { order: order === 'asc' ? 'desc' : 'asc' } : { sort: signal, order: undefined })
              }
            >
              {isSorted ? <Arrow aria-hidden size={14} className="shrink-0" /> : null}
              {t.signals[signal]}
            </button>
          </th>
        );
      })}
      <th scope="col" className="text-right text-xs font-medium">
        {t.round}
      </th>
    </>
  );
}

/** A row of a table of items. */
export interface ItemRowProps extends PoolViewProps {
  readonly item: PoolItem;
  readonly control: RowProps;
}

function Row(props: ItemRowProps) {
  const { project, item, search, selection, control, onChange } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { label, prediction, round } = item;
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
      <td className="pointer-events-none relative flex min-w-0 flex-wrap items-center gap-1.5">
        {label === undefined ? <StatusChip status={item.status} /> : <Answer labels={project.labels} value={label} />}
        {item.status === 'excluded' && label !== undefined ? <StatusChip status="excluded" /> : null}
        {item.isLikelyError ? (
          <span className="rounded-md bg-warn-soft px-1.5 text-xs text-warn">{t.likelyError}</span>
        ) : null}
        {item.isTest ? <span className="rounded-md bg-raised px-1.5 text-xs text-muted">{t.test}</span> : null}
        {item.isDuplicate ? (
          <span className="rounded-md bg-raised px-1.5 text-xs text-muted">{t.duplicate}</span>
        ) : null}
      </td>
      <td className="pointer-events-none relative min-w-0">
        {prediction === undefined ? (
          <span className="text-muted @max-3xl:hidden">–</span>
        ) : (
          <ModelAnswer project={project} value={prediction.value} score={prediction.score} />
        )}
        {/* a cell of the confusion matrix counts what was said by heads that had not seen the item */}
        {search.said === undefined || item.said === undefined ? null : (
          <span className="mt-1 flex flex-wrap items-center gap-1.5 text-xs text-muted">
            {t.unseen} <ModelAnswer project={project} value={item.said} />
          </span>
        )}
      </td>
      {signals.map((signal) => {
        const value = item.signals[signal];
        return (
          <NumberCell key={signal} name={t.signals[signal]}>
            {value === undefined ? undefined : format.number(value, 2)}
          </NumberCell>
        );
      })}
      <NumberCell name={t.round}>{round === undefined ? undefined : format.count(round)}</NumberCell>
    </>
  );
}
