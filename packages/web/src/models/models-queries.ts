import type { Client, ProjectClient } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';
import { type Content, readContent } from '../content/content.ts';

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

/** An item of the pool, for how inputs of this project look. */
export interface Example {
  readonly item: string;
  readonly content: Content;
}

/**
 * An item of the newest round with what it holds; null: nothing was chosen yet. A member may ask that, but not what the service
 * knows of its datasets.
 */
export const exampleQuery = (project: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'example'],
    queryFn: async ({ signal }): Promise<Example | null> => {
      const [round] = await project.rounds({ limit: 1, signal });
      const item = round?.items[0]?.item;
      if (item === undefined) return null;
      const { bytes, type } = await project.content(item, { signal });
      return { item, content: readContent(bytes, type) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How people have inputs like the example at hand. */
export function usualKind({ kind }: Content): InputKind {
  return kind === 'image' || kind === 'audio' ? 'files' : 'text';
}
