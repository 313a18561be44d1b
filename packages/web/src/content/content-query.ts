import type { ProjectClient } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';
import { type Content, readContent } from './content.ts';

/** Milliseconds that a content stays at hand after it was on the screen: going back shows it at once. */
const keptMs = 300_000;

/** What an item holds; ask for it ahead with `prefetchQuery`. */
export const contentQuery = (project: ProjectClient, item: string) =>
  queryOptions({
    queryKey: [...keys.project(project.id), 'content', item],
    queryFn: async ({ signal }): Promise<Content> => {
      const { bytes, type } = await project.content(item, { signal });
      return readContent(bytes, type);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
  });
