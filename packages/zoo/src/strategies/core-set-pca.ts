import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { farthestFirst } from '../geometry/farthest-first.ts';
import { alongAxes, principalAxes } from '../geometry/principal-axes.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { plainPoints } from '../geometry/unit-points.ts';
import { copies, farthestFirstWork, lists, products } from '../geometry/work.ts';
import { remembered } from '../maths/remembered.ts';

/** Turns of the axes end where they gain less than this share of the variance. */
const TOLERANCE = 1e-10;

/**
 * Asks, one after another, the item that is farthest from everything labelled or chosen so far, along the directions in
 * which the pool varies most: k-center greedy without the noise of the others. Zhan et al. 2022.
 */
export default defineSelector({
  id: 'core-set-pca',
  aliases: ['CoreSetPCA', 'KCenterGreedyPCA', 'KCenterPCA'],
  title: 'Core-set on principal components',
  family: 'geometry',
  summary: 'Asks the item that is farthest from all labelled and chosen ones along the main directions of the pool.',
  use: 'Coverage is wanted, and embeddings are so wide that noise hides their distances.',
  avoid: 'The pool has outliers, which are asked first, or what is rare lies in minor directions.',
  formula:
    'u(x) = min |z(x) - z(c)| over the labelled and chosen c, in [0, inf); z = h along the `components` directions of largest variance of the pool, labelled rows among it; with nothing labelled the first is drawn at random',
  reference: 'Sener & Savarese 2018; Zhan, Wang, Huang, Xiong, Dou & Chan 2022',
  cost: 'O(N D^2) once a pool, then at most O(N P (L + B)) for P components; memory O(N D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    components: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .describe('Directions that are kept; with as many columns or fewer, all are.'),
  }),
  work: ({ n, d, labelled, budget }, { components }) =>
    addWork(
      copies(n, d),
      lists(n * Math.min(d, components), 4),
      { bytes: 32 * d * (d + components), multiplications: n * d * (d + components) },
      products(n, 0, d),
      farthestFirstWork({ n, d: Math.min(d, components), labelled, budget }),
    ),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const tools = { compute, checkpoint };
    const rows = unionOf(candidates, labelled.rows, size);
    const { seen } = plainPoints(embeddings, rows, checkpoint);
    const count = options.components;
    const what = { compute, rows: seen, what: `${count} principal axes` };
    const axes =
      count < seen.columns
        ? await remembered(what, () => principalAxes({ seen, count, tolerance: TOLERANCE, ...tools }))
        : undefined;
    const selection = await farthestFirst({
      embeddings: axes === undefined ? seen : await alongAxes(seen, axes, tools),
      candidates: placesIn(rows, candidates),
      centres: placesIn(rows, labelled.rows),
      n,
      random,
      progress,
      ...tools,
    });
    return { ...selection, rows: selection.rows.map((place) => rows[place] as number) };
  },
});
