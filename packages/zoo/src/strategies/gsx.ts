import { defineSelector } from '@alaas/core';
import { z } from 'zod';
import { farthestFirst } from '../geometry/farthest-first.ts';
import { nearestToMean } from '../geometry/nearest-to-mean.ts';
import { farthestFirstWork } from '../geometry/work.ts';

/**
 * Asks the most central item first, then, one after another, the item that is farthest from everything labelled or chosen:
 * a design that knows inputs alone, for regression as well as for classes. Wu, Lin & Huang 2019.
 */
export default defineSelector({
  id: 'gsx',
  aliases: ['GSx', 'GreedySamplingX', 'GreedySamplingInputs'],
  title: 'Greedy sampling on inputs',
  family: 'geometry',
  summary: 'Asks the most central item, then the item farthest from all labelled and chosen ones, again and again.',
  use: 'Only embeddings are there and the pool has few outliers; it begins in the middle without a label.',
  avoid: 'The pool has outliers: each of them is farthest from all others.',
  formula:
    'u(x) = min |h(x) - h(c)| over the labelled and chosen c, in [0, inf); with nothing labelled the first is the medoid argmin sum |h(x) - h(x_i)|^2, and u is the largest distance to it',
  reference: 'Wu, Lin & Huang 2019; Yu & Kim 2010',
  cost: 'at most O(N D (L + B)), most distances are never computed; memory O(N + B D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({}),
  work: farthestFirstWork,
  async select({ embeddings, candidates, labelled }, { n, random, compute, checkpoint, progress }) {
    const task = { embeddings, random, compute, checkpoint, progress };
    if (labelled.rows.length > 0) return farthestFirst({ ...task, candidates, centres: labelled.rows, n });
    const first = candidates[nearestToMean(embeddings, candidates, { random, checkpoint })] as number;
    const others = candidates.filter((row) => row !== first);
    const selection = { rows: Uint32Array.from({ length: n }, () => first), utilities: new Float64Array(n) };
    if (n > 1) {
      const next = { candidates: others, centres: Uint32Array.of(first), n: n - 1 };
      const { rows, utilities } = await farthestFirst({ ...task, ...next, progress: (done) => progress(done + 1) });
      selection.rows.set(rows, 1);
      selection.utilities.set(utilities, 1);
      selection.utilities[0] = utilities[0] as number;
    }
    return selection;
  },
});
