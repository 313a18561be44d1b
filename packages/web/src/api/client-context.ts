import type { Client, ProjectClient } from '@alaas/client';
import { createContext, useContext, useMemo } from 'react';

export const ClientContext = createContext<Client | undefined>(undefined);

/** The service that the page came from. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('There is no client around this component.');
  return client;
}

export function useProjectClient(id: string): ProjectClient {
  const client = useClient();
  return useMemo(() => client.project(id), [client, id]);
}
