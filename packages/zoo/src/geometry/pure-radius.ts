import { copyOfRows, graph, ops, type Random, type Tensor } from '@alaas/core';
import { sampleRows } from '../maths/sample-rows.ts';
import type { PairTools } from './close-pairs.ts';
import { kMeans } from './k-means.ts';
import { slices } from './rounding.ts';
import type { Points } from './unit-points.ts';

/** Balls that are looked at: the standard error of a share of 95% then is 0.5%. */
const MAX_BALLS = 2048;
const TILE_ROWS = 512;
const TILE_COLUMNS = 4096;
/** Above any |y|^2 - 2 x y of points that float32 squares can hold; stands for "of the same group". */
const FAR = 3e38;

const x = ops.input('x', ['rows', 'd']);
const y = ops.input('y', ['columns', 'd']);
const squaresOfY = ops.input('squares', [1, 'columns']);
const groupsOfX = ops.input('own', ['rows', 1]);
const groupsOfY = ops.input('groups', [1, 'columns']);
const isOther = ops.greater(ops.abs(ops.sub(groupsOfX, groupsOfY)), 0.5);
const gaps = ops.add(ops.mul(ops.matMul(x, y, { transposeB: true }), -2), squaresOfY);
const strangerGraph = graph({ least: ops.reduceMin(ops.where(isOther, gaps, FAR), 1) });

export interface PureRadiusTask extends PairTools {
  readonly points: Points;
  /** [N] group of each point, a whole number below 2^24. */
  readonly groups: Uint32Array;
  /** Share of balls that must be pure, in [0, 1]. */
  readonly purity: number;
  readonly random: Random;
}

/** Groups where the labels do not tell how many classes there are. */
const DEFAULT_CLASSES = 10;

/** How many classes the labels show; 10 where that is below 2. */
export function classesIn(labels: Int32Array): number {
  const classes = new Set(labels).size;
  return classes < 2 ? DEFAULT_CLASSES : classes;
}

/** {@link pureRadius} where the groups are clusters of k-means. */
export async function radiusByClusters({
  classes,
  ...task
}: Omit<PureRadiusTask, 'groups'> & { readonly classes: number }): Promise<number> {
  const { seen } = task.points;
  const rows = Uint32Array.from(task.points.squares, (_, place) => place);
  const limits = { maxIterations: 50, tolerance: 5e-4 };
  const { clusterOf } = await kMeans({ ...task, embeddings: seen, rows, k: Math.min(classes, seen.rows), ...limits });
  return pureRadius({ ...task, groups: clusterOf });
}

/**
 * The largest radius at which this share of balls holds points of one group alone: a quantile of the distances to the
 * nearest point of another group, over all points, or over 2,048 drawn at random.
 *
 * @returns Infinity where too few points have one of another group
 * O(min(N, 2048) N D).
 */
export async function pureRadius({ points, groups, purity, random, ...tools }: PureRadiusTask): Promise<number> {
  const all = groups.map((_, place) => place);
  const centres = sampleRows(all, MAX_BALLS, random);
  const distances = await strangerDistances(points, groups, centres, tools);
  distances.sort();
  const impure = centres.length - Math.ceil(purity * centres.length);
  return distances[impure] ?? Number.POSITIVE_INFINITY;
}

/** Of each centre to the nearest point of another group. */
async function strangerDistances(
  { seen, squares }: Points,
  groups: Uint32Array,
  centres: Uint32Array,
  { compute, checkpoint }: PairTools,
): Promise<Float64Array> {
  const { data, rows, columns: d } = seen;
  const out = new Float64Array(centres.length).fill(Number.POSITIVE_INFINITY);
  const numbers = Float32Array.from(groups);
  for (const [start, end] of slices(0, centres.length, TILE_ROWS)) {
    const own = centres.subarray(start, end);
    const tile = { data: copyOfRows(seen, own).data, shape: [own.length, d] };
    const ownGroups = { data: Float32Array.from(own, (i) => groups[i] as number), shape: [own.length, 1] };
    for (const [from, to] of slices(0, rows, TILE_COLUMNS)) {
      checkpoint();
      const shape = [1, to - from];
      const result = await compute.run(strangerGraph, {
        x: tile,
        y: { data: data.subarray(from * d, to * d), shape: [to - from, d] },
        squares: { data: squares.subarray(from, to), shape },
        own: ownGroups,
        groups: { data: numbers.subarray(from, to), shape },
      });
      for (const [at, least] of (result.least as Tensor).data.entries()) {
        if (least > FAR / 2) continue;
        const distance = Math.sqrt(Math.max(0, least + (squares[own[at] as number] as number)));
        out[start + at] = Math.min(out[start + at] as number, distance);
      }
    }
  }
  return out;
}
