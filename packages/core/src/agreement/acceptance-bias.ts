import { AlaasError } from '../errors.ts';
import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import { newcombeInterval, type Trials } from './newcombe.ts';

/** An answer to an item for which there was a suggestion, which was shown or hidden by chance. */
export interface SuggestedAnswer {
  /** Class number. */
  readonly suggestion: number;
  /** Class number. */
  readonly answer: number;
  readonly isShown: boolean;
}

/** How often answers equal the suggestion, in [0, 1]. */
export interface Acceptance {
  readonly answers: number;
  /** Answers equal to the suggestion. */
  readonly equal: number;
  /** Their share, with Wilson's interval; undefined without an answer. */
  readonly share: Estimate | undefined;
}

/** What showing the suggestion does to answers. */
export interface AcceptanceBias {
  readonly shown: Acceptance;
  /** Hidden by chance: how often people would have given the suggested class by themselves. */
  readonly hidden: Acceptance;
  /**
   * Shown less hidden, in [-1, 1], with Newcombe's interval; above 0 = people follow the suggestion. Undefined while one of
   * the two has no answer.
   */
  readonly bias: Estimate | undefined;
}

/**
 * How much more often people give the suggested class when they see it: the answers that the suggestion made.
 *
 * Only a random choice of what is hidden makes the two comparable. The intervals take answers to be independent: give the
 * first answer to each item, or read them as too narrow.
 *
 * @throws AlaasError `INVALID_LABELS` naming the first answer with a number that is no class
 */
export function acceptanceBias(answers: readonly SuggestedAnswer[]): AcceptanceBias {
  refuseNoClass(answers);
  const count = (isShown: boolean): Trials => {
    const arm = answers.filter((answer) => answer.isShown === isShown);
    return { successes: arm.filter(({ suggestion, answer }) => suggestion === answer).length, trials: arm.length };
  };
  const [shown, hidden] = [count(true), count(false)];
  const isOneEmpty = shown.trials === 0 || hidden.trials === 0;
  return {
    shown: acceptanceOf(shown),
    hidden: acceptanceOf(hidden),
    bias: isOneEmpty ? undefined : newcombeInterval(shown, hidden),
  };
}

function acceptanceOf({ successes, trials }: Trials): Acceptance {
  return {
    answers: trials,
    equal: successes,
    share: trials === 0 ? undefined : wilsonInterval(successes, trials),
  };
}

function refuseNoClass(answers: readonly SuggestedAnswer[]): void {
  for (const [place, { suggestion, answer }] of answers.entries()) {
    const bad = [suggestion, answer].find((value) => !Number.isInteger(value) || value < 0);
    if (bad === undefined) continue;
    throw new AlaasError('INVALID_LABELS', `Answer ${place} has class number ${bad}, and classes count from 0.`);
  }
}
