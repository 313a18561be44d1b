import type { ProjectClient } from '@alaas/client';
import type { AnswerValue } from '@alaas/core';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';
import { lookAgainMs } from '../progress/progress-queries.ts';

/** Disputes that are listed at a time. */
export const mostDisputes = 200;

/** Not one of the names that every answer makes old: the service weighs all answers for it, and a list would jump. */
export const disputesQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'disputes'],
    queryFn: ({ signal }) => project.disputes({ limit: mostDisputes, signal }),
    refetchInterval: lookAgainMs,
  });

/** Puts a verdict into the list as it is known, until the list is read again. */
export function withVerdict(cache: QueryClient, project: ProjectClient, item: string, verdict: AnswerValue): void {
  cache.setQueryData(disputesQuery(project).queryKey, (known) =>
    known?.map((one) => (one.item === item ? { ...one, verdict } : one)),
  );
}

export const goldQuery = (project: ProjectClient) =>
  infiniteQueryOptions({
    queryKey: [...keys.progress(project.id), 'gold'],
    queryFn: ({ signal, pageParam }) =>
      project.gold({ signal, ...(pageParam === undefined ? {} : { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
