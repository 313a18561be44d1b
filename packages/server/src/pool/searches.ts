import type { LivePool } from '@alaas/engine';

/** What texts are found in, remembered so that the pages of one search cost one. */
export interface Searches {
  /** Positions, ascending. @throws AlaasError `CANCELLED`, what the pool throws */
  find(pool: LivePool, text: string, signal: AbortSignal): Promise<Uint32Array>;
}

/** Searches remembered of one pool. */
const KEPT = 16;

interface Found {
  readonly size: number;
  readonly positions: Uint32Array;
}

export function createSearches(): Searches {
  const byPool = new WeakMap<LivePool, Map<string, Found>>();
  return {
    async find(pool, text, signal) {
      const known = byPool.get(pool) ?? new Map<string, Found>();
      byPool.set(pool, known);
      const { size } = pool;
      const before = known.get(text);
      known.delete(text);
      const found = before?.size === size ? before : { size, positions: await pool.search(text, signal) };
      known.set(text, found);
      const [oldest] = known.keys();
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
      return found.positions;
    },
  };
}
