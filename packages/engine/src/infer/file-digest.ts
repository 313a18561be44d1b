import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AlaasError } from '@alaas/core';

const known = new Map<string, { readonly mtimeMs: number; readonly size: number; readonly digest: string }>();

/**
 * Hex SHA-256 of a file, read as a stream. Remembered for the life of the process, for as long as the file's
 * time and size stay the same.
 *
 * @throws AlaasError `MODEL_MISSING` when it cannot be read; the signal's AbortError
 */
export async function fileDigest(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readDigest(path, signal);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (signal.aborted || code === undefined) throw cause;
    throw new AlaasError(
      'MODEL_MISSING',
      `${path} cannot be read (${code}). Check that it is there and its permissions.`,
      {
        cause,
      },
    );
  }
}

async function readDigest(path: string, signal: AbortSignal): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  const last = known.get(path);
  if (last !== undefined && last.mtimeMs === mtimeMs && last.size === size) return last.digest;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20, signal })) hash.update(chunk);
  const digest = hash.digest('hex');
  known.set(path, { mtimeMs, size, digest });
  return digest;
}

/** Hex SHA-256 of a value's JSON with keys in alphabetical order; undefined members do not count. */
export function valueDigest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
