import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { manhattanNeighbours } from '../geometry/manhattan-neighbours.ts';
import { type NeighbourGraph, neighbourGraph } from '../geometry/neighbour-graph.ts';
import { type Neighbours, nearestNeighbours } from '../geometry/neighbours.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { type Points, plainPoints } from '../geometry/unit-points.ts';
import { copies, graphWork, lists, neighboursWork } from '../geometry/work.ts';
import { remembered } from '../maths/remembered.ts';

const ROWS_BETWEEN_CHECKS = 65_536;

/**
 * Asks the item in the densest place of the graph of neighbours, and lowers the density around it, so that the next lies
 * elsewhere. Ebert, Fritz & Schiele 2012.
 */
export default defineSelector({
  id: 'graph-density',
  aliases: ['GraphDensity', 'GraphDensitySampler', 'QueryInstanceGraphDensity'],
  title: 'Graph density',
  family: 'geometry',
  summary: 'Asks the item whose neighbours are nearest, away from those labelled or chosen, again and again.',
  use: 'Labels are few and the pool has dense groups which are mostly of one class.',
  avoid: 'What you look for lies in sparse places, or the pool is so large that neighbours cost too much.',
  formula:
    'g(x) = mean over the neighbours y of x of exp(-d(x, y) / D), in [0, 1], either being among the k nearest of the other; each labelled or chosen c takes its g from those of its neighbours; argmax g; u = the least g of a pick so far',
  reference: 'Ebert, Fritz & Schiele 2012',
  cost: 'O(N^2 D) for the neighbours, manhattan in plain loops, euclidean in products some 50 times faster, once a pool; then O(B N); memory O(N (D + k)) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    neighbours: z.int().min(1).max(1000).default(10).describe('k, nearest neighbours of each item.'),
    metric: z
      .enum(['manhattan', 'euclidean'])
      .default('manhattan')
      .describe('The distance d; manhattan as published, euclidean for large pools.'),
  }),
  work: ({ n, d, budget }, { neighbours, metric }) =>
    addWork(
      lists(n, 48, budget),
      copies(n, d),
      neighboursWork(n, metric === 'euclidean' ? d : 0, neighbours),
      graphWork(n, neighbours),
      { steps: metric === 'euclidean' ? 0 : (n * n * d) / 2 },
    ),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const points = plainPoints(embeddings, rows, checkpoint);
    const what = `${options.neighbours} neighbours, ${options.metric}`;
    const densities = densityOf(
      await remembered({ compute, rows: points.seen, what }, async () =>
        neighbourGraph(await neighboursOf(points), checkpoint),
      ),
      embeddings.columns,
    );
    const isOpen = new Uint8Array(rows.length);
    const places = placesIn(rows, candidates);
    for (const place of places) isOpen[place] = 1;
    for (const place of placesIn(rows, labelled.rows)) densities.choose(place);
    const ties = Uint32Array.from(rows, () => random.below(2 ** 32));
    const chosen = new Uint32Array(n);
    const utilities = new Float64Array(n);
    for (let rank = 0; rank < n; rank++) {
      if (rank % Math.max(1, Math.floor(ROWS_BETWEEN_CHECKS / rows.length)) === 0) checkpoint();
      const best = densest(densities.values, isOpen, ties);
      const value = densities.values[best] as number;
      chosen[rank] = rows[best] as number;
      // what neighbours get from a pick below 0 may lift them above it
      utilities[rank] = Math.min(value, utilities[rank - 1] ?? Number.POSITIVE_INFINITY);
      isOpen[best] = 0;
      densities.choose(best);
      progress(rank + 1);
    }
    return { rows: chosen, utilities };

    async function neighboursOf(points: Points): Promise<Neighbours> {
      const all = rows.map((_, place) => place);
      const k = options.neighbours;
      return options.metric === 'euclidean'
        ? await nearestNeighbours({ points, of: all, among: all, k, compute, checkpoint })
        : manhattanNeighbours(points.seen, k, checkpoint);
    }
  },
});

function densityOf(
  { starts, ends, squares }: NeighbourGraph,
  columns: number,
): { readonly values: Float64Array; readonly choose: (place: number) => void } {
  const values = new Float64Array(starts.length - 1);
  for (let i = 0; i < values.length; i++) {
    const [start, end] = [starts[i] as number, starts[i + 1] as number];
    for (let at = start; at < end; at++) {
      values[i] = (values[i] as number) + Math.exp(-Math.sqrt(squares[at] as number) / columns) / (end - start);
    }
  }
  const choose = (place: number): void => {
    const value = values[place] as number;
    for (let at = starts[place] as number; at < (starts[place + 1] as number); at++) {
      const other = ends[at] as number;
      values[other] = (values[other] as number) - value;
    }
  };
  return { values, choose };
}

/** The open place of highest density; among equals that of the smallest tie. */
function densest(values: Float64Array, isOpen: Uint8Array, ties: Uint32Array): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (isOpen[i] === 0) continue;
    const lead = best < 0 ? 1 : (values[i] as number) - (values[best] as number);
    if (lead > 0 || (lead === 0 && (ties[i] as number) < (ties[best] as number))) best = i;
  }
  return best;
}
