import type { Training } from '@alaas/core';

/**
 * Which labels a new head learns from.
 *
 * `cumulative`: all of them alike. The head is that of all labels, whatever came first; a previous head only saves steps.
 *
 * `incremental`: those of the last round count 1, and those of each round before `keep` times as much as the round after it
 * (0: the last round alone), starting from the previous head. A learner with one solution, such as softmax-regression, ends
 * at the solution of the rows so weighted, and keeps nothing else of the head it started from; a perceptron keeps more.
 */
export type TrainingMode =
  | { readonly kind: 'cumulative' }
  | {
      readonly kind: 'incremental';
      /** From 0 to 1. */
      readonly keep: number;
    };

/** The mode that a request names. */
export function modeOf({ mode, keep }: Training): TrainingMode {
  return mode === 'cumulative' ? { kind: 'cumulative' } : { kind: 'incremental', keep };
}

/**
 * How much each labelled row counts.
 *
 * @param rounds [L] in which round each row was labelled, from 0
 * @returns [L]; undefined for 1 each
 */
export function roundWeights(rounds: Int32Array, mode: TrainingMode): Float32Array | undefined {
  if (mode.kind === 'cumulative') return undefined;
  const last = rounds.reduce((most, round) => Math.max(most, round), 0);
  return Float32Array.from(rounds, (round) => mode.keep ** (last - round));
}
