import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Client, createClient } from '@alaas/client';
import type { Config } from '@alaas/core';
import type { LoadedConfig } from './config-file.ts';
import type { World } from './world.ts';

export interface EmbeddedOptions {
  readonly config: LoadedConfig;
  /** Folder of the store, from the working directory. Default: the config's. */
  readonly storage?: string | undefined;
}

/** A client of the service at an address, with the token in ALAAS_TOKEN, or else the config's. */
export function connect(url: string, { env }: Pick<World, 'env'>, config?: Config): Client {
  return createClient({ url, token: env.ALAAS_TOKEN || config?.token });
}

/**
 * Starts a service in this process, on a free loopback port that only this process has the token of, and closes
 * it when `use` is through.
 *
 * @throws AlaasError what starting the service throws, such as `STORE_LOCKED`, and what `use` throws
 */
export async function withEmbeddedService<T>(
  world: World,
  { config, storage }: EmbeddedOptions,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { startServer } = await world.loadServer();
  const token = randomBytes(32).toString('base64url');
  const service = await startServer({
    config: storage === undefined ? config.config : { ...config.config, storage: resolve(world.cwd, storage) },
    folder: config.folder,
    host: '127.0.0.1',
    port: 0,
    token,
    log: 'silent',
  });
  try {
    const client = createClient({ url: service.url, token });
    await cancelAbandoned(client);
    return await use(client);
  } finally {
    await service.close();
  }
}

/** Queries and simulations of a process that was killed would go on here, and nobody waits for their results any more. */
async function cancelAbandoned(client: Client): Promise<void> {
  for (const { id, kind, state } of await client.jobs.list()) {
    if (kind !== 'scan' && (state === 'queued' || state === 'running')) await client.jobs.cancel(id);
  }
}

/** {@link withEmbeddedService} on an empty store that is removed afterwards: it reads what the service offers. */
export async function withTemporaryService<T>(
  world: World,
  config: LoadedConfig,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const storage = await mkdtemp(join(tmpdir(), 'alaas-'));
  const { database: _, ...withoutDatabase } = config.config;
  try {
    return await withEmbeddedService(world, { config: { ...config, config: withoutDatabase }, storage }, use);
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}
