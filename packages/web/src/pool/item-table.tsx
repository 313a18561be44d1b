import type { PoolItem } from '@alaas/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useProjectClient } from '../api/client-context.ts';
import { poolItemsQuery } from './pool-queries.ts';
import { type PoolSearch, queryOf } from './pool-search.ts';
import type { Selection } from './selection.ts';
import { type RowProps, VirtualTable } from './virtual-table.tsx';

/** Items of the pool that a search finds, page by page. */
export function usePoolItems(project: string, search: PoolSearch) {
  const query = useInfiniteQuery(poolItemsQuery(useProjectClient(project), search));
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { query, items, first: data?.pages[0] };
}

interface ItemTableProps {
  readonly found: ReturnType<typeof usePoolItems>;
  readonly search: PoolSearch;
  readonly selection: Selection;
  readonly caption: string;
  /** Pixels of a row, about. */
  readonly estimate: number;
  readonly head: ReactNode;
  readonly rowClass: string;
  readonly className: string;
  row(item: PoolItem, control: RowProps): ReactNode;
}

/** The table of what a search finds: more is fetched as somebody walks towards its end. */
export function ItemTable({ found, search, selection, row, ...table }: ItemTableProps) {
  const { query, items, first } = found;
  const { hasNextPage, isFetching } = query;
  return (
    <VirtualTable
      {...table}
      scope={JSON.stringify(queryOf(search))}
      count={items.length}
      total={first?.matches ?? 0}
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
        return one === undefined ? null : row(one, control);
      }}
    />
  );
}
