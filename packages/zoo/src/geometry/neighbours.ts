import { type Compute, type Graph, graph, ops, type Tensor } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { closenessOf } from './closeness.ts';
import { rowsAt } from './points.ts';
import { slices, sound } from './rounding.ts';
import type { Points } from './unit-points.ts';

const TILE_ROWS = 256;
const TILE_COLUMNS = 4096;
/** Stands for "no such neighbour". */
export const NOBODY = 0xffffffff;

/** One program for each number of neighbours, built when it is first asked for. */
const graphs = new Map<number, Graph>();

/** The nearest of each point, nearest first. */
export interface Neighbours {
  /** Neighbours of each point. */
  readonly k: number;
  /** [points x k] places; {@link NOBODY} where there are fewer than k others. */
  readonly places: Uint32Array;
  /** [points x k] squared distances; Infinity for nobody. */
  readonly squares: Float64Array;
}

export interface NeighboursTask extends PairTools {
  readonly points: Points;
  /** Places of the points whose neighbours are wanted, ascending. */
  readonly of: Uint32Array;
  /** Places of the points that may be neighbours, ascending. */
  readonly among: Uint32Array;
  /** At least 1. */
  readonly k: number;
}

/**
 * The k nearest of some points among others, no point its own neighbour; of equal distances the first place first. Exact,
 * tile by tile: the best of each tile are taken inside the program, so no more than them is ever held. For rows that are
 * not copied to points there is `nearestRows`.
 *
 * O(of among D) time; O(of k) memory beside the points.
 */
export async function nearestNeighbours(task: NeighboursTask): Promise<Neighbours> {
  const { points, of, among, k, compute, checkpoint } = task;
  const { seen, squares } = points;
  const d = seen.columns;
  const best = new BestLists(of.length, k);
  const columnScratch = new Float32Array(Math.min(TILE_COLUMNS, among.length) * d);
  const rowScratch = new Float32Array(Math.min(TILE_ROWS, of.length) * d);
  for (const [from, to] of slices(0, among.length, TILE_COLUMNS)) {
    const others = among.subarray(from, to);
    const columns = {
      y: { data: rowsAt(seen, others, columnScratch), shape: [others.length, d] },
      halves: { data: Float32Array.from(others, (j) => (squares[j] as number) / -2), shape: [1, others.length] },
    };
    // one more, since a point may find itself
    const count = Math.min(k + 1, others.length);
    for (const [start, end] of slices(0, of.length, TILE_ROWS)) {
      checkpoint();
      const own = of.subarray(start, end);
      const rows = { data: rowsAt(seen, own, rowScratch), shape: [own.length, d] };
      const { values, indexes } = await nearestIn({ x: rows, ...columns }, count, compute);
      for (const [at, i] of own.entries()) {
        const square = squares[i] as number;
        for (let rank = at * count; rank < (at + 1) * count; rank++) {
          const j = others[indexes[rank] as number] as number;
          const scale = square + (squares[j] as number);
          if (j !== i) best.offer(start + at, j, sound(square - 2 * (values[rank] as number), scale));
        }
      }
    }
  }
  return best;
}

async function nearestIn(
  feeds: Record<string, Tensor>,
  count: number,
  compute: Compute,
): Promise<{ values: Float32Array; indexes: Float32Array }> {
  let program = graphs.get(count);
  if (program === undefined) {
    program = graph({ ...ops.topK(closenessOf, count) });
    graphs.set(count, program);
  }
  const { values, indexes } = await compute.run(program, feeds);
  return { values: (values as Tensor).data, indexes: (indexes as Tensor).data };
}

/** The k nearest so far of each point. */
export class BestLists implements Neighbours {
  readonly k: number;
  readonly places: Uint32Array;
  readonly squares: Float64Array;

  constructor(size: number, k: number) {
    this.k = k;
    this.places = new Uint32Array(size * k).fill(NOBODY);
    this.squares = new Float64Array(size * k).fill(Number.POSITIVE_INFINITY);
  }

  /** Squared distance of the last of a list; Infinity where it is not full. */
  farthest(list: number): number {
    return this.squares[(list + 1) * this.k - 1] as number;
  }

  offer(list: number, place: number, square: number): void {
    const first = list * this.k;
    let at = first + this.k;
    while (at > first && this.#isBefore(place, square, at - 1)) {
      at--;
      if (at + 1 === first + this.k) continue;
      this.places[at + 1] = this.places[at] as number;
      this.squares[at + 1] = this.squares[at] as number;
    }
    if (at === first + this.k) return;
    this.places[at] = place;
    this.squares[at] = square;
  }

  #isBefore(place: number, square: number, at: number): boolean {
    const gap = square - (this.squares[at] as number);
    return gap < 0 || (gap === 0 && place < (this.places[at] as number));
  }
}
