import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';

/**
 * By what name a database that several stores share knows this one: made once, kept in the store's folder.
 *
 * @throws AlaasError `STORE_CORRUPT` when the file holds something else
 */
export function storeId(folder: string): string {
  const path = join(folder, 'store.id');
  const known = read(path);
  if (known === undefined) return create(folder, path);
  if (/^[0-9a-f-]{36}$/.test(known)) return known;
  throw new AlaasError(
    'STORE_CORRUPT',
    `${path} is damaged. Move it away: finished jobs are forgotten, datasets and features stay.`,
  );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole and on disk, or not there: jobs under a name that is lost would never run again. */
function create(folder: string, path: string): string {
  const id = randomUUID();
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.tmp`, 'w');
  try {
    writeSync(file, id);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.tmp`, path);
  return id;
}
