import type { Client, ProjectClient } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Versions that are shown at first, and at most. */
export const [firstVersions, mostVersions] = [50, 1000] as const;

/** Versions of the model, the newest first. */
export const versionsQuery = (client: Client, id: string, limit: number) =>
  queryOptions({
    queryKey: [...keys.progress(id), 'versions', limit],
    queryFn: ({ signal }) => client.project(id).models({ limit, signal }),
  });

/** How an input is given: typed, as a file, or as items that the pool has. */
export type InputKind = 'text' | 'files' | 'items';

/**
 * How people have inputs of this project at hand, told by what an item of the newest round holds: a member may ask that, but
 * not what the service knows of its datasets.
 */
export const usualKindQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'usual-kind'],
    queryFn: async ({ signal }): Promise<InputKind> => {
      const [round] = await project.rounds({ limit: 1, signal });
      const item = round?.items[0]?.item;
      if (item === undefined) return 'text';
      const { type } = await project.content(item, { signal });
      return /^(image|audio)\//.test(type) ? 'files' : 'text';
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
