/** Pools for the tests of this folder. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config, Item } from '@alaas/core';
import { onTestFinished } from 'vitest';
import type { Access, Pool } from '../../engine.ts';
import { defaults } from '../sources.fixture.ts';
import { listPool } from './pool.ts';

export interface ListSpec {
  readonly access?: Access;
  readonly limits?: Partial<Config['limits']>;
  readonly sources?: Partial<Config['sources']>;
  readonly signal?: AbortSignal;
}

/** All items of a pool. */
export async function listed(
  pool: Pool,
  { access = 'local', limits, sources, signal }: ListSpec = {},
): Promise<Item[]> {
  const options = {
    access,
    limits: { ...defaults.limits, ...limits },
    sources: { ...defaults.sources, ...sources },
    signal: signal ?? new AbortController().signal,
  };
  return (await Array.fromAsync(listPool(pool, options), (items) => [...items])).flat();
}

/** A folder with these files, removed after the test. Names that end with a slash are folders. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alaas-list-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) await writeFile(path, content);
  }
  return folder;
}
