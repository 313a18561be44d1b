import { defineStoppingRule, wilsonInterval } from '@alaas/core';
import { z } from 'zod';
import { metricNames, metricOption } from '../maths/metric-option.ts';
import { shown } from '../maths/shown.ts';

/**
 * Stops when a metric has reached its target beyond doubt: the lower end of its interval, not the value, which is above
 * the target by chance in one round or another long before the model is.
 */
export default defineStoppingRule({
  id: 'target-metric',
  title: 'Target metric',
  summary: "Stops when the lower end of the metric's 95 % interval reaches the target.",
  reference: 'Wilson 1927; Goutte & Gaussier 2005',
  needs: ['metrics'],
  options: z.object({
    metric: metricOption,
    target: z.number().positive().max(1).describe('What the metric is to reach, in (0, 1].'),
  }),
  check(rounds, { metric, target }) {
    const metrics = rounds.at(-1)?.metrics;
    if (metrics === undefined) {
      return { stop: false, value: undefined, reason: 'Nothing was measured yet.', lacks: { what: 'metrics' } };
    }
    const { value, low } = metrics[metric];
    const stop = low >= target;
    const measured = `${metricNames[metric]} is ${shown(value)}, and at least ${shown(low, target)} with 95 % confidence; stops at ${target}.`;
    if (stop || wilsonInterval(metrics.items, metrics.items).low >= target)
      return { stop, value: low, reason: measured };
    const hint = `Not even ${metrics.items} right answers of ${metrics.items} could show that: hold out more labels.`;
    return { stop, value: low, reason: `${measured} ${hint}` };
  },
});
