import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { greedyCover } from '../geometry/greedy-cover.ts';
import { classesIn, radiusByClusters } from '../geometry/pure-radius.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { unitPoints } from '../geometry/unit-points.ts';
import { ballsWork, lazyGreedyWork, lists, pureShare } from '../geometry/work.ts';

/**
 * Asks the items whose surroundings hold the most items that nothing labelled or chosen covers yet: for small budgets,
 * where covering the dense places teaches more than the hardest items do. Yehuda et al. 2022.
 */
export default defineSelector({
  id: 'prob-cover',
  aliases: ['ProbCover', 'ProbabilityCoverage', 'probcov', 'prob_cov'],
  title: 'ProbCover',
  family: 'geometry',
  summary: 'Asks the item with the most uncovered items around it, again and again.',
  use: 'Labels are very few, fewer than some ten a class, and embeddings separate the classes well.',
  avoid: 'Most of the pool is covered already, or embeddings were not learned: balls then mix classes.',
  formula:
    'u(x) = number of items within delta of x and of no labelled or chosen item, in [0, N]; distances between rows of length 1; delta = the largest radius at which a share `purity` of balls holds one group of k-means(classes) alone; when all are covered, in random order',
  reference: 'Yehuda, Dekel, Hacohen & Weinshall 2022',
  cost: 'O(N^2 D / 2), then O(edges); memory O(N D) and 8 bytes for each pair nearer than delta, at most maxEdges of them: beyond it balls are computed when needed, which is slower',
  needs: ['embeddings'],
  options: z.object({
    delta: z
      .number()
      .min(0)
      .max(2)
      .default(0)
      .describe('Radius of the balls, between rows of length 1; 0 = found by the purity of balls.'),
    purity: z
      .number()
      .min(0)
      .max(1)
      .default(0.95)
      .describe('Share of balls that hold one group alone, by which delta is found.'),
    classes: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe('Groups by which delta is found; 0 = as many as there are classes among the labels, or 10 if below 2.'),
    maxEdges: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(100_000_000)
      .describe('Most pairs, each counted twice, that are kept in memory.'),
  }),
  work: ({ n, d, k, budget }, { maxEdges, delta, classes }) =>
    addWork(
      lists(n, 48),
      ballsWork(n, d, { maxEdges, share: delta > 0 ? 1 : pureShare(classes || k) }),
      lazyGreedyWork(n),
      {
        multiplications: n * n * d + budget * n,
        isLazy: true,
      },
    ),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const points = unitPoints(embeddings, rows, checkpoint);
    const tools = { random, compute, checkpoint };
    const classes = options.classes || classesIn(labelled.labels);
    const radius = options.delta || (await radiusByClusters({ points, classes, purity: options.purity, ...tools }));
    const centres = placesIn(rows, labelled.rows);
    const task = { points, radius, maxEdges: options.maxEdges, candidates: placesIn(rows, candidates), centres };
    const { chosen, gains } = await greedyCover({ ...task, n, ...tools, progress });
    return { rows: chosen.map((place) => rows[place] as number), utilities: gains };
  },
});
