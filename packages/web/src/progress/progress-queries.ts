import type { Client } from '@alaas/client';
import type { ProjectRound } from '@alaas/core';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Milliseconds between two looks at the people and what they dispute: that takes the service longer than a look at the training. */
export const lookAgainMs = 30_000;

/** How well people agree. Not one of the names that every answer makes old. */
export const qualityQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.project(id), 'quality'],
    queryFn: ({ signal }) => client.project(id).quality({ signal }),
    refetchInterval: lookAgainMs,
  });

/** Rounds of a page. */
const pageSize = 20;

/** Rounds, the newest first. */
export const roundsQuery = (client: Client, id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.progress(id), 'rounds'],
    queryFn: ({ pageParam, signal }) => client.project(id).rounds({ limit: pageSize, before: pageParam, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page: ProjectRound[]) => (page.length < pageSize ? undefined : page.at(-1)?.number),
  });
