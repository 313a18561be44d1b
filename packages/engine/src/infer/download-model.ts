import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AlaasError, type ModelEntry } from '@alaas/core';
import { fileDigest } from './file-digest.ts';
import type { LocateOptions } from './model-backend.ts';

/** ONNX files end at 2 GB, the limit of their format. */
export const maxModelBytes = 2 ** 31;

/**
 * Path of the model behind a URL, from the cache if it is there whole, else downloaded once.
 *
 * @throws AlaasError `INVALID_CONFIG` when the entry gives no sha256, `MODEL_CHECKSUM` when the download has
 *   another one, `SOURCE_*` from `read`, `STORE_FULL`
 */
export async function downloadModel(entry: ModelEntry, url: string, options: LocateOptions): Promise<string> {
  const expected = entry.sha256?.toLowerCase();
  if (expected === undefined) {
    throw new AlaasError(
      'INVALID_CONFIG',
      `Model "${entry.name}" comes from a URL and has no checksum. Write sha256: followed by the file's SHA-256, which sha256sum prints.`,
    );
  }
  const path = join(options.cache, `${expected}.onnx`);
  if (await isWhole(path, expected, options.signal)) return path;
  const bytes = await options.read(url, maxModelBytes, options.signal);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== expected) {
    throw new AlaasError(
      'MODEL_CHECKSUM',
      `Model "${entry.name}": ${url} gave ${bytes.length} bytes with SHA-256 ${actual}, and the entry expects ${expected}. Check the URL, or correct sha256.`,
    );
  }
  await writeWhole(path, bytes);
  return path;
}

/**
 * Writes a file so that it is there whole or not at all, also after a crash.
 *
 * @throws AlaasError `STORE_FULL` when the disk is
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
    throw new AlaasError(
      'STORE_FULL',
      `No room for ${path} (${bytes.length} bytes). Free some disk space and try again.`,
      {
        cause,
      },
    );
  }
}

async function isWhole(path: string, expected: string, signal: AbortSignal): Promise<boolean> {
  const exists = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  return exists && (await fileDigest(path, signal)) === expected;
}
