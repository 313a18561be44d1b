import { type Compute, defineSplitter, type Matrix, type Random } from '@alaas/core';
import { z } from 'zod';
import { euclideanMetric } from '../geometry/euclidean-metric.ts';
import { nearestCandidates } from '../geometry/nearest-candidates.ts';
import { drawSpread } from '../geometry/plus-plus.ts';
import { middleOf } from '../geometry/points.ts';

/**
 * Lets the strategy choose among the neighbours of a few anchors of each class: classes count alike, however rare, and the
 * candidates do not grow with the labelled set. Lesci & Vlachos 2024 (AnchorAL).
 */
export default defineSplitter({
  id: 'anchor-subset',
  aliases: ['AnchorAL', 'AnchorSubsampling'],
  title: 'AnchorAL: neighbours of class anchors',
  summary: 'Narrows the pool to the nearest neighbours of a few labelled items of each class before the strategy asks.',
  formula:
    'the k open items nearest by Euclidean distance to each anchor; anchors: of each class as many labelled items as the option says, drawn by k-means++; with nothing labelled, the whole pool; when fewer than B, the rest is asked of the others',
  reference: 'Lesci & Vlachos 2024; Arthur & Vassilvitskii 2007',
  cost: 'O(K anchors (L + N) D); memory O(N) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    anchors: z.int().min(1).max(1000).default(10).describe('Anchors of each class.'),
    k: z.int().min(1).max(10_000).default(50).describe('Neighbours of each anchor.'),
  }),
  async split({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint }) {
    if (labelled.rows.length === 0) return [{ candidates, n }];
    const anchors: number[] = [];
    for (const rows of rowsByClass(labelled)) {
      const drawn = await spreadRows(embeddings, rows, options.anchors, { random, compute, checkpoint });
      anchors.push(...drawn);
    }
    const queries = Uint32Array.from(anchors);
    const near = await nearestCandidates({ embeddings, candidates, queries, k: options.k, compute, checkpoint });
    return [{ candidates: near, n: Math.min(n, near.length) }];
  },
});

/** Labelled rows of each class that has any, ascending. */
function rowsByClass({ rows, labels }: { readonly rows: Uint32Array; readonly labels: Int32Array }): Uint32Array[] {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  return classes.map((label) => rows.filter((_, i) => labels[i] === label).sort());
}

interface Tools {
  readonly random: Random;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** At most `count` of the rows, drawn far from one another; fewer where the others are copies of these. */
async function spreadRows(embeddings: Matrix, rows: Uint32Array, count: number, tools: Tools): Promise<Uint32Array> {
  const n = Math.min(count, rows.length);
  const { random, compute, checkpoint } = tools;
  const origin = middleOf(embeddings, rows);
  const metric = euclideanMetric({ embeddings, rows, origin, picks: n, compute, checkpoint });
  const first = random.below(rows.length);
  const items = await drawSpread({ metric, first, n, random, checkpoint, progress: () => undefined });
  return items.map((item) => rows[item] as number);
}
