import type { Random } from '@alaas/core';
import { lazyGreedy } from '../maths/lazy-greedy.ts';
import { type BallGraph, ballGraph, type Edges } from './ball-graph.ts';
import type { PairTools } from './close-pairs.ts';
import type { Points } from './unit-points.ts';
import { windowedCover } from './windowed-cover.ts';

/** Edges walked between two looks whether the work is cancelled. */
const EDGES_BETWEEN_CHECKS = 1_000_000;

/** What {@link greedyCover} chooses from, and how. */
export interface CoverTask extends PairTools {
  readonly points: Points;
  readonly radius: number;
  /** Most entries of the lists of neighbours; beyond it balls are computed when they are needed. */
  readonly maxEdges: number;
  /** Points that may be chosen. */
  readonly candidates: Uint32Array;
  /** Points whose balls are covered from the start. */
  readonly centres: Uint32Array;
  /** B, at most the number of candidates. */
  readonly n: number;
  readonly random: Random;
  readonly progress: (done: number) => void;
}

/** Points in order of choice, and how many each covered that none before did. */
export interface Cover {
  readonly chosen: Uint32Array;
  /** Never rises. */
  readonly gains: Float64Array;
}

/**
 * Again and again the candidate whose ball holds the most points that no ball before covers; among equals the order is
 * drawn at random, and so it is when all are covered.
 *
 * At least 1 - 1/e of what the best n balls cover. Nemhauser, Wolsey & Fisher 1978.
 * O(N^2 D / 2) time for the balls, then O(edges). Memory: 8 bytes an edge, up to `maxEdges`; beyond it O(256 N / 8), and
 * some balls are computed anew for every few picks.
 */
export async function greedyCover(task: CoverTask): Promise<Cover> {
  const { points, radius, maxEdges, compute, checkpoint, random } = task;
  const graph = await ballGraph(points, radius, { maxEdges, compute, checkpoint });
  const ties = Uint32Array.from(task.candidates, () => random.below(2 ** 32));
  const { edges } = graph;
  return edges === undefined ? windowedCover(task, graph.sizes, ties) : listedCover(task, { ...graph, edges }, ties);
}

/** By lists of neighbours: exact counts, lowered as points are covered. Each edge is walked once. */
function listedCover(
  { candidates, centres, n, checkpoint, progress }: CoverTask,
  { sizes, edges: { starts, ends } }: BallGraph & { readonly edges: Edges },
  ties: Uint32Array,
): Cover {
  const open = sizes.slice();
  const isCovered = new Uint8Array(sizes.length);
  let walked = 0;
  const lower = (i: number): void => {
    open[i] = (open[i] as number) - 1;
  };
  const cover = (i: number): void => {
    if (isCovered[i] === 1) return;
    isCovered[i] = 1;
    lower(i);
    const end = starts[i + 1] as number;
    for (let at = starts[i] as number; at < end; at++) lower(ends[at] as number);
    walked += end - (starts[i] as number);
    if (walked < EDGES_BETWEEN_CHECKS) return;
    walked = 0;
    checkpoint();
  };
  const coverBall = (i: number): void => {
    cover(i);
    for (let at = starts[i] as number; at < (starts[i + 1] as number); at++) cover(ends[at] as number);
  };
  for (const i of centres) coverBall(i);
  const chosen = new Uint32Array(n);
  let count = 0;
  const gains = lazyGreedy({
    n,
    bounds: Float64Array.from(candidates, (i) => open[i] as number),
    gain: (at) => open[candidates[at] as number] as number,
    take: (at) => {
      chosen[count++] = candidates[at] as number;
      coverBall(candidates[at] as number);
      progress(count);
    },
    tieOf: (at) => ties[at] as number,
    checkpoint: () => undefined,
  });
  return { chosen, gains };
}
