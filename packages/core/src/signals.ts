import type { Matrix } from './matrix.ts';

/**
 * What a strategy can be given about the items it ranks. One row per item, in pool order.
 * The engine computes only what a strategy declares in `needs`, and passes nothing else.
 */
export interface Signals {
  /** [N x K], each row sums to 1 within 1e-3. */
  readonly probabilities: Matrix;
  /** [N x D]. */
  readonly embeddings: Matrix;
}

export type SignalName = keyof Signals;

/** All signal names, for checks and docs. */
export const signalNames = ['probabilities', 'embeddings'] as const satisfies readonly SignalName[];

/**
 * Some rows of the pool with the signals that were asked for, and no others. Whoever gets one may read it until the next
 * is given: its memory may be used again.
 */
export type Block<Needs extends SignalName = never> = Pick<Signals, Needs> & {
  /** Number of items in this block. */
  readonly size: number;
  /** The pool's row number of position i: stable identity for seeded hashes. */
  readonly rowAt: (position: number) => number;
};
