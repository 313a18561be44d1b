import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AlaasError } from '@alaas/core';

/** An upload that is on disk, and not yet kept: one of both is to be called. */
export interface ReceivedUpload {
  /** SHA-256 of the content, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly length: number;
  /**
   * Puts it under its digest.
   *
   * @returns its URI: `upload:<dataset>/<content>/<name>`, the first two as digests
   * @throws AlaasError `STORE_FULL`, `NOT_FOUND` where the dataset is forgotten meanwhile
   */
  keep(name: string): Promise<string>;
  discard(): Promise<void>;
}

/** What may find no room. */
export type Disk = Pick<typeof import('node:fs/promises'), 'rename' | 'writeFile'>;

/**
 * Contents that people sent, as files: a folder for each dataset, and in it a file for each content, both named by digests.
 * Nothing that a caller writes becomes part of a path, so nothing outside of the folder is ever touched.
 */
export class Uploads {
  readonly #folder: string;
  readonly #disk: Disk;

  /**
   * @param folder made when something is kept
   * @param disk that of the system, but for tests
   */
  constructor(folder: string, disk: Disk = { rename, writeFile }) {
    this.#folder = folder;
    this.#disk = disk;
  }

  /**
   * Writes a content to disk as it arrives, a part at a time in memory. Of one that does not come whole nothing stays.
   *
   * @throws AlaasError `STORE_FULL`, `NOT_FOUND` where the dataset is forgotten meanwhile, and what the content throws
   */
  async receive(dataset: string, content: AsyncIterable<Uint8Array>): Promise<ReceivedUpload> {
    const disk = this.#disk;
    const key = keyOf(dataset);
    const folder = join(this.#folder, key);
    const part = join(this.#folder, `${randomUUID()}.part`);
    const discard = (): Promise<void> => rm(part, { force: true });
    const hash = createHash('sha256');
    let length = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const bytes of content) {
        hash.update(bytes);
        length += bytes.length;
        yield bytes;
      }
    }
    const orNothing = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        await discard().catch(() => undefined);
        throw fault(error);
      }
    };
    await orNothing(async () => {
      await makeFolder(this.#folder);
      await disk.writeFile(part, counted(), { flush: true });
    });
    const sha256 = hash.digest('hex');
    return {
      sha256,
      length,
      discard,
      async keep(name) {
        const path = join(folder, sha256);
        // whole or not at all, so that a crash leaves no half of a content under its digest
        await orNothing(async () => {
          if (await isThere(path, length)) {
            await discard();
          } else {
            await makeFolder(folder);
            await disk.rename(part, path);
          }
          await syncFolder(folder);
        });
        return `upload:${key}/${sha256}/${encodeURIComponent(name)}`;
      },
    };
  }

  /** Removes what was kept for a dataset. */
  forget(dataset: string): void {
    // a content that is written meanwhile fills the folder again while it is being emptied
    rmSync(join(this.#folder, keyOf(dataset)), { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
  }

  /**
   * Removes what a process left behind that ended while it wrote a content or deleted a dataset: half-written contents, and
   * what is kept for others than these. For the start, when nothing is being written.
   */
  sweep(datasets: Iterable<string>): void {
    const known = new Set(Array.from(datasets, keyOf));
    for (const name of namesIn(this.#folder)) {
      if (name.endsWith('.part')) rmSync(join(this.#folder, name), { force: true });
      if (!/^[0-9a-f]{32}$/.test(name)) continue;
      const folder = join(this.#folder, name);
      if (!known.has(name)) rmSync(folder, { recursive: true });
      // where earlier versions wrote them
      else for (const part of namesIn(folder)) if (part.endsWith('.part')) rmSync(join(folder, part), { force: true });
    }
  }
}

async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true });
  if (made !== undefined) await syncFolder(dirname(made));
}

/** The names in a folder are on disk once it is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // nothing was ever kept
    return [];
  }
}

/** Where the content of an `upload:` URI lies; undefined: the URI is not one of ours. */
export function uploadPath(folder: string, uri: string): { path: string; sha256: string } | undefined {
  const [, key, sha256] = /^upload:([0-9a-f]{32})\/([0-9a-f]{64})(?:\/[^/\\]*)?$/.exec(uri) ?? [];
  return key === undefined || sha256 === undefined ? undefined : { path: join(folder, key, sha256), sha256 };
}

function keyOf(dataset: string): string {
  return createHash('sha256').update(dataset).digest('hex').slice(0, 32);
}

async function isThere(path: string, size: number): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile() && stats.size === size,
    () => false,
  );
}

function fault(error: unknown): unknown {
  if (error instanceof AlaasError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return new AlaasError(
      'NOT_FOUND',
      'The dataset was deleted while the content was on its way. Make it again, then repeat the call.',
      { cause: error },
    );
  }
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS') return error;
  return new AlaasError('STORE_FULL', 'The storage folder takes no more files. Make room, then repeat the call.', {
    cause: error,
  });
}
