import { defineStoppingRule, forecastCurve } from '@alaas/core';
import { z } from 'zod';
import { curvePoints, metricNames, metricOption, tooFewPoints } from '../maths/metric-option.ts';
import { shown } from '../maths/shown.ts';

/** Stops when no number of labels would reach the target. Figueroa et al. 2012; Domhan, Springenberg & Hutter 2015. */
export default defineStoppingRule({
  id: 'forecast-unreachable',
  title: 'Target out of reach',
  summary: 'Stops when the learning curve, even at the upper end of its forecast, flattens out below the target.',
  reference: 'Figueroa et al. 2012; Domhan, Springenberg & Hutter 2015',
  needs: ['metrics'],
  options: z.object({
    metric: metricOption,
    target: z.number().positive().max(1).describe('What the metric is to reach, in (0, 1].'),
  }),
  check(rounds, { metric, target }, { random }) {
    const points = curvePoints(rounds, metric);
    const forecast = points.length === 0 ? undefined : forecastCurve(points, { random });
    if (forecast?.curve === undefined) return tooFewPoints(points);
    const { value, high } = forecast.asymptote;
    const limit = `${metricNames[metric]} is forecast to level off at ${shown(value)}, at most at ${shown(high, target)}`;
    return { stop: high < target, value: high, reason: `${limit}; stops when that is below ${target}.` };
  },
});
