import { defineStoppingRule } from '@alaas/core';
import { z } from 'zod';
import { shown } from '../maths/shown.ts';

/** Stops when a share of the pool is labelled. */
export default defineStoppingRule({
  id: 'pool-share',
  title: 'Share of the pool',
  summary: 'Stops when so large a share of the pool is labelled; an empty pool is labelled whole.',
  reference: 'Settles 2009',
  needs: ['poolLeft'],
  options: z.object({ share: z.number().positive().max(1).describe('Labels / (labels + items left), in (0, 1].') }),
  check(rounds, { share }) {
    const { labels = 0, poolLeft = 0 } = rounds.at(-1) ?? {};
    const value = poolLeft === 0 ? 1 : labels / (labels + poolLeft);
    const stop = value >= share;
    const reason = `${labels} of ${labels + poolLeft} items are labelled, a share of ${shown(value, share)}`;
    return { stop, value, reason: `${reason}; stops at ${share}.` };
  },
});
