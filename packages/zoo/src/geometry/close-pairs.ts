import { type Compute, graph, ops, type Tensor } from '@alaas/core';
import { closeness, closenessOf, leastCloseness } from './closeness.ts';
import { rowsAt } from './points.ts';
import { slices } from './rounding.ts';
import { sketchOf } from './sketch.ts';
import type { Points } from './unit-points.ts';

/** A tile of products is small enough for the cache, and large enough for the product to be worth its call. */
const TILE_ROWS = 512;
const TILE_COLUMNS = 256;
/** Products of sketches are so short that their calls cost more than they do, unless they take many rows at once. */
const SKETCHED_ROWS = 2048;
/** Sketches are given up where they leave more rows of tiles than this share, so many rows taken together. */
const MOST_LEFT = 0.75;
const ROWS_IN_TRIAL = 16 * SKETCHED_ROWS;
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
  const filter = sketch && new SketchFilter(sketch.points, radius, tools);
  const columnScratch = new Float32Array(Math.min(TILE_COLUMNS, order.length) * points.seen.columns);
  const rowScratch = new Float32Array(Math.min(TILE_ROWS, order.length) * points.seen.columns);
  for (const [from, to] of slices(0, order.length, TILE_COLUMNS)) {
    const places = (await filter?.rowsNear(from, to)) ?? Uint32Array.from({ length: to }, (_, place) => place);
    const columns = partOf(points, order.subarray(from, to), columnScratch);
    for (const [start, end] of slices(0, places.length, TILE_ROWS)) {
      tools.checkpoint();
      const own = places.subarray(start, end).map((place) => order[place] as number);
      const products = await closeness(rowsAt(points.seen, own, rowScratch), columns, [0, to - from], tools.compute);
      for (let row = 0; row < own.length; row++) {
        const i = own[row] as number;
        const least = leastCloseness(points.squares[i] as number, radius);
        // each pair in the tile where the other comes later in the order
        const first = Math.max(0, (places[start + row] as number) + 1 - from);
        const at = row * (to - from);
        for (let column = first; column < to - from; column++) {
          if ((products[at + column] as number) > least) visit(i, order[from + column] as number);
        }
      }
    }
  }
}

/** @param scratch room for all of them, which the points may lie in */
function partOf({ seen, squares }: Points, part: Uint32Array, scratch: Float32Array): Points {
  const data = rowsAt(seen, part, scratch);
  return {
    seen: { data, rows: part.length, columns: seen.columns },
    squares: Float32Array.from(part, (i) => squares[i] as number),
  };
}

/** Tells which rows may be near some of the columns, as long as that leaves few enough. */
class SketchFilter {
  readonly #points: Points;
  readonly #radius: number;
  readonly #tools: PairTools;
  #seen = 0;
  #left = 0;

  constructor(points: Points, radius: number, tools: PairTools) {
    this.#points = points;
    this.#radius = radius;
    this.#tools = tools;
  }

  /** @returns the places before `to` whose points may be near one of those `from` to `to` (exclusive), ascending */
  async rowsNear(from: number, to: number): Promise<Uint32Array> {
    const { seen, squares } = this.#points;
    const d = seen.columns;
    const own = squares.subarray(from, to);
    const largest = own.reduce((a, b) => Math.max(a, b), 0);
    const columns = {
      y: { data: seen.data.subarray(from * d, to * d), shape: [to - from, d] },
      halves: { data: own.map((square) => square / -2), shape: [1, to - from] },
    };
    const places = new Uint32Array(to);
    let count = 0;
    for (const [start, end] of slices(0, to, SKETCHED_ROWS)) {
      this.#tools.checkpoint();
      const isWorthIt = this.#seen < ROWS_IN_TRIAL || this.#left < MOST_LEFT * this.#seen;
      const before = count;
      if (isWorthIt) {
        const x = { data: seen.data.subarray(start * d, end * d), shape: [end - start, d] };
        const most = ((await this.#tools.compute.run(nearestGraph, { x, ...columns })).most as Tensor).data;
        for (let place = start; place < end; place++) {
          const square = squares[place] as number;
          const least = leastCloseness(square, this.#radius) - ROUNDING * (square + largest);
          if ((most[place - start] as number) > least) places[count++] = place;
        }
      } else for (let place = start; place < end; place++) places[count++] = place;
      this.#seen += end - start;
      this.#left += count - before;
    }
    return places.subarray(0, count);
  }
}
