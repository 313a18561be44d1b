import type { Matrix } from '../matrix.ts';
import type { Evaluation } from '../metrics/evaluate.ts';

/** Answers of one round's head on the items of a stop set. */
export interface StopSetAnswers {
  /** Names the set of items: answers on different sets are never compared. */
  readonly id: string;
  /** [n] class numbers. */
  readonly predictions: Int32Array;
  /** [n x K], rows sum to 1. */
  readonly probabilities: Matrix;
}

/**
 * What is known after one round of asking, labelling and training; the seed set is the first. Amounts count from the
 * beginning, not from the round before. Whatever is optional may be missing in some rounds or in all.
 */
export interface Round {
  /** Labels spent so far. */
  readonly labels: number;
  /** Cost so far, in any unit. */
  readonly cost?: number;
  /** Seconds so far. */
  readonly seconds?: number;
  /** Items that may still be asked for. */
  readonly poolLeft?: number;
  /** Measured on labels that were held out at random. */
  readonly metrics?: Pick<Evaluation, 'accuracy' | 'macroF1' | 'items'>;
  /** On a set of items that stays the same from round to round. */
  readonly stopSet?: StopSetAnswers;
  /** [B] probability of the likeliest class of each item of this round's batch, from the head that asked for them. */
  readonly batchConfidences?: Float64Array;
}

/** The rounds so far, oldest first. */
export type History = readonly Round[];

/** What of a round may be missing. */
export type RoundFact = Exclude<keyof Round, 'labels'>;

/** A round in which the facts that were asked for are there. */
export type KnownRound<Facts extends RoundFact = never> = Round & { readonly [F in Facts]-?: NonNullable<Round[F]> };

/** Each fact as a noun, for people. */
export const roundFacts: Readonly<Record<RoundFact, string>> = {
  cost: 'the cost so far',
  seconds: 'the time so far',
  poolLeft: 'the number of items left',
  metrics: 'metrics on labels held out at random',
  stopSet: 'answers on a fixed stop set',
  batchConfidences: 'the confidence in each item of the batch',
};
