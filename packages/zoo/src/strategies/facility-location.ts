import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { similarityGraph } from '../geometry/similarity-graph.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { lazyGreedyWork, lists, similarityGraphWork } from '../geometry/work.ts';
import { lazySelection } from '../maths/lazy-selection.ts';

/**
 * Asks the items that best stand for the pool: every item counts by how much it resembles the most similar labelled or
 * chosen one. Mirchandani & Francis 1990; Wei, Iyer & Bilmes 2015.
 */
export default defineSelector({
  id: 'facility-location',
  aliases: ['FacilityLocation', 'FL'],
  title: 'Facility location',
  family: 'geometry',
  summary:
    'Asks the item that raises the most how well labelled and chosen ones resemble the whole pool, again and again.',
  use: 'Nothing or little is labelled, and a small batch should represent the whole pool.',
  avoid: 'Rare items matter: what represents few is asked last.',
  formula:
    'u(x) = sum_i max(0, s(i, x) - max s(i, c) over the labelled and chosen c), in [0, N]; s = (1 + cos) / 2 where either is among the k nearest of the other, 1 to itself, else 0',
  reference: 'Wei, Iyer & Bilmes 2015',
  cost: 'O(N^2 D) for the neighbours, then O(B N k) at most, lazily; memory O(N (D + k)) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    neighbours: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .describe('k, nearest neighbours of each item that it can stand for.'),
  }),
  work: ({ n, d, budget }, { neighbours }) =>
    addWork(lists(n, 40, neighbours), similarityGraphWork(n, d, neighbours), lazyGreedyWork(n), {
      steps: budget * n * neighbours,
      isLazy: true,
    }),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const k = options.neighbours;
    const { starts, ends, similarities } = await similarityGraph(embeddings, rows, { k, compute, checkpoint });
    const reached = new Float64Array(rows.length);
    const each = (place: number, visit: (i: number, similarity: number) => void): void => {
      visit(place, 1);
      for (let at = starts[place] as number; at < (starts[place + 1] as number); at++) {
        visit(ends[at] as number, similarities[at] as number);
      }
    };
    const reach = (place: number): void =>
      each(place, (i, similarity) => {
        reached[i] = Math.max(reached[i] as number, similarity);
      });
    const gain = (place: number): number => {
      let sum = 0;
      each(place, (i, similarity) => {
        sum += Math.max(0, similarity - (reached[i] as number));
      });
      return sum;
    };
    for (const place of placesIn(rows, labelled.rows)) reach(place);
    const places = placesIn(rows, candidates);
    checkpoint();
    return lazySelection({
      candidates,
      n,
      gain: (item) => gain(places[item] as number),
      take: (item) => reach(places[item] as number),
      random,
      checkpoint,
      progress,
    });
  },
});
