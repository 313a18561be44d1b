import type { Compute } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { closeness, leastCloseness } from './closeness.ts';
import { copyOfRows } from './points.ts';
import { slices } from './rounding.ts';
import { type Sketch, sketchOf } from './sketch.ts';
import type { Points } from './unit-points.ts';

/** A tile of products is small enough for the cache, and large enough for the product to be worth its call. */
const TILE_ROWS = 256;
const TILE_COLUMNS = 1024;
/** Where a sketch leaves more pairs of a tile than this share, one product of the tile costs less than theirs one by one. */
const MOST_LEFT = 1 / 128;
/** Sketches are given up where they saved nothing in three of four tiles, so many tiles taken together. */
const TILES_IN_TRIAL = 128;
/** Share of the squared lengths that float32 may be off by. */
const ROUNDING = 1e-5;

/** What a pass over pairs needs beside the points. */
export interface PairTools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

type Visit = (i: number, j: number) => void;

/** Pairs of the places `start` to `end` with `from` to `to` (all exclusive); from >= start. */
interface Tile {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Visits every pair of points that are less than `radius` apart once, tile by tile: never all distances at once. Pairs
 * that are too far apart in a sketch of few columns are passed over; the others are measured, so nothing is missed.
 *
 * @param visit in no certain order
 * At most O(N^2 D / 2) time; O(N^2 / 2) times the width of the sketch where radii are small.
 */
export async function closePairs(points: Points, radius: number, visit: Visit, tools: PairTools): Promise<void> {
  const sketch = Number.isFinite(radius) ? await sketchOf(points, tools) : undefined;
  const order = sketch?.order ?? Uint32Array.from(points.squares, (_, i) => i);
  const ordered = { points, order };
  let tiles = 0;
  let wasted = 0;
  for (const [start, end] of slices(0, order.length, TILE_ROWS)) {
    for (const [from, to] of slices(start, order.length, TILE_COLUMNS)) {
      tools.checkpoint();
      const tile = { start, end, from, to };
      const isWorthIt = tiles < TILES_IN_TRIAL || wasted < 0.75 * tiles;
      const left = sketch && isWorthIt ? await pairsLeft(sketch, tile, radius, tools.compute) : undefined;
      tiles++;
      if (left !== undefined) visitNear(ordered, left, radius, visit);
      else {
        wasted++;
        await visitTile(ordered, tile, radius, visit, tools.compute);
      }
    }
  }
}

/** Points, and the order in which tiles take them. */
interface Ordered {
  readonly points: Points;
  readonly order: Uint32Array;
}

async function visitTile(ordered: Ordered, tile: Tile, radius: number, visit: Visit, compute: Compute): Promise<void> {
  const { points, order } = ordered;
  const { start, end, from, to } = tile;
  const rows = partOf(ordered, start, end);
  const columns = partOf(ordered, from, to);
  const products = await closeness(rows.seen.data, columns, [0, to - from], compute);
  for (let place = start, row = 0; place < end; place++, row += to - from) {
    const i = order[place] as number;
    const least = leastCloseness(points.squares[i] as number, radius);
    for (let other = Math.max(from, place + 1), at = row + other - from; other < to; other++, at++) {
      if ((products[at] as number) > least) visit(i, order[other] as number);
    }
  }
}

function partOf({ points: { seen, squares }, order }: Ordered, start: number, end: number): Points {
  const part = order.subarray(start, end);
  return { seen: copyOfRows(seen, part), squares: Float32Array.from(part, (i) => squares[i] as number) };
}

/** Places of two points, one after the other, that the sketch does not show to be too far apart; undefined if many. */
async function pairsLeft(
  { points: { seen, squares } }: Sketch,
  { start, end, from, to }: Tile,
  radius: number,
  compute: Compute,
): Promise<Uint32Array | undefined> {
  const rows = seen.data.subarray(start * seen.columns, end * seen.columns);
  const products = await closeness(rows, { seen, squares }, [from, to], compute);
  const largest = squares.subarray(from, to).reduce((a, b) => Math.max(a, b), 0);
  const left = new Uint32Array(2 * Math.ceil(MOST_LEFT * products.length));
  let count = 0;
  for (let place = start, row = 0; place < end; place++, row += to - from) {
    const square = squares[place] as number;
    const least = leastCloseness(square, radius) - ROUNDING * (square + largest);
    for (let other = Math.max(from, place + 1), at = row + other - from; other < to; other++, at++) {
      if (!((products[at] as number) > least)) continue;
      if (count === left.length) return undefined;
      left[count] = place;
      left[count + 1] = other;
      count += 2;
    }
  }
  return left.subarray(0, count);
}

function visitNear({ points, order }: Ordered, left: Uint32Array, radius: number, visit: Visit): void {
  const { seen, squares } = points;
  for (let at = 0; at < left.length; at += 2) {
    const i = order[left[at] as number] as number;
    const j = order[left[at + 1] as number] as number;
    const near = dot(seen, i, seen, j) - (squares[j] as number) / 2;
    if (near > leastCloseness(squares[i] as number, radius)) visit(i, j);
  }
}
