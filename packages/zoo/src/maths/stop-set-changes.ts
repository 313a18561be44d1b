import type { KnownRound, StopSetAnswers, Verdict } from '@alaas/core';

/** Two rounds' answers on the same stop set. */
export interface AnswerChange {
  readonly before: StopSetAnswers;
  readonly after: StopSetAnswers;
}

/**
 * The last changes from round to round, oldest first, of answers on the stop set of the last round.
 *
 * @returns fewer than `count` when the stop set is younger than that; empty when it has no item
 */
export function lastChanges(rounds: readonly KnownRound<'stopSet'>[], count: number): AnswerChange[] {
  const changes: AnswerChange[] = [];
  for (let i = rounds.length - 1; i > 0 && changes.length < count; i--) {
    const [before, after] = [rounds[i - 1]?.stopSet, rounds[i]?.stopSet];
    if (before === undefined || after === undefined || after.predictions.length === 0) break;
    if (before.id !== after.id || before.predictions.length !== after.predictions.length) break;
    changes.unshift({ before, after });
  }
  return changes;
}

/** The verdict while there are fewer changes to look at than a rule wants. */
export function tooFewChanges(found: number, wanted: number): Verdict {
  const rounds = `${wanted + 1} rounds in a row with answers on the same stop set`;
  return {
    stop: false,
    value: undefined,
    reason: `Compares ${rounds}; there are ${found + 1} so far.`,
    lacks: { what: 'successive-rounds', have: found + 1, want: wanted + 1 },
  };
}
