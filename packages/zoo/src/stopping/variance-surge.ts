import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { shown } from '../maths/shown.ts';

/** Stops when the batch is no longer uniformly uncertain. ALANNO 2022. */
export default defineStoppingRule({
  id: 'variance-surge',
  title: 'Variance surge',
  summary:
    'Stops when the confidences of a batch vary much: the uncertain items run out, and sure ones are asked beside them.',
  reference: 'ALANNO (Jukić, Jelenić, Bićanić & Šnajder 2023)',
  needs: ['batchConfidences'],
  options: z.object({
    threshold: z
      .number()
      .positive()
      .max(0.25)
      .default(0.005)
      .describe('Variance of the confidences above which it stops.'),
  }),
  check(rounds, { threshold }) {
    const confidences = rounds.at(-1)?.batchConfidences ?? new Float64Array();
    if (confidences.length < 2) {
      const reason = 'Needs a batch of at least 2 items.';
      return { stop: false, value: undefined, reason, lacks: { what: 'batchConfidences' } };
    }
    const mean = confidences.reduce((a, b) => a + b, 0) / confidences.length;
    const value = confidences.reduce((sum, confidence) => sum + (confidence - mean) ** 2, 0) / confidences.length;
    const reason = `The confidences of the last batch have a variance of ${shown(value, threshold)}; stops above ${threshold}.`;
    return { stop: value > threshold, value, reason };
  },
});
