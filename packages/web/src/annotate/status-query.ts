import type { ProjectClient } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Milliseconds between two looks: annotators are not told when others answer. */
const lookMs = 10_000;

/** Where the project stands, with what this person has answered today. */
export const statusQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.progress(project.id), 'status'],
    queryFn: ({ signal }) => project.status({ since: startOfDay(new Date()), signal }),
    refetchInterval: lookMs,
  });

function startOfDay(time: Date): Date {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate());
}
