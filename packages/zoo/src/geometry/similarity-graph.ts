import type { Matrix } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { type NeighbourGraph, neighbourGraph } from './neighbour-graph.ts';
import { nearestNeighbours } from './neighbours.ts';
import { unitPoints } from './unit-points.ts';

/** Points and how alike those that are near each other are. */
export interface SimilarityGraph extends Pick<NeighbourGraph, 'starts' | 'ends'> {
  /** (1 + cos) / 2 of each edge, in the order of `ends`; a point is 1 to itself, which is no edge. */
  readonly similarities: Float64Array;
}

/**
 * Similarities between rows and their nearest neighbours, 0 to all others: never N x N.
 *
 * @param rows ascending; @param k neighbours of each row; those that have it as theirs are joined to it too
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * O(N^2 D) time, O(N (D + k)) memory.
 */
export async function similarityGraph(
  embeddings: Matrix,
  rows: Uint32Array,
  { k, ...tools }: PairTools & { readonly k: number },
): Promise<SimilarityGraph> {
  const points = unitPoints(embeddings, rows, tools.checkpoint);
  const all = rows.map((_, place) => place);
  const found = await nearestNeighbours({ points, of: all, among: all, k, ...tools });
  const { starts, ends, squares } = neighbourGraph(found, tools.checkpoint);
  tools.checkpoint();
  // |x - y|^2 = 2 - 2 cos for rows of length 1
  return { starts, ends, similarities: squares.map((square) => 1 - square / 4) };
}
