import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { metricNames, metricOption } from '../maths/metric-option.ts';
import { counted, shown } from '../maths/shown.ts';

/** Stops when a metric has settled. */
export default defineStoppingRule({
  id: 'metric-plateau',
  title: 'Metric plateau',
  summary: 'Stops when the metric has stayed within a narrow band over the last rounds. A metric that falls goes on.',
  reference: 'The early stopping of BaaL (Atighehchian, Branchaud-Charron & Lacoste 2020)',
  needs: ['metrics'],
  options: z.object({
    metric: metricOption,
    rounds: z.int().min(1).default(3).describe('Rounds, after the one that they are compared with.'),
    band: z.number().positive().max(1).default(0.01).describe('Largest minus smallest value below which it stops.'),
  }),
  check(known, { metric, rounds, band }) {
    const values = known.slice(-rounds - 1).map(({ metrics }) => metrics[metric].value);
    if (values.length <= rounds) {
      const reason = `Compares ${rounds + 1} rounds with metrics; there ${values.length === 1 ? 'is' : 'are'} ${values.length} so far.`;
      const lacks = { what: 'rounds', have: values.length, want: rounds + 1 } as const;
      return { stop: false, value: undefined, reason, lacks };
    }
    const [lowest, highest] = [Math.min(...values), Math.max(...values)];
    const value = highest - lowest;
    const [first, last] = [values[0] as number, values.at(-1) as number];
    // the ends of the band say more of a metric that went one way
    const moved =
      last === highest && first === lowest
        ? 'rose by'
        : last === lowest && first === highest
          ? 'fell by'
          : 'moved within';
    const reason = `${metricNames[metric]} ${moved} ${shown(value, band)} over the last ${counted(rounds, 'round')}; stops below ${band}.`;
    return { stop: value < band, value, reason };
  },
});
