import type { CurvePoint, KnownRound, Verdict } from '@alaas/core';
import { z } from 'zod';

/** Which metric a rule looks at. */
export const metricOption = z
  .enum(['accuracy', 'macroF1'])
  .default('accuracy')
  .describe('Metric on the labels that were held out.');

type Metric = z.output<typeof metricOption>;

/** Each metric as it begins a sentence. */
export const metricNames: Readonly<Record<Metric, string>> = { accuracy: 'Accuracy', macroF1: 'Macro-F1' };

/** The learning curve of a metric. Rounds without a label are no point of it: it has no shape there. */
export function curvePoints(rounds: readonly KnownRound<'metrics'>[], metric: Metric): CurvePoint[] {
  return rounds
    .filter(({ labels }) => labels > 0)
    .map(({ labels, metrics }) => ({ labels, estimate: metrics[metric] }));
}

/** The verdict while the points do not determine a curve. */
export function tooFewPoints(points: readonly CurvePoint[]): Verdict {
  const sizes = new Set(points.map((point) => point.labels)).size;
  const reason = `A forecast takes metrics at 3 numbers of labels, or 4 without intervals; there ${sizes === 1 ? 'is' : 'are'} ${sizes} so far.`;
  return { stop: false, value: undefined, reason, lacks: { what: 'sizes', have: sizes, want: 3 } };
}
