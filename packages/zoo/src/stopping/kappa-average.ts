import { cohenKappa, defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { counted, shown } from '../maths/shown.ts';
import { lastChanges, tooFewChanges } from '../maths/stop-set-changes.ts';

/** Stops when successive models agree. Bloodgood & Vijay-Shanker 2009. */
export default defineStoppingRule({
  id: 'kappa-average',
  title: 'Stabilising predictions',
  summary:
    "Stops when successive models agree on the stop set: the mean of the last Cohen's kappas reaches the threshold.",
  reference: 'Bloodgood & Vijay-Shanker 2009',
  needs: ['stopSet'],
  options: z.object({
    rounds: z.int().min(1).default(3).describe('Kappas, each of two successive rounds, that are averaged.'),
    threshold: z.number().min(-1).max(1).default(0.99).describe('Mean kappa at which it stops; 1 = no change at all.'),
  }),
  check(known, { rounds, threshold }) {
    const changes = lastChanges(known, rounds);
    if (changes.length < rounds) return tooFewChanges(changes.length, rounds);
    const kappas = changes.map(({ before, after }) => cohenKappa(before.predictions, after.predictions));
    const value = kappas.reduce((a, b) => a + b, 0) / rounds;
    const over = `over the last ${counted(rounds, 'change')} of the model`;
    const reason = `Agreement of successive models is kappa ${shown(value, threshold)} ${over}; stops at ${threshold}.`;
    return { stop: value >= threshold, value, reason };
  },
});
