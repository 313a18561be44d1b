import type { Matrix } from './matrix.ts';

/** Several members' answers about the same items: row-major [members x rows x columns] float32. */
export interface Committee {
  readonly data: Float32Array;
  /** M */
  readonly members: number;
  /** N */
  readonly rows: number;
  /** K */
  readonly columns: number;
}

/**
 * What a strategy can be given about the items it ranks. One row per item, in pool order.
 * The engine computes only what a strategy declares in `needs`, and passes nothing else.
 */
export interface Signals {
  /** [N x K], each row sums to 1 within 1e-3. */
  readonly probabilities: Matrix;
  /** [N x D]. */
  readonly embeddings: Matrix;
  /** [M x N x K]: probabilities from each member of a committee or each pass of a network with dropout. */
  readonly committee: Committee;
}

export type SignalName = keyof Signals;

/** All signal names, for checks and docs. */
export const signalNames = ['probabilities', 'embeddings', 'committee'] as const satisfies readonly SignalName[];

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

/**
 * A whole pool for a strategy that needs to see all of it. Matrices hold every row, labelled ones too, so that nothing has
 * to be copied apart; the lists say which are which.
 */
export type WholePool<Needs extends SignalName = never> = Pick<Signals, Needs> & {
  /** N, rows of every matrix. */
  readonly size: number;
  /** Rows that may be asked for, ascending. */
  readonly candidates: Uint32Array;
  /** Rows whose label is known, and their class numbers. */
  readonly labelled: { readonly rows: Uint32Array; readonly labels: Int32Array };
};
