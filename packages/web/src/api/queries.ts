import type { Client } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';

/**
 * What the pages read from the service, by name. A page asks with `useQuery(metricsQuery(client, id))`; events of the project
 * make the answers of its names old.
 */
export const keys = {
  me: ['me'] as const,
  projects: ['projects'] as const,
  datasets: ['datasets'] as const,
  strategies: ['strategies'] as const,
  models: ['models'] as const,
  learners: ['learners'] as const,
  samples: ['samples'] as const,
  stoppingRules: ['stopping-rules'] as const,
  /** Everything about one project. */
  project: (id: string) => ['project', id] as const,
  /** What changes with answers and training. */
  progress: (id: string) => ['project', id, 'progress'] as const,
};

/** Milliseconds for which what seldom changes is not asked for again. */
const longMs = 300_000;

export const meQuery = (client: Client) =>
  queryOptions({ queryKey: keys.me, queryFn: ({ signal }) => client.me({ signal }), staleTime: longMs });

export const projectsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.projects, queryFn: ({ signal }) => client.projects.list({ standing: true, signal }) });

export const datasetsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.datasets, queryFn: ({ signal }) => client.datasets.list({ signal }) });

export const samplesQuery = (client: Client) =>
  queryOptions({ queryKey: keys.samples, queryFn: ({ signal }) => client.samples.list({ signal }), staleTime: longMs });

export const modelsQuery = (client: Client) =>
  queryOptions({ queryKey: keys.models, queryFn: ({ signal }) => client.models.list({ signal }), staleTime: longMs });

export const learnersQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.learners,
    queryFn: ({ signal }) => client.learners.list({ signal }),
    staleTime: longMs,
  });

export const stoppingRulesQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.stoppingRules,
    queryFn: ({ signal }) => client.stoppingRules.list({ signal }),
    staleTime: longMs,
  });

export const strategiesQuery = (client: Client) =>
  queryOptions({
    queryKey: keys.strategies,
    queryFn: ({ signal }) => client.strategies.list({ signal }),
    staleTime: longMs,
  });

export const projectQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.project(id), 'settings'],
    queryFn: ({ signal }) => client.project(id).get({ signal }),
  });

export const metricsQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: [...keys.progress(id), 'metrics'],
    queryFn: ({ signal }) => client.project(id).metrics({ signal }),
  });
