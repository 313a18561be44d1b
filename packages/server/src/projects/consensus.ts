import { type AnswerValue, answerKey } from '@alaas/core';

/** What most of the answers say; undefined where there is none, or two are said equally often. */
export function consensus(values: readonly AnswerValue[]): AnswerValue | undefined {
  const votes = new Map<string, { value: AnswerValue; count: number }>();
  for (const value of values) {
    const key = answerKey(value);
    const vote = votes.get(key) ?? { value, count: 0 };
    vote.count++;
    votes.set(key, vote);
  }
  const [first, second] = [...votes.values()].sort((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? undefined : first.value;
}
