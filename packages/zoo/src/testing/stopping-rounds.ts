import {
  type Estimate,
  type History,
  judge,
  matrix,
  parseOptions,
  type Round,
  type StoppingRule,
  type Verdict,
} from '@alaas/core';

/** A rule's verdict on rounds, with options checked as from outside. */
export function verdictOf(
  rule: StoppingRule,
  rounds: History,
  options: Record<string, unknown> = {},
  seed = 1,
): Verdict {
  return judge(rule, rounds, parseOptions(rule, options), seed);
}

/** A round with these answers on a stop set; every answer is given with a probability of 0.75. */
export function answering(predictions: readonly number[], { classes = 2, id = 'set', labels = 10 } = {}): Round {
  const rest = 0.25 / Math.max(1, classes - 1);
  const rows = predictions.flatMap((answer) => Array.from({ length: classes }, (_, k) => (k === answer ? 0.75 : rest)));
  const probabilities = matrix(Float32Array.from(rows), classes);
  return { labels, stopSet: { id, predictions: Int32Array.from(predictions), probabilities } };
}

/** A round in which both metrics were measured with an error of this standard deviation on `items` labels. */
export function measured(labels: number, value: number, { deviation = 0.01, items = 1000 } = {}): Round {
  const half = 1.959963984540054 * deviation;
  const estimate: Estimate = { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
  return { labels, metrics: { accuracy: estimate, macroF1: estimate, items } };
}
