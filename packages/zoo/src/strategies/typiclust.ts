import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { fillSelection } from '../geometry/fill-selection.ts';
import { type Clustering, kMeans } from '../geometry/k-means.ts';
import { TypicalMembers } from '../geometry/typical-members.ts';
import { unionOf } from '../geometry/union-of.ts';
import { copies, kMeansWork, lists, products } from '../geometry/work.ts';

/**
 * Asks the most typical item of each cluster, clusters without a label first: the strategy for small budgets, where the
 * hardest items teach the least. Hacohen, Dekel & Weinshall 2022.
 */
export default defineSelector({
  id: 'typiclust',
  aliases: ['TypiClust'],
  title: 'TypiClust',
  family: 'geometry',
  summary: 'Asks the item in the densest place of each cluster, in turn, clusters with the fewest labels first.',
  use: 'Nothing or very little is labelled, and embeddings come from a strong encoder.',
  avoid: 'Classes have tens of labels each: typical items are known by then, and uncertain ones teach more.',
  formula:
    't(x) = 1 / mean distance to the min(k, |c| / 2) nearest open items of its cluster c, in (0, inf]; argmax t, cluster by cluster; u = B - rank',
  reference: 'Hacohen, Dekel & Weinshall 2022',
  cost: 'O(iterations N C D + N^2 D / C) for C = min(L + B, maxClusters) clusters; memory O(N (k + D / C) + C D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    maxClusters: z.int().min(1).default(500).describe('Most clusters; with fewer labels and picks: one for each.'),
    neighbours: z.int().min(1).max(1000).default(20).describe('Most neighbours whose distance is averaged.'),
    minSize: z
      .int()
      .min(0)
      .default(5)
      .describe('Clusters of so many items or fewer come last: their density says little.'),
  }),
  work: ({ n, d, labelled, budget }, { maxClusters, neighbours }) =>
    addWork(
      lists(n, 48 + 12 * (neighbours + 8)),
      copies(n, d),
      kMeansWork({ n, d, k: Math.min(labelled + budget, maxClusters), iterations: 50 }),
      products(512, Math.min(n, 8192), d),
      { multiplications: (n * n * d) / Math.min(labelled + budget, maxClusters) },
    ),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const k = Math.min(labelled.rows.length + n, options.maxClusters, rows.length);
    const limits = { maxIterations: 50, tolerance: 5e-4 };
    const clustering = await kMeans({ embeddings, rows, k, ...limits, random, compute, checkpoint });
    const turns = clustersInTurn(clustering, { rows, candidates, labelled: labelled.rows, minSize: options.minSize });
    const positions = new Uint32Array(size);
    for (const [i, row] of candidates.entries()) positions[row] = i;
    const chosen = new Uint32Array(n);
    let count = 0;
    for (const clusters of turns) {
      const tools = { compute, checkpoint };
      let queue = clusters.map((rows) => new TypicalMembers(embeddings, rows, options.neighbours, tools));
      while (count < n && queue.length > 0) {
        for (const members of queue.slice(0, n - count)) {
          chosen[count++] = positions[await members.take()] as number;
          progress(count);
        }
        queue = queue.filter(({ size }) => size > 0);
      }
    }
    return fillSelection(chosen, candidates, { n, random });
  },
});

interface Membership {
  /** Pool rows that were clustered. */
  readonly rows: Uint32Array;
  readonly candidates: Uint32Array;
  readonly labelled: Uint32Array;
  readonly minSize: number;
}

/** The candidates of each cluster that has any, fewest labels first, then largest first: of large clusters, of small ones. */
function clustersInTurn({ clusters, clusterOf, sizes }: Clustering, membership: Membership): Uint32Array[][] {
  const { rows, candidates, labelled, minSize } = membership;
  const known = new Set(labelled);
  const open = new Set(candidates);
  const members: number[][] = Array.from({ length: clusters }, () => []);
  const labels = new Uint32Array(clusters);
  for (const [i, row] of rows.entries()) {
    const cluster = clusterOf[i] as number;
    if (known.has(row)) labels[cluster] = (labels[cluster] as number) + 1;
    if (open.has(row)) members[cluster]?.push(row);
  }
  const order = [...members.keys()]
    .filter((cluster) => (members[cluster] as number[]).length > 0)
    .sort((a, b) => (labels[a] as number) - (labels[b] as number) || (sizes[b] as number) - (sizes[a] as number));
  const isLarge = (cluster: number): boolean => (sizes[cluster] as number) > minSize;
  const parts = [order.filter(isLarge), order.filter((cluster) => !isLarge(cluster))];
  return parts.map((part) => part.map((cluster) => Uint32Array.from(members[cluster] as number[])));
}
