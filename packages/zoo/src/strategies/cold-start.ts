import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import type { PairTools } from '../geometry/close-pairs.ts';
import { fillSelection } from '../geometry/fill-selection.ts';
import { type Clustering, kMeans } from '../geometry/k-means.ts';
import { type Neighbours, NOBODY, nearestNeighbours } from '../geometry/neighbours.ts';
import { type Points, unitPoints } from '../geometry/unit-points.ts';
import { copies, kMeansWork, lists, neighboursWork } from '../geometry/work.ts';

/**
 * Asks a first set before anything is labelled: as many items of each cluster as of any other, typical ones, and no two
 * that are neighbours. Clusters stand for the labels that are not there yet. After Chen et al. 2022.
 */
export default defineSelector({
  id: 'cold-start',
  aliases: ['ColdStart', 'CSVAL'],
  title: 'Cold start',
  family: 'geometry',
  summary: 'Asks typical items of each cluster in turn, outliers and neighbours of chosen items last.',
  use: 'Nothing is labelled yet and the first batch should show the kinds of items there are.',
  avoid: 'A trained head exists, which knows better what it does not know.',
  formula:
    't(x) = -mean squared distance to the k nearest open items of its cluster; argmax t in each of C clusters in turn, largest first, over the items that are not among the share `outliers` of least t in their cluster and no neighbour of a chosen one; then over all others; u = B - rank',
  reference: 'Chen, Bai, Huang, Lu, Wen, Yuille & Zhou 2022',
  cost: 'O(iterations N C D + N^2 D / C); memory O(N (D + k)) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    clusters: z.int().min(1).max(10_000).default(30).describe('C, clusters that stand for labels; at most B.'),
    neighbours: z.int().min(1).max(1000).default(20).describe('k, neighbours that tell how typical an item is.'),
    outliers: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('Share of each cluster that is asked last: the items farthest from others.'),
  }),
  work: ({ n, d, budget }, { clusters, neighbours }) =>
    addWork(
      copies(2 * n, d),
      kMeansWork({ n, d, k: Math.min(budget, clusters), iterations: 50 }),
      neighboursWork(n, d, neighbours),
      lists(n, 48),
    ),
  async select({ embeddings, candidates }, { n, options, random, compute, checkpoint, progress }) {
    const tools = { compute, checkpoint };
    const points = unitPoints(embeddings, candidates, checkpoint);
    const rows = candidates.map((_, place) => place);
    const k = Math.min(n, options.clusters, rows.length);
    const limits = { maxIterations: 50, tolerance: 5e-4 };
    const clustering = await kMeans({ embeddings: points.seen, rows, k, ...limits, random, ...tools });
    const queues: number[][][] = [];
    for (const members of membersOf(clustering)) {
      queues.push(await orderOf(points, members, { ...options, ...tools }));
    }
    const chosen = inTurn(queues, n);
    progress(n);
    return fillSelection(chosen, candidates, { n, random });
  },
});

/** Places by cluster, largest cluster first. */
function membersOf({ clusters, clusterOf }: Clustering): Uint32Array[] {
  const members: number[][] = Array.from({ length: clusters }, () => []);
  for (const [place, cluster] of clusterOf.entries()) members[cluster]?.push(place);
  return members.sort((a, b) => b.length - a.length).map((places) => Uint32Array.from(places));
}

/** A cluster's places in two parts, most typical first: those to ask, and those to ask last. */
async function orderOf(
  points: Points,
  members: Uint32Array,
  { neighbours, outliers, ...tools }: PairTools & { readonly neighbours: number; readonly outliers: number },
): Promise<number[][]> {
  const found = await nearestNeighbours({ points, of: members, among: members, k: neighbours, ...tools });
  const means = Float64Array.from(members, (_, at) => meanSquare(found, at));
  const order = [...members.keys()].sort((a, b) => (means[a] as number) - (means[b] as number) || a - b);
  const typical = order.slice(0, Math.max(1, Math.ceil((1 - outliers) * order.length)));
  const positions = new Map(members.entries().map(([at, place]) => [place, at]));
  const isNear = new Uint8Array(members.length);
  const first: number[] = [];
  for (const at of typical) {
    if (isNear[at] === 1) continue;
    first.push(at);
    for (const place of found.places.subarray(at * found.k, (at + 1) * found.k)) {
      if (place !== NOBODY) isNear[positions.get(place) as number] = 1;
    }
  }
  const taken = new Set(first);
  const last = order.filter((at) => !taken.has(at));
  return [first, last].map((part) => part.map((at) => members[at] as number));
}

/** Mean squared distance to the neighbours there are; 0 for a point alone. */
function meanSquare({ k, squares, places }: Neighbours, at: number): number {
  let sum = 0;
  let count = 0;
  for (let rank = at * k; rank < (at + 1) * k && places[rank] !== NOBODY; rank++) {
    sum += squares[rank] as number;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** One of each cluster after another: of all first parts, then of all last ones. */
function inTurn(queues: readonly number[][][], n: number): Uint32Array {
  const chosen: number[] = [];
  for (const part of [0, 1]) {
    const lists = queues.map((queue) => queue[part] as number[]);
    const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
    for (let rank = 0; rank < longest; rank++) {
      for (const list of lists) {
        const place = list[rank];
        if (place !== undefined && chosen.length < n) chosen.push(place);
      }
    }
  }
  return Uint32Array.from(chosen);
}
