import type { ProjectClient } from '@alaas/client';
import type { PoolItem } from '@alaas/core';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';
import { type PoolSearch, queryOf } from './pool-search.ts';

/** Items of a page: some screens full. */
const pageSize = 100;

/** Neighbours that are shown. */
const shownNeighbours = 8;

/**
 * What the pool's page reads. Not among what every answer makes old: a list would jump under the eyes of who reads it, so the
 * page says that there is news and asks when it is told to.
 */
export const poolKey = (id: string) => [...keys.project(id), 'pool'] as const;

export const poolItemsQuery = (project: ProjectClient, search: PoolSearch) =>
  infiniteQueryOptions({
    queryKey: [...poolKey(project.id), 'items', queryOf(search)],
    queryFn: ({ signal, pageParam }) =>
      project.pool.page(
        { ...queryOf(search), limit: pageSize, ...(pageParam !== undefined && { after: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });

/** One item with all that is known of it; null: it is not in the pool. */
export const poolItemQuery = (project: ProjectClient, item: string) =>
  queryOptions({
    queryKey: [...poolKey(project.id), 'item', item],
    queryFn: async ({ signal }): Promise<PoolItem | null> =>
      (await project.pool.page({ item, limit: 1 }, { signal })).items[0] ?? null,
  });

/** The record of an item that has one. */
export const recordQuery = (project: ProjectClient, item: string) =>
  queryOptions({
    queryKey: [...poolKey(project.id), 'record', item],
    queryFn: ({ signal }) => project.record(item, { signal }),
  });

export const neighboursQuery = (project: ProjectClient, item: string) =>
  queryOptions({
    queryKey: [...poolKey(project.id), 'neighbours', item],
    queryFn: ({ signal }) => project.pool.neighbours(item, { n: shownNeighbours, signal }),
  });
