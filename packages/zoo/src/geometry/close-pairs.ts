import { type Compute, copyOfRows, graph, ops, type Tensor } from '@alaas/core';
import { closeness, closenessOf, leastCloseness } from './closeness.ts';
import { slices } from './rounding.ts';
import { type Sketch, sketchOf } from './sketch.ts';
import type { Points } from './unit-points.ts';

/** A tile of products is small enough for the cache, and large enough for the product to be worth its call. */
const TILE_ROWS = 256;
const TILE_COLUMNS = 512;
/** Sketches are given up where they leave more rows of tiles than this share, so many rows taken together. */
const MOST_LEFT = 0.75;
const ROWS_IN_TRIAL = 128 * TILE_ROWS;
/** Share of the squared lengths that float32 may be off by. */
const ROUNDING = 1e-5;

const nearestGraph = graph({ most: ops.reduceMax(closenessOf, 1) });

/** What a pass over pairs needs beside the points. */
export interface PairTools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

type Visit = (i: number, j: number) => void;

/**
 * Visits every pair of points that are less than `radius` apart once, tile by tile: never all distances at once. Rows of a
 * tile that a sketch of few columns shows to be too far from all of its columns are passed over, so nothing is missed.
 *
 * @param visit in no certain order
 * At most O(N^2 D / 2) time; O(N^2 / 2) times the width of the sketch where radii are small.
 */
export async function closePairs(points: Points, radius: number, visit: Visit, tools: PairTools): Promise<void> {
  const sketch = Number.isFinite(radius) ? await sketchOf(points, tools) : undefined;
  const order = sketch?.order ?? Uint32Array.from(points.squares, (_, i) => i);
  let seen = 0;
  let left = 0;
  for (const [from, to] of slices(0, order.length, TILE_COLUMNS)) {
    let columns: Points | undefined;
    for (const [start, end] of slices(0, to, TILE_ROWS)) {
      tools.checkpoint();
      const isWorthIt = seen < ROWS_IN_TRIAL || left < MOST_LEFT * seen;
      const rows =
        sketch && isWorthIt
          ? await rowsLeft(sketch.points, [start, end], [from, to], radius, tools.compute)
          : order.subarray(start, end).map((_, at) => start + at);
      seen += end - start;
      left += rows.length;
      if (rows.length === 0) continue;
      columns ??= partOf(points, order.subarray(from, to));
      const own = rows.map((place) => order[place] as number);
      const products = await closeness(copyOfRows(points.seen, own).data, columns, [0, to - from], tools.compute);
      for (const [row, i] of own.entries()) {
        const least = leastCloseness(points.squares[i] as number, radius);
        // each pair in the tile where the other comes later in the order
        const first = Math.max(0, (rows[row] as number) + 1 - from);
        const start = row * (to - from);
        for (let at = first; at < to - from; at++) {
          if ((products[start + at] as number) > least) visit(i, order[from + at] as number);
        }
      }
    }
  }
}

function partOf({ seen, squares }: Points, part: Uint32Array): Points {
  return { seen: copyOfRows(seen, part), squares: Float32Array.from(part, (i) => squares[i] as number) };
}

/** The rows of a tile, by their places, that may be near one of its columns. */
async function rowsLeft(
  { seen, squares }: Sketch['points'],
  [start, end]: readonly [number, number],
  [from, to]: readonly [number, number],
  radius: number,
  compute: Compute,
): Promise<Uint32Array> {
  const d = seen.columns;
  const { most } = await compute.run(nearestGraph, {
    x: { data: seen.data.subarray(start * d, end * d), shape: [end - start, d] },
    y: { data: seen.data.subarray(from * d, to * d), shape: [to - from, d] },
    halves: { data: squares.subarray(from, to).map((square) => -square / 2), shape: [1, to - from] },
  });
  const largest = squares.subarray(from, to).reduce((a, b) => Math.max(a, b), 0);
  const left = new Uint32Array(end - start);
  let count = 0;
  for (const [at, near] of (most as Tensor).data.entries()) {
    const square = squares[start + at] as number;
    if (near > leastCloseness(square, radius) - ROUNDING * (square + largest)) left[count++] = start + at;
  }
  return left.subarray(0, count);
}
