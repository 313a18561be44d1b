import { addWork, defineSplitter } from '@alaas/core';
import { z } from 'zod';
import { classAnchors } from '../geometry/class-anchors.ts';
import { nearestCandidates } from '../geometry/nearest-candidates.ts';
import { nearestWork, spreadWork } from '../geometry/work.ts';

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
  work: ({ n, d, labelled }, { k, anchors }) =>
    addWork(
      // one class after the other, each drawn from its own rows; at most all labelled rows are anchors
      spreadWork({ n: labelled, d, picks: Math.min(anchors, labelled) }),
      nearestWork({ n, d, queries: labelled, k }),
    ),
  // neighbours may be the same ones, and what is missing is asked of all others
  largestPart: ({ n, labelled, budget }, { k }) => ({
    n: k < budget || labelled === 0 ? n : Math.min(n, k * labelled),
    budget,
    times: 1,
  }),
  async split({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint }) {
    if (labelled.rows.length === 0) return [{ candidates, n }];
    const tools = { compute, checkpoint };
    const queries = await classAnchors({ embeddings, labelled, perClass: options.anchors, random, ...tools });
    const near = await nearestCandidates({ embeddings, candidates, queries, k: options.k, ...tools });
    return [{ candidates: near, n: Math.min(n, near.length) }];
  },
});
