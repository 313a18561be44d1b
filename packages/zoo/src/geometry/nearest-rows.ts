import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import { middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices, sound } from './rounding.ts';
import { ShortLists } from './short-lists.ts';

/** Others in one product: few enough for the cache, enough for BLAS. */
const TILE_ROWS = 4096;

/** |c|^2 - 2 x c: the squared distance, less |x|^2. */
const origin = ops.input('origin', [1, 'd']);
const x = ops.sub(ops.input('x', ['rows', 'd']), origin);
const c = ops.sub(ops.input('c', ['others', 'd']), origin);
const gaps = ops.sub(ops.input('lengths', [1, 'others']), ops.mul(ops.matMul(x, c, { transposeB: true }), 2));

/** One program for each number of neighbours, built when it is first asked for. */
const graphs = new Map<number, Graph>();

/** What {@link nearestRows} compares. */
export interface NearestTask {
  readonly embeddings: Matrix;
  /** Rows whose neighbours are sought. */
  readonly rows: Uint32Array;
  /** Rows that can be neighbours, at least one. A row that is in both lists is its own nearest neighbour. */
  readonly among: Uint32Array;
  /** At least 1; where there are fewer others, all of them. */
  readonly k: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** The neighbours of some rows that follow each other in the list. */
export interface Neighbours {
  /** Place of the first of these rows in the list. */
  readonly start: number;
  readonly end: number;
  /** k, or the number of others. */
  readonly k: number;
  /** [rows x k] places in `among`, nearest first; among equals the first of the list. */
  readonly places: Uint32Array;
  /** [rows x k] squared Euclidean distances. */
  readonly squares: Float32Array;
}

/**
 * The k nearest rows of another list, block by block and tile by tile. Never a matrix of all pairs, nor a copy of either
 * list: for points that are held in memory anyway there is `nearestNeighbours`.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(rows others D) time, O(rows + others) memory beside the embeddings.
 */
export async function* nearestRows(task: NearestTask): AsyncGenerator<Neighbours> {
  const { embeddings, rows, among, compute, checkpoint } = task;
  const { columns: d } = embeddings;
  const k = Math.min(task.k, among.length);
  const middle = middleOf(embeddings, rows);
  const ownLengths = squaredLengths(embeddings, rows, middle, checkpoint);
  const lengths = squaredLengths(embeddings, among, middle, checkpoint);
  const width = Math.min(TILE_ROWS, among.length);
  const size = blockRows(width * d, { results: width + k });
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  const tile = new Float32Array(width * d);
  const tileOf = (start: number, end: number): Record<'c' | 'lengths', Tensor> => ({
    c: { data: rowsAt(embeddings, among.subarray(start, end), tile), shape: [end - start, d] },
    lengths: { data: lengths.subarray(start, end), shape: [1, end - start] },
  });
  const onlyTile = among.length === width ? tileOf(0, width) : undefined;
  for (const [start, end] of slices(0, rows.length, size)) {
    const own = {
      x: { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] },
      origin: { data: middle, shape: [1, d] },
    };
    const lists = new ShortLists(end - start, k);
    for (const [from, to] of slices(0, among.length, TILE_ROWS)) {
      checkpoint();
      const best = await compute.run(nearestOf(Math.min(k, to - from)), { ...own, ...(onlyTile ?? tileOf(from, to)) });
      lists.merge((best.gaps as Tensor).data, (best.places as Tensor).data, from);
    }
    const squares = lists.values.map((gap, at) => {
      const length = ownLengths[start + Math.floor(at / k)] as number;
      return sound(gap + length, 2 * length);
    });
    yield { start, end, k, places: lists.places, squares };
  }
}

function nearestOf(k: number): Graph {
  const known = graphs.get(k);
  if (known !== undefined) return known;
  const best = ops.topK(gaps, k, { largest: false });
  const built = graph({ places: best.indexes, gaps: best.values });
  graphs.set(k, built);
  return built;
}
