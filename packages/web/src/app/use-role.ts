import type { Role } from '@alaas/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.ts';
import { meQuery } from '../api/queries.ts';

/** What the person at the screen may do in a project. */
export function useRole(project: string): Role | undefined {
  const { data: me } = useSuspenseQuery(meQuery(useClient()));
  if (me.isOwner) return 'owner';
  return me.project === project ? me.role : undefined;
}
