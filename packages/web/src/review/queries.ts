import type { ProjectClient } from '@alaas/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

export const disputesQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.progress(project.id), 'disputes'],
    queryFn: ({ signal }) => project.disputes({ signal }),
  });

export const goldQuery = (project: ProjectClient) =>
  infiniteQueryOptions({
    queryKey: [...keys.progress(project.id), 'gold'],
    queryFn: ({ signal, pageParam }) =>
      project.gold({ signal, ...(pageParam === undefined ? {} : { after: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });
