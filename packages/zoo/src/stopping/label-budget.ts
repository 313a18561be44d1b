import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { spent } from '../maths/spent.ts';

/** Stops when the labels are spent. */
export default defineStoppingRule({
  id: 'label-budget',
  title: 'Label budget',
  summary: 'Stops when so many labels are spent.',
  reference: 'Settles 2009',
  needs: [],
  options: z.object({ labels: z.int().min(1).describe('Labels that may be spent in all, the seed set included.') }),
  check: (rounds, { labels }) => spent(rounds.at(-1)?.labels ?? 0, labels, 'labels'),
});
