import { defineSplitter, shuffled } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';

/** Lets the strategy see a random part of the pool only: its cost no longer grows with the pool, and items vary more. */
export default defineSplitter({
  id: 'random-subset',
  aliases: ['RandomSubset', 'RandomSubsampling'],
  title: 'Random subset',
  summary: 'Narrows the pool to items drawn uniformly before the strategy asks.',
  formula: 'min(size, N) of the pool, each set equally likely; when fewer than B, the rest is asked of the others',
  reference: 'Yoo & Kweon 2019, who draw a subset of a large pool first',
  cost: 'O(N)',
  needs: [],
  options: z.object({
    size: z.int().min(1).default(10_000).describe('Items that the strategy chooses from.'),
  }),
  // a shuffled copy of the candidates, and the part
  work: ({ n }, { size }) => lists(n, 8 + (size < n ? 0 : 4)),
  largestPart: ({ n, budget }, { size }) => ({ n: size < budget ? n : Math.min(size, n), budget, times: 1 }),
  async split({ candidates }, { n, options, random, checkpoint }) {
    const size = Math.min(options.size, candidates.length);
    return [{ candidates: shuffled(candidates, size, random, checkpoint).sort(), n: Math.min(n, size) }];
  },
});
