import { addWork, copyOfRows, defineSelector, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { averageLinkage } from '../geometry/average-linkage.ts';
import type { PairTools } from '../geometry/close-pairs.ts';
import { closeness } from '../geometry/closeness.ts';
import { highest } from '../geometry/highest.ts';
import { nearestNeighbours } from '../geometry/neighbours.ts';
import { slices, sound } from '../geometry/rounding.ts';
import { type Points, plainPoints } from '../geometry/unit-points.ts';
import { copies, lists, products } from '../geometry/work.ts';
import { sampleRows } from '../maths/sample-rows.ts';
import { uncertainties } from '../maths/uncertainty.ts';

const BLOCK_ROWS = 256;

/**
 * Asks items the model is unsure of, in turn from the clusters of a tree, those with the fewest unsure items first: the
 * rare kinds are asked before more of the common ones. Citovsky et al. 2021.
 */
export default defineSelector({
  id: 'cluster-margin',
  aliases: ['ClusterMargin', 'MarginCluster'],
  title: 'Cluster-margin',
  family: 'hybrid',
  summary: 'Asks one of the items of smallest margin from each cluster in turn, smallest clusters first.',
  use: 'Batches are very large: a clustering made once spreads the small margins over the pool.',
  avoid: 'Batches are small, where plain margin-confidence does the same for less.',
  formula:
    'the factor * B items of largest 1 - (p(1) - p(2)), drawn uniformly from the clusters they lie in, in turn, those with the fewest of them first; clusters of average linkage; u = B - rank',
  reference: 'Citovsky, DeSalvo, Gentile, Karydas, Rajagopalan, Rostamizadeh & Kumar 2021',
  cost: 'O(N K + S^2 D + N S D) for S = min(N, sample); memory O(N D + S^2) beside the signals. The tree is built over S items, drawn at random where there are more; each other item joins the cluster of the nearest of them',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    factor: z
      .number()
      .min(1)
      .max(10_000)
      .default(10)
      .describe('Items of smallest margin looked at, for each one asked.'),
    clusters: z.int().min(0).max(100_000).default(0).describe('Clusters the tree is cut into; 0 = B.'),
    sample: z.int().min(2).max(10_000).default(3000).describe('S, most items that the tree is built over.'),
  }),
  work: ({ n, d, k }, { sample }) =>
    addWork(lists(n, 64, k), copies(n, d), products(n, Math.min(n, sample), d), lists(Math.min(n, sample) ** 2, 8, 3)),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates } = pool;
    const margins = Float32Array.from(uncertainties(probabilities, candidates, { kind: 'margin', checkpoint }));
    const all = candidates.map((_, place) => place);
    const ties = all.map(() => random.below(2 ** 32));
    const count = Math.min(candidates.length, Math.ceil(options.factor * n));
    const unsure = highest(margins, ties, all, count).positions;
    const sample = sampleRows(all, options.sample, random);
    const clusters = Math.min(options.clusters || n, sample.length);
    const clusterOf = await clustersOf(embeddings, candidates, { sample, clusters, compute, checkpoint });
    const queues: number[][] = Array.from({ length: clusters }, () => []);
    for (const place of unsure) queues[clusterOf[place] as number]?.push(place);
    // the order of those of equal size is left to chance too
    const order = queues.filter((queue) => queue.length > 0).map((queue) => ({ queue, tie: random.next() }));
    order.sort((a, b) => a.queue.length - b.queue.length || a.tie - b.tie);
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; ) {
      for (const { queue } of order) {
        if (rank === n || queue.length === 0) continue;
        const [place] = queue.splice(random.below(queue.length), 1);
        rows[rank++] = candidates[place as number] as number;
      }
    }
    progress(n);
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

interface TreeTask extends PairTools {
  /** Positions in the rows, ascending. */
  readonly sample: Uint32Array;
  readonly clusters: number;
}

/** The cluster of each of the rows: the tree's own, or that of the nearest row in the tree. */
async function clustersOf(embeddings: Matrix, rows: Uint32Array, { sample, clusters, ...tools }: TreeTask) {
  const points = plainPoints(embeddings, rows, tools.checkpoint);
  const own = averageLinkage(await distancesAmong(points, sample, tools), sample.length, clusters, tools.checkpoint);
  const clusterOf = new Uint32Array(rows.length);
  const isSampled = new Uint8Array(rows.length);
  for (const [at, place] of sample.entries()) {
    clusterOf[place] = own[at] as number;
    isSampled[place] = 1;
  }
  const of = rows.map((_, place) => place).filter((place) => isSampled[place] === 0);
  if (of.length === 0) return clusterOf;
  const { places } = await nearestNeighbours({ points, of, among: sample, k: 1, ...tools });
  for (const [at, place] of of.entries()) clusterOf[place] = clusterOf[places[at] as number] as number;
  return clusterOf;
}

/** Euclidean distances among a few of the points: [of x of]. */
async function distancesAmong(
  { seen, squares }: Points,
  of: Uint32Array,
  { compute, checkpoint }: PairTools,
): Promise<Float32Array> {
  const few = { seen: copyOfRows(seen, of), squares: Float32Array.from(of, (place) => squares[place] as number) };
  const out = new Float32Array(of.length ** 2);
  for (const [start, end] of slices(0, of.length, BLOCK_ROWS)) {
    checkpoint();
    const x = few.seen.data.subarray(start * seen.columns, end * seen.columns);
    const near = await closeness(x, few, [0, of.length], compute);
    for (let at = 0; at < near.length; at++) {
      const i = start + Math.floor(at / of.length);
      const j = at % of.length;
      const square = few.squares[i] as number;
      const distance = sound(square - 2 * (near[at] as number), square + (few.squares[j] as number));
      out[i * of.length + j] = i === j ? 0 : Math.sqrt(distance);
    }
  }
  return out;
}
