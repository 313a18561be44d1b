import type { Block, SignalName, WholePool } from '@alaas/core';
import type { PoolSignals } from './pool-signals.ts';

interface Needing {
  readonly needs: readonly SignalName[];
}

/** The block with the declared signals and nothing else, so that nobody can read what they do not declare. */
export function restrictBlock(block: Block<SignalName>, { needs }: Needing): Block<SignalName> {
  const { size, rowAt } = block;
  return { size, rowAt, ...Object.fromEntries(needs.map((name) => [name, block[name]])) } as Block<SignalName>;
}

/** The pool with the declared signals and nothing else. */
export function restrictPool(pool: PoolSignals, candidates: Uint32Array, { needs }: Needing): WholePool<SignalName> {
  const { size, labelled } = pool;
  const declared = Object.fromEntries(needs.map((name) => [name, pool[name]]));
  // what is done to the list must not decide what counts as a candidate
  return { size, candidates: candidates.slice(), labelled, ...declared } as WholePool<SignalName>;
}
