import { createHash } from 'node:crypto';
import { isAlaasError, type Matrix } from '@alaas/core';
import type { LayoutKind, LivePool } from '@alaas/engine';
import type { Log } from '../log.ts';
import type { LayoutStore } from './layout-store.ts';

export type LayoutReason = 'few-items' | 'failed';

/** Which places a map has now, and whether better ones are on their way. */
export interface Layout {
  readonly id: string;
  readonly kind: LayoutKind;
  /** [positions x 2] in [-1, 1] */
  readonly places: Matrix;
  /** In [0, 1]; null: nothing better is made. */
  readonly progress: number | null;
  /** Why nothing better is made. */
  readonly reason?: LayoutReason | undefined;
}

/** The layouts of pools: one at once, and a better one behind it. */
export interface Layouts {
  /** @param positions ascending; the same ones for the same pool. @throws AlaasError what the pool throws */
  of(pool: LivePool, positions: Uint32Array): Promise<Layout>;
  /** Gives up what is being made. */
  close(): Promise<void>;
}

export interface LayoutsOptions {
  readonly store: LayoutStore;
  readonly log: Log;
}

/** Layouts in memory: half a megabyte each. */
const KEPT = 8;
/** Raised whenever the same pool would be laid out otherwise: files of before are not read any more. */
const VERSION = 1;
/** Below this many points UMAP has no neighbourhoods to look at. */
const FEWEST = 16;
/** Of every layout: two people see the same map. */
const SEED = 0x3a9;

interface Entry {
  readonly first: Promise<Matrix>;
  better: Matrix | undefined;
  progress: number | null;
  reason: LayoutReason | undefined;
}

export function createLayouts({ store, log }: LayoutsOptions): Layouts {
  const entries = new Map<string, Entry>();
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();

  return {
    async of(pool, positions) {
      const key = keyOf(pool, positions);
      const entry = entries.get(key) ?? begin(key, pool, positions);
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > KEPT && oldest !== undefined) entries.delete(oldest);
      try {
        const first = await entry.first;
        const { better, progress, reason } = entry;
        const kind = better === undefined ? 'pca' : 'umap';
        return { id: `${key}-${kind}`, kind, places: better ?? first, progress, ...(reason && { reason }) };
      } catch (error) {
        // what was the matter may be over when it is asked for again
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };

  function begin(key: string, pool: LivePool, positions: Uint32Array): Entry {
    const isFew = positions.length < FEWEST;
    const entry: Entry = {
      first: keep(make(`${key}-pca`, 'pca', { pool, positions }, () => undefined)),
      better: undefined,
      progress: isFew ? null : 0,
      reason: isFew ? 'few-items' : undefined,
    };
    if (!isFew) void keep(improve(key, entry, { pool, positions }));
    return entry;
  }

  async function improve(key: string, entry: Entry, what: What): Promise<void> {
    try {
      await entry.first;
      entry.better = await make(`${key}-umap`, 'umap', what, (share) => {
        entry.progress = Math.max(entry.progress ?? 0, Math.min(1, share));
      });
      entry.reason = undefined;
    } catch (error) {
      if (closing.signal.aborted) return;
      // a pool that was closed is opened again by somebody else
      if (isAlaasError(error, 'CANCELLED')) entries.delete(key);
      else log.error({ err: error, layout: key }, 'a map could not be improved');
      entry.reason = 'failed';
    } finally {
      entry.progress = null;
    }
  }

  interface What {
    readonly pool: LivePool;
    readonly positions: Uint32Array;
  }

  async function make(
    id: string,
    kind: LayoutKind,
    { pool, positions }: What,
    onShare: (share: number) => void,
  ): Promise<Matrix> {
    const kept = await store.read(id, positions.length);
    if (kept !== undefined) return kept;
    const onProgress = ({ done, total }: { readonly done: number; readonly total: number }): void =>
      onShare(done / total);
    const places = await pool.layout({ kind, positions, seed: SEED }, { signal: closing.signal, onProgress });
    try {
      await store.write(id, places);
    } catch (error) {
      log.warn({ err: error, layout: id }, 'a map could not be kept, and will be made again after a restart');
    }
    return places;
  }

  function keep<T>(work: Promise<T>): Promise<T> {
    const kept = work.finally(() => running.delete(kept));
    running.add(kept);
    kept.catch(() => undefined);
    return kept;
  }
}

/** Names a pool, its features and the positions that are laid out. */
function keyOf(pool: LivePool, positions: Uint32Array): string {
  return createHash('sha256')
    .update(JSON.stringify([VERSION, SEED, pool.digest(), pool.model.digest, positions.length]))
    .update(new Uint8Array(positions.buffer, positions.byteOffset, positions.byteLength))
    .digest('hex')
    .slice(0, 32);
}
