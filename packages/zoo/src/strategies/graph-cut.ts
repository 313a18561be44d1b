import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { similarityGraph } from '../geometry/similarity-graph.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { lazyGreedyWork, lists, similarityGraphWork } from '../geometry/work.ts';
import { lazySelection } from '../maths/lazy-selection.ts';

const PLACES_BETWEEN_CHECKS = 8192;

/**
 * Asks items that resemble many others of the pool and few of those labelled or chosen: the cut between what is chosen
 * and the rest. Iyer, Khargoankar, Bilmes & Asanani 2021.
 */
export default defineSelector({
  id: 'graph-cut',
  aliases: ['GraphCut', 'GC'],
  title: 'Graph cut',
  family: 'geometry',
  summary: 'Asks the item that resembles most of the pool and least of the labelled and chosen ones, again and again.',
  use: 'A batch should be central to the pool, with a penalty for repeats.',
  avoid: 'Outliers or rare classes matter.',
  formula:
    'u(x) = sum_i s(i, x) - lambda (2 sum_c s(c, x) + s(x, x)) over all i and the labelled and chosen c; s = (1 + cos) / 2 where either is among the k nearest of the other, 1 to itself, else 0',
  reference: 'Iyer, Khargoankar, Bilmes & Asanani 2021',
  cost: 'O(N^2 D) for the neighbours, then O((N + edges) log N); memory O(N (D + k)) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    neighbours: z.int().min(1).max(1000).default(50).describe('k, nearest neighbours of each item.'),
    lambda: z
      .number()
      .min(0)
      .max(100)
      .default(0.4)
      .describe('Weight of what chosen items have in common; above 0.5 the last ones may have a utility below 0.'),
  }),
  work: ({ n, d }, { neighbours }) =>
    addWork(lists(n, 40, neighbours), similarityGraphWork(n, d, neighbours), lazyGreedyWork(n)),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const { neighbours: k, lambda } = options;
    const { starts, ends, similarities } = await similarityGraph(embeddings, rows, { k, compute, checkpoint });
    const gains = Float64Array.from(rows, (_, place) => {
      if (place % PLACES_BETWEEN_CHECKS === 0) checkpoint();
      let sum = 1 - lambda;
      for (let at = starts[place] as number; at < (starts[place + 1] as number); at++)
        sum += similarities[at] as number;
      return sum;
    });
    const choose = (place: number): void => {
      for (let at = starts[place] as number; at < (starts[place + 1] as number); at++) {
        const other = ends[at] as number;
        gains[other] = (gains[other] as number) - 2 * lambda * (similarities[at] as number);
      }
    };
    for (const place of placesIn(rows, labelled.rows)) choose(place);
    const places = placesIn(rows, candidates);
    checkpoint();
    return lazySelection({
      candidates,
      n,
      gain: (item) => gains[places[item] as number] as number,
      take: (item) => choose(places[item] as number),
      random,
      checkpoint,
      progress,
    });
  },
});
