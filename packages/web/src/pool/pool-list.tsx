import type { PoolItem, PoolSort, Project } from '@alaas/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { taskView } from '../tasks/tasks.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { messages as common } from '../ui/messages.ts';
import { Empty } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { itemName } from './item-name.ts';
import { messages } from './messages.ts';
import { ModelAnswer } from './model-answer.tsx';
import { FilterChips, PoolFilters } from './pool-filters.tsx';
import { PoolProblem } from './pool-problem.tsx';
import { poolItemsQuery } from './pool-queries.ts';
import {
  activeFilters,
  defaultOrder,
  type PoolChange,
  type PoolSearch,
  queryOf,
  withoutFilters,
} from './pool-search.ts';
import { ContentCell, NumberCell, SelectCell } from './row-cells.tsx';
import type { Selection } from './selection.ts';
import { StatusChip } from './status-chip.tsx';
import { type RowProps, VirtualTable } from './virtual-table.tsx';

/** In the order of their columns. */
export const signals = ['utility', 'uncertainty', 'entropy', 'confidence', 'error'] as const;

export interface PoolViewProps {
  readonly project: Project;
  readonly search: PoolSearch;
  readonly selection: Selection;
  onChange(change: PoolChange): void;
}

const rowClass =
  'flex flex-wrap items-center gap-x-3 gap-y-1 pr-3 pl-14 @3xl:grid @3xl:pl-0 @3xl:grid-cols-[2.75rem_minmax(10rem,1fr)_minmax(6rem,8rem)_minmax(7rem,10rem)_repeat(5,4.4rem)_2.8rem]';

/** Every item of the pool, searched, filtered and sorted. */
export function PoolList({ project, search, selection, onChange }: PoolViewProps) {
  const t = useMessages(messages);
  const wait = useMessages(common).loading;
  const format = useFormat();
  const query = useInfiniteQuery(poolItemsQuery(useProjectClient(project.id), search));
  const { data, error, isFetching, hasNextPage, isFetchingNextPage, isPlaceholderData } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const first = data?.pages[0];
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
            <VirtualTable
              scope={JSON.stringify(queryOf(search))}
              caption={t.caption}
              count={items.length}
              total={first.matches}
              estimate={66}
              rowClass={rowClass}
              className={cx('max-h-[max(22rem,calc(100dvh-19rem))]', isPlaceholderData && 'opacity-60')}
              head={<Head sort={sort} order={order} onChange={onChange} />}
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
                return one === undefined ? null : (
                  <Row {...{ project, search, selection, onChange, control }} item={one} />
                );
              }}
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
      <th scope="col">
        <span className="sr-only">{t.select}</span>
      </th>
      <th scope="col" className="text-left font-medium">
        {t.item}
      </th>
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

function Row(props: PoolViewProps & { readonly item: PoolItem; readonly control: RowProps }) {
  const { project, item, search, selection, control, onChange } = props;
  const t = useMessages(messages);
  const format = useFormat();
  const { Answer } = taskView(project.task);
  const { label, prediction, round } = item;
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
