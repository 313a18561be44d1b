import { copyOfRows, graph, ops, type Tensor } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { alongAxes, principalAxes } from './principal-axes.ts';
import { slices } from './rounding.ts';
import type { Points } from './unit-points.ts';

/** Numbers of a sketched row: a product of sketches takes an eighth of one of 512 columns. */
const WIDTH = 64;
const SAMPLED_ROWS = 4096;
/** Below these, sketches cost more than they save. */
const LEAST_COLUMNS = 4 * WIDTH;
const LEAST_ROWS = 2048;
/** So many that a tile of pairs holds points of a few heaps alone. */
const HEAPS = 256;
const BLOCK_ROWS = 4096;

const x = ops.input('x', ['rows', 'd']);
const middles = ops.input('middles', ['heaps', 'd']);
/** |m|^2 / 2 */
const halves = ops.input('halves', [1, 'heaps']);
const heapGraph = graph({ heap: ops.argMax(ops.sub(ops.matMul(x, middles, { transposeB: true }), halves)) });

/** Points of few columns that stand for others, in another order. */
export interface Sketch {
  readonly points: Points;
  /** [N] which point each row stands for. */
  readonly order: Uint32Array;
}

/**
 * Points of few columns that are nowhere farther apart than those they stand for: how far each lies along the directions
 * of largest variance, and how far from all of these. Those near each other stand together, so that most tiles of pairs
 * hold either hardly any near ones, or many.
 *
 * For x = z + r with z in the directions' span, |x - y|^2 >= |z_x - z_y|^2 + (|r_x| - |r_y|)^2.
 *
 * @returns undefined where points are few, or have few columns
 */
export async function sketchOf({ seen, squares }: Points, tools: PairTools): Promise<Sketch | undefined> {
  const { rows, columns } = seen;
  if (rows < LEAST_ROWS || columns < LEAST_COLUMNS) return undefined;
  const sample = copyOfRows(seen, spaced(Math.min(rows, SAMPLED_ROWS), rows));
  const axes = await principalAxes({ seen: sample, count: WIDTH - 1, tolerance: 1e-2, ...tools });
  const along = await alongAxes(seen, axes, tools);
  const data = new Float32Array(rows * WIDTH);
  const own = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = along.data.subarray(i * (WIDTH - 1), (i + 1) * (WIDTH - 1));
    data.set(row, i * WIDTH);
    let square = 0;
    for (const value of row) square += value * value;
    const rest = Math.max(0, (squares[i] as number) - square);
    data[(i + 1) * WIDTH - 1] = Math.sqrt(rest);
    own[i] = square + rest;
  }
  const sketched = { seen: { data, rows, columns: WIDTH }, squares: own };
  const order = await heapOrder(sketched, tools);
  return {
    points: { seen: copyOfRows(sketched.seen, order), squares: Float32Array.from(order, (i) => own[i] as number) },
    order,
  };
}

/** Points by which of a few of them each is nearest to. */
async function heapOrder({ seen, squares }: Points, { compute, checkpoint }: PairTools): Promise<Uint32Array> {
  const chosen = spaced(HEAPS, seen.rows);
  const centres = {
    middles: { data: copyOfRows(seen, chosen).data, shape: [HEAPS, WIDTH] },
    halves: { data: Float32Array.from(chosen, (i) => (squares[i] as number) / 2), shape: [1, HEAPS] },
  };
  const heaps: number[][] = Array.from(chosen, () => []);
  for (const [start, end] of slices(0, seen.rows, BLOCK_ROWS)) {
    checkpoint();
    const block = { data: seen.data.subarray(start * WIDTH, end * WIDTH), shape: [end - start, WIDTH] };
    const { heap } = await compute.run(heapGraph, { x: block, ...centres });
    for (const [at, h] of (heap as Tensor).data.entries()) heaps[h]?.push(start + at);
  }
  return Uint32Array.from(heaps.flat());
}

/** So many of the first `size` numbers, evenly spaced. */
function spaced(count: number, size: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}
