import type { Matrix } from '../matrix.ts';
import type { Answers } from './answers.ts';
import { type ClassCounts, classCounts } from './class-counts.ts';
import { refuseProbabilities } from './refuse-probabilities.ts';

/** What most annotators said about an item. */
export interface MajorityVote {
  readonly item: number;
  /** The class given most often. */
  readonly value: number;
  /** Answers that gave it, at least 1. */
  readonly votes: number;
  /** Answers in all. */
  readonly answers: number;
  /** Another class was given as often, and {@link majorityVotes} says which one is taken. */
  readonly isTie: boolean;
}

/**
 * The majority vote on each answered item, ascending by item.
 *
 * Of classes with equally many votes it takes the one that the model finds likeliest, where there are probabilities (Goh,
 * Tkachenko & Mueller 2022); if they tie too, the one given most often in all answers; then the one with the lowest number.
 *
 * @param probabilities [N x K] one row per item number; absent: there is no model yet
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer, `INVALID_PROBABILITIES` the first bad row
 */
export function majorityVotes(answers: Answers, probabilities?: Matrix): MajorityVote[] {
  const items = classCounts(answers);
  if (probabilities !== undefined) refuseProbabilities(items, probabilities);
  return votesOf(items, probabilities);
}

/** {@link majorityVotes} of answers that are counted and checked. */
export function votesOf(items: readonly ClassCounts[], probabilities: Matrix | undefined): MajorityVote[] {
  const overall = new Map<number, number>();
  for (const { counts } of items) {
    for (const [value, count] of counts) overall.set(value, (overall.get(value) ?? 0) + count);
  }
  return items.map(({ item, total, counts }) => {
    const votes = Math.max(...counts.values());
    const tied = [...counts.keys()].filter((value) => counts.get(value) === votes);
    const likelihood = (value: number): number =>
      probabilities === undefined ? 0 : (probabilities.data[item * probabilities.columns + value] as number);
    const times = (value: number): number => overall.get(value) ?? 0;
    // ascending by class number, so that the first of equals is the lowest
    const value = tied.reduce((best, other) => {
      const ahead = likelihood(other) - likelihood(best) || times(other) - times(best);
      return ahead > 0 ? other : best;
    });
    return { item, value, votes, answers: total, isTie: tied.length > 1 };
  });
}
