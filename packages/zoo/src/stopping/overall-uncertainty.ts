import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { rowEntropies } from '../maths/entropy.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { shown } from '../maths/shown.ts';

/** Stops when the model is hardly uncertain any more. Zhu, Wang & Hovy 2008. */
export default defineStoppingRule({
  id: 'overall-uncertainty',
  title: 'Overall uncertainty',
  summary:
    'Stops when the mean entropy on the stop set, as a share of the largest possible, falls below the threshold.',
  reference: 'Zhu, Wang & Hovy 2008',
  needs: ['stopSet'],
  options: z.object({
    threshold: z.number().positive().max(1).default(0.05).describe('Mean entropy / ln K below which it stops.'),
  }),
  check(rounds, { threshold }) {
    const probabilities = rounds.at(-1)?.stopSet.probabilities;
    if (probabilities === undefined || probabilities.rows === 0 || probabilities.columns < 2) {
      const reason = 'Needs a stop set with items and a model of two classes or more: one class is never uncertain.';
      return { stop: false, value: undefined, reason, lacks: { what: 'stopSet' } };
    }
    const entropies = rowEntropies(probabilities);
    const row = entropies.findIndex(Number.isNaN);
    if (row >= 0) throw refuseRow('probabilities', row);
    const value = entropies.reduce((a, b) => a + b, 0) / entropies.length / Math.log(probabilities.columns);
    const reason = `The mean entropy on the stop set is ${shown(value, threshold)} of the largest; stops below ${threshold}.`;
    return { stop: value < threshold, value, reason };
  },
});
