import type { ProjectClient } from '@alaas/client';
import { queryOptions } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Who labels in a project. */
export const membersQuery = (client: ProjectClient) =>
  queryOptions({
    queryKey: [...keys.project(client.id), 'members'],
    queryFn: ({ signal }) => client.members.list({ signal }),
  });
