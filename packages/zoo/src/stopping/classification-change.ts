import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { counted, shown } from '../maths/shown.ts';
import { type AnswerChange, lastChanges, tooFewChanges } from '../maths/stop-set-changes.ts';

/** Stops when hardly any prediction changes. Zhu, Wang & Hovy 2008. */
export default defineStoppingRule({
  id: 'classification-change',
  title: 'Classification change',
  summary: 'Stops when no more than a share of the predictions on the stop set changed from round to round.',
  reference: 'Zhu, Wang & Hovy 2008',
  needs: ['stopSet'],
  options: z.object({
    share: z.number().min(0).max(1).default(0).describe('Share of changed predictions that still counts as none.'),
    rounds: z.int().min(1).default(1).describe('Changes of the model in a row in which so few may change.'),
  }),
  check(known, { share, rounds }) {
    const changes = lastChanges(known, rounds);
    if (changes.length < rounds) return tooFewChanges(changes.length, rounds);
    const value = Math.max(...changes.map(changedShare));
    const over = rounds === 1 ? 'in the last round' : `in the worst of the last ${counted(rounds, 'round')}`;
    const reason = `A share of ${shown(value, share)} of the predictions changed ${over}; stops at ${share} or less.`;
    return { stop: value <= share, value, reason };
  },
});

function changedShare({ before, after }: AnswerChange): number {
  const changed = after.predictions.filter((prediction, i) => prediction !== before.predictions[i]);
  return changed.length / after.predictions.length;
}
