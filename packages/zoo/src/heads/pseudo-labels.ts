import { AlaasError, type Matrix } from '@alaas/core';
import { rowEntropies } from '../maths/entropy.ts';

/** Classes that a head, not a person, gave to rows. A type of its own, so that they cannot be taken for labels. */
export interface PseudoLabels {
  readonly kind: 'pseudo';
  /** Rows of the matrix that was asked about, ascending. */
  readonly rows: Uint32Array;
  /** [rows.length] class numbers. */
  readonly classes: Int32Array;
  /** Entropy, in nats, below which a row got one. */
  readonly threshold: number;
}

export interface PseudoSchedule {
  /** Number of the round, from 0. */
  readonly round: number;
  /** Threshold of round 0, in nats. Default: 5e-5. */
  readonly start?: number;
  /** By how much each round lowers it. Default: 3.3e-7. */
  readonly decay?: number;
}

/**
 * The rows that a head is so sure of that its class is taken for true: entropy below max(0, start - decay round). The
 * threshold depends on the round alone, and pseudo-labels are drawn anew in each: those of the round before are forgotten.
 *
 * @param probabilities [N x K] of unlabelled rows
 * @throws AlaasError `INVALID_PROBABILITIES` naming the first row that holds NaN
 * Wang et al. 2016 (CEAL). O(N K).
 */
export function pseudoLabels(
  probabilities: Matrix,
  { round, start = 5e-5, decay = 3.3e-7 }: PseudoSchedule,
): PseudoLabels {
  const threshold = Math.max(0, start - decay * round);
  const entropies = rowEntropies(probabilities);
  const unsound = entropies.findIndex((entropy) => Number.isNaN(entropy));
  if (unsound >= 0) {
    throw new AlaasError(
      'INVALID_PROBABILITIES',
      `The probabilities of row ${unsound} are no numbers; compute them anew.`,
    );
  }
  const { data, columns } = probabilities;
  const rows = Uint32Array.from(entropies.keys()).filter((row) => Math.max(0, entropies[row] as number) < threshold);
  const classes = Int32Array.from(rows, (row) => {
    const own = data.subarray(row * columns, (row + 1) * columns);
    return own.indexOf(Math.max(...own));
  });
  return { kind: 'pseudo', rows, classes, threshold };
}
