import { addWork, copyOfRows, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { meanCosines } from '../geometry/mean-cosines.ts';
import { lists } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowEntropies } from '../maths/entropy.ts';

/**
 * Asks items that are uncertain and lie where many others are, so that no outlier is asked. The mean similarity to all
 * others is one product with their mean, never a matrix of pairs. Settles & Craven 2008.
 */
export default defineSelector({
  id: 'information-density',
  aliases: ['InformationDensity', 'DensityWeighted'],
  title: 'Information density',
  family: 'hybrid',
  summary: 'Asks uncertain items that resemble many others of the pool.',
  use: 'Outliers spoil uncertainty sampling, and batches are small.',
  avoid: 'Batches are large: dense places are asked again and again, since the batch does not see itself.',
  formula:
    'u(x) = H(p(x)) s(x)^beta, in [0, ln K]; s(x) = (1 + mean over the open items x_i of cos(h(x), h(x_i))) / 2, in [0, 1]; a zero row has cos 0',
  reference: 'Settles & Craven 2008',
  cost: 'O(N (D + K)); memory O(N K) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    beta: z.number().min(0).max(100).default(1).describe('Weight of the density; 0 = entropy alone.'),
  }),
  work: ({ n, d, k }) => addWork(lists(n * k, 8, 2), lists(n, 40, 2 * d)),
  async select({ probabilities, embeddings, candidates }, { n, options, random, checkpoint, progress }) {
    const entropies = rowEntropies(copyOfRows(probabilities, candidates));
    const cosines = meanCosines(embeddings, candidates, checkpoint);
    const utilities = entropies.map((entropy, i) => entropy * ((1 + (cosines[i] as number)) / 2) ** options.beta);
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});
