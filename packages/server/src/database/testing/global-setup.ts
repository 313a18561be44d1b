import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type Cluster, findPrograms, startCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of a PostgreSQL that all tests of this run share. The first question starts it. */
    postgresql: string;
  }
}

/** One PostgreSQL for all processes of a test run, which most runs never ask for. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<Cluster> | undefined;
  const server = createServer((_request, response) => {
    starting ??= startCluster(findPrograms() ?? '');
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('postgresql', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    const cluster = await starting?.catch(() => undefined);
    await cluster?.stop();
  };
}
