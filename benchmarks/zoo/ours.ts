import { type Selection, type Strategy, signalNames } from '../../packages/core/src/index.ts';
import { type PoolSignals, selectPool } from '../../packages/engine/src/index.ts';
import { findStrategy } from '../../packages/zoo/src/index.ts';
import type { Bench } from './row.ts';

export interface Ask {
  readonly strategy: string;
  readonly n: number;
  readonly seed?: number;
  readonly options?: Record<string, unknown>;
}

/** A selection and how long it took, checks of the pool included. */
export interface Timed extends Selection {
  readonly ms: number;
}

/** Selects from a pool in memory as the service does. */
export async function select(
  signals: Omit<PoolSignals, 'size' | 'labelled'>,
  { strategy, n, seed = 1, options = {} }: Ask,
  { compute }: Pick<Bench, 'compute'>,
): Promise<Timed> {
  const size = signalNames.map((name) => signals[name]?.rows).find((rows) => rows !== undefined) as number;
  const pool = { ...signals, size, labelled: { rows: new Uint32Array(), labels: new Int32Array() } };
  const found: Strategy = findStrategy(strategy);
  const { signal } = new AbortController();
  const start = performance.now();
  const selection = await selectPool(pool, { strategy: found, options, budget: n, seed, compute, signal });
  return { ...selection, ms: performance.now() - start };
}
