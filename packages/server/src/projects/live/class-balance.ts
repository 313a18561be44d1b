import { labelsOf, type ProjectMetrics, type ProjectSettings } from '@alaas/core';
import type { KnownAnswer } from '../known-answers.ts';
import { labelsOfValue } from '../labels-of-value.ts';

/**
 * Answers by label, in the project's order; of a gold item the true one alone, whoever answered it. An answer with several
 * labels, spans or boxes counts once for each label that it holds, so that shares may add up to more than 1.
 */
export function classBalance(
  known: readonly KnownAnswer[],
  { task, labels }: Pick<ProjectSettings, 'task' | 'labels'>,
): ProjectMetrics['classBalance'] {
  const counts = new Map(labelsOf(task, labels).map((label) => [label, 0]));
  let total = 0;
  for (const { responses, value: truth, isGold } of known) {
    const values = isGold && truth !== undefined ? [truth] : responses.map(({ value }) => value);
    for (const value of values) {
      total++;
      for (const label of new Set(labelsOfValue(value))) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return [...counts].map(([label, responses]) => ({ label, responses, share: total === 0 ? 0 : responses / total }));
}
