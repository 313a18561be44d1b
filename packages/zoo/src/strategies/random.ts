import { defineScorer, mixer } from '@alaas/core';
import { z } from 'zod';

/** Every set of items is equally likely: the baseline that any other strategy has to beat. O(N). */
export default defineScorer({
  id: 'random',
  aliases: ['Random', 'RandomSampling'],
  title: 'Random',
  family: 'random',
  summary: 'Asks items drawn uniformly without replacement.',
  use: 'You need a baseline or a fair sample for measuring, and whenever nothing else is known to beat it.',
  avoid: 'Labels are dear and a fair head exists: uncertain items mostly teach more.',
  formula: 'u(x) uniform in [0, 1), a hash of the seed and the row',
  reference: 'baseline',
  cost: 'O(N)',
  needs: [],
  options: z.object({}),
  score({ size, rowAt }, { seed }) {
    const at = mixer(seed);
    const utilities = new Float64Array(size);
    for (let i = 0; i < size; i++) utilities[i] = at(rowAt(i)) / 4294967296;
    return utilities;
  },
});
