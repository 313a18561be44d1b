import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Matrix } from '@alaas/core';

/** Layouts on disk, so that none is made twice: it costs minutes, and a megabyte holds it. */
export interface LayoutStore {
  /** @param points how many it has. Undefined: not there, or not of so many */
  read(id: string, points: number): Promise<Matrix | undefined>;
  write(id: string, places: Matrix): Promise<void>;
}

/** Files that are kept, the newest ones: a pool that grows has another layout each time. */
const MOST_KEPT = 100;

/** @param folder where it keeps files of float32, row by row. Undefined: it keeps nothing */
export function createLayoutStore(folder: string | undefined): LayoutStore {
  if (folder === undefined) return { read: async () => undefined, write: async () => undefined };
  const pathOf = (id: string): string => join(folder, `${id}.f32`);
  return {
    async read(id, points) {
      let bytes: Buffer;
      try {
        bytes = await readFile(pathOf(id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      // cut short: it is made again
      if (bytes.length !== points * 2 * Float32Array.BYTES_PER_ELEMENT) return undefined;
      const data = new Float32Array(points * 2);
      new Uint8Array(data.buffer).set(bytes);
      return { data, rows: points, columns: 2 };
    },
    async write(id, { data }) {
      await mkdir(folder, { recursive: true });
      // whoever reads meanwhile finds all of it, or nothing
      const part = `${pathOf(id)}.part`;
      await writeFile(part, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      await rename(part, pathOf(id));
      await clear(folder);
    },
  };
}

async function clear(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_KEPT) return;
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // another call may have taken it away
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      return { path, mtimeMs };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of files.slice(MOST_KEPT)) await rm(path, { force: true });
}
