import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { counted, shown } from '../maths/shown.ts';
import { type AnswerChange, lastChanges, tooFewChanges } from '../maths/stop-set-changes.ts';

/**
 * Stops when the F1 of a model, measured against its predecessor, hardly changes. Altschuler & Bloodgood 2019.
 *
 * Of one class: 1 - 2a / (2a + b + c), where both say it a times, only the older b times, only the newer c times. Of
 * several classes the counts are summed first (micro average), a generalisation of ours; over all classes that is the
 * share of changed predictions.
 */
export default defineStoppingRule({
  id: 'delta-f',
  title: 'Predicted change of F',
  summary: 'Stops when the predicted change of F1 between successive models stays small, several times in a row.',
  reference: 'Altschuler & Bloodgood 2019; micro-averaged over classes where there are more than two',
  needs: ['stopSet'],
  options: z.object({
    threshold: z.number().positive().max(1).default(0.05).describe('Predicted change of F1 below which it is small.'),
    rounds: z.int().min(1).default(3).describe('Changes of the model in a row that must be small.'),
    classes: z
      .union([z.literal('auto'), z.array(z.int().min(0)).min(1)])
      .default('auto')
      .describe('Class numbers whose F1 counts. auto: the second of two classes, all of more.'),
  }),
  check(known, { threshold, rounds, classes }) {
    const changes = lastChanges(known, rounds);
    if (changes.length < rounds) return tooFewChanges(changes.length, rounds);
    const counts = classes === 'auto' ? autoClasses(known.at(-1)?.stopSet.probabilities.columns ?? 0) : classes;
    const estimates = changes.map((change) => changeOfF(change, counts));
    if (estimates.includes(undefined)) {
      const reason = `A model of the last ${rounds + 1} rounds and its successor predict no class that counts, so their F1 has no estimate.`;
      return { stop: false, value: undefined, reason, lacks: { what: 'stopSet' } };
    }
    const value = Math.max(...estimates.map((estimate) => estimate ?? 1));
    const over = `in the worst of the last ${counted(rounds, 'change')} of the model`;
    const reason = `F1 is predicted to have changed by ${shown(value, threshold)} ${over}; stops below ${threshold}.`;
    return { stop: value < threshold, value, reason };
  },
});

/** Undefined: every class. */
function autoClasses(count: number): readonly number[] | undefined {
  return count === 2 ? [1] : undefined;
}

/** @returns in [0, 1]; undefined: neither model predicts a class that counts, and the formula is 0 / 0 */
function changeOfF({ before, after }: AnswerChange, classes: readonly number[] | undefined): number | undefined {
  const isCounted = (prediction: number): boolean => classes === undefined || classes.includes(prediction);
  let both = 0;
  let one = 0;
  for (const [i, newer] of after.predictions.entries()) {
    const older = before.predictions[i] as number;
    if (older === newer) both += isCounted(newer) ? 1 : 0;
    else one += (isCounted(older) ? 1 : 0) + (isCounted(newer) ? 1 : 0);
  }
  return both + one === 0 ? undefined : 1 - (2 * both) / (2 * both + one);
}
