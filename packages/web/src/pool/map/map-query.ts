import type { ProjectClient } from '@alaas/client';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { poolKey } from '../pool-queries.ts';
import { type LaidOut, laidOut } from './laid-out.ts';

/** Milliseconds between two questions while a better map is on its way. */
const askAgainMs = 2500;

/** The map of a pool; places that the page has are not sent again. It asks for itself until there is none better to come. */
export function mapQuery(project: ProjectClient, cache: QueryClient) {
  const queryKey = [...poolKey(project.id), 'map'] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<LaidOut> => {
      const before = cache.getQueryData<LaidOut>(queryKey);
      const map = laidOut(await project.pool.map({ have: before?.layout.id, signal }), before);
      // what was at hand is gone from the cache meanwhile
      const whole = map ?? laidOut(await project.pool.map({ signal }), undefined);
      if (whole === undefined) throw new Error('The map came without places.');
      return whole;
    },
    refetchInterval: ({ state }) => (state.data?.layout.progress == null ? false : askAgainMs),
    // tens of thousands of numbers are not looked through for what is the same
    structuralSharing: false,
  });
}
