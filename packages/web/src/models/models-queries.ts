import type { Client } from '@alaas/client';
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

/** The models that make embeddings, for what kind of content they take. */
export const featurizersQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.models,
    queryFn: ({ signal }) => client.models.list({ signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
