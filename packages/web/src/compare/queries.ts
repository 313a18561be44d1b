import type { ProjectClient } from '@alaas/client';
import type { Job } from '@alaas/core';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Milliseconds between two looks at a comparison that is running: its curves grow by then. */
const lookAgainMs = 1000;

export const simulationsQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'simulations'],
    queryFn: ({ signal }) => project.simulations.list({ signal }),
    refetchInterval: ({ state }) => (state.data?.some(isLive) ? lookAgainMs : false),
  });

export const simulationQuery = (project: ProjectClient, id: string) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'simulations', id],
    queryFn: ({ signal }) => project.simulations.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isLive(state.data) ? lookAgainMs : false),
  });

/** Whether a job waits or runs. */
export function isLive({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}
