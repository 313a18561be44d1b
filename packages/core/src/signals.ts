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
 * What a strategy can be given about the items it ranks, in pool order. The engine computes only what a strategy declares
 * in `needs`, and passes nothing else. {@link signalTable} says what each is.
 */
export interface Signals {
  readonly probabilities: Matrix;
  readonly previousProbabilities: Matrix;
  readonly labelProbabilities: Matrix;
  readonly embeddings: Matrix;
  readonly committee: Committee;
  readonly predictions: Matrix;
  readonly costs: Matrix;
  readonly head: Matrix;
  readonly targets: Matrix;
  readonly labelSets: Matrix;
}

export type SignalName = keyof Signals;

/** What a signal holds. */
export interface SignalInfo {
  /** N pool, K classes, D embedding width, M members, L labelled rows. */
  readonly shape: string;
  /**
   * What its rows are: items of the pool (`items`), items once per member (`members`), labelled rows in the order in which
   * they are given (`labelled`), or parts of a model (`model`). Only the first two are cut into blocks.
   */
  readonly rows: 'items' | 'members' | 'labelled' | 'model';
  /** What its numbers are: rows that sum to 1, numbers from 0 to 1, 0 or 1, above 0, or any finite ones. */
  readonly values: 'distribution' | 'share' | 'flag' | 'positive' | 'finite';
  /** One phrase for docs, `--help` and the API page. */
  readonly summary: string;
}

/** Every signal; the command line, the API, the checks and the docs read this table. */
export const signalTable = {
  probabilities: {
    shape: '[N x K]',
    rows: 'items',
    values: 'distribution',
    summary: 'class probabilities, rows sum to 1',
  },
  previousProbabilities: {
    shape: '[N x K]',
    rows: 'items',
    values: 'distribution',
    summary: 'class probabilities by the head of the round before',
  },
  labelProbabilities: {
    shape: '[N x K]',
    rows: 'items',
    values: 'share',
    summary: 'multi-label: the probability of each label by itself',
  },
  embeddings: { shape: '[N x D]', rows: 'items', values: 'finite', summary: 'a vector per item' },
  committee: {
    shape: '[M x N x K]',
    rows: 'members',
    values: 'distribution',
    summary: 'class probabilities by each member, dropout pass or augmented view',
  },
  predictions: {
    shape: '[N x M]',
    rows: 'items',
    values: 'finite',
    summary: 'regression: the value that each of M models predicts',
  },
  costs: { shape: '[N x 1]', rows: 'items', values: 'positive', summary: 'what it costs to label each item' },
  head: {
    shape: '[K x (D + 1)]',
    rows: 'model',
    values: 'finite',
    summary: 'a linear head on the embeddings: weights of each class, then its bias',
  },
  targets: {
    shape: '[L x 1]',
    rows: 'labelled',
    values: 'finite',
    summary: 'regression: the known value of each labelled row',
  },
  labelSets: {
    shape: '[L x K]',
    rows: 'labelled',
    values: 'flag',
    summary: 'multi-label: 1 for each label that a labelled row has, else 0',
  },
} as const satisfies Record<SignalName, SignalInfo>;

/** All signal names, in the order of {@link signalTable}. */
export const signalNames = Object.keys(signalTable) as readonly SignalName[];

/** Whether the signal has a row per item of the pool, or one per item and member. */
export function isPerItem(name: SignalName): boolean {
  return signalTable[name].rows === 'items' || signalTable[name].rows === 'members';
}

/** The code under which a fault of the signal's numbers is reported. */
export function signalErrorCode(name: SignalName): 'INVALID_EMBEDDINGS' | 'INVALID_PROBABILITIES' | 'INVALID_SIGNAL' {
  if (name === 'embeddings') return 'INVALID_EMBEDDINGS';
  const { values } = signalTable[name];
  return values === 'distribution' || values === 'share' ? 'INVALID_PROBABILITIES' : 'INVALID_SIGNAL';
}

/** `labelProbabilities` as the command line writes it: `label-probabilities`. */
export function signalFlag(name: SignalName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * Some rows of the pool with the signals that were asked for, and no others; what has no row per item comes whole. Whoever
 * gets one may read it until the next is given: its memory may be used again.
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
