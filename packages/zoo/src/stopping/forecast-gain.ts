import { defineStoppingRule, forecastCurve } from '@alaas/core';
import { z } from 'zod';
import { curvePoints, metricNames, metricOption, tooFewPoints } from '../maths/metric-option.ts';
import { counted, shown } from '../maths/shown.ts';

/** Stops when the next labels would hardly help. Figueroa et al. 2012; Domhan, Springenberg & Hutter 2015. */
export default defineStoppingRule({
  id: 'forecast-gain',
  title: 'Forecast gain',
  summary: 'Stops when the next labels are forecast to raise the metric by less than it takes to be worth them.',
  reference: 'Figueroa et al. 2012; Domhan, Springenberg & Hutter 2015',
  needs: ['metrics'],
  options: z.object({
    metric: metricOption,
    labels: z.int().min(1).default(100).describe('The next labels whose gain is forecast.'),
    gain: z
      .number()
      .positive()
      .max(1)
      .default(0.005)
      .describe('Gain, at the upper end of its interval, below which it stops.'),
  }),
  check(rounds, { metric, labels, gain }, { random }) {
    const points = curvePoints(rounds, metric);
    const last = points.at(-1);
    const forecast = last === undefined ? undefined : forecastCurve(points, { random });
    if (last === undefined || forecast?.curve === undefined) return tooFewPoints(points);
    const { value, high } = forecast.gain(last.labels, labels);
    const next = `${metricNames[metric]} is forecast to rise by ${shown(value)}, at most by ${shown(high, gain)}, with the next ${counted(labels, 'label')}`;
    return { stop: high < gain, value: high, reason: `${next}; stops when that is below ${gain}.` };
  },
});
