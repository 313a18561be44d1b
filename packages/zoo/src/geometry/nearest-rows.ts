import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import { copyOfRows, middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices } from './rounding.ts';

const x = ops.input('x', ['rows', 'd']);
const all = ops.input('all', ['others', 'd']);
const origin = ops.input('origin', [1, 'd']);
const squares = ops.squaredDistances(ops.sub(x, origin), ops.sub(all, origin));

/** One program for each number of neighbours, built when it is first asked for. */
const graphs = new Map<number, Graph>();

/** What {@link nearestRows} compares. */
export interface NearestTask {
  readonly embeddings: Matrix;
  /** Rows whose neighbours are sought, ascending. */
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
  /** [rows x k] places in `among`, nearest first. */
  readonly places: Float32Array;
  /** [rows x k] squared Euclidean distances. */
  readonly squares: Float32Array;
}

/**
 * The k nearest rows of another list, block by block. Never a matrix of all pairs.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(rows others D) time, O(others D) memory beside the embeddings.
 */
export async function* nearestRows(task: NearestTask): AsyncGenerator<Neighbours> {
  const { embeddings, rows, among, compute, checkpoint } = task;
  const { columns: d } = embeddings;
  const k = Math.min(task.k, among.length);
  const middle = middleOf(embeddings, rows);
  squaredLengths(embeddings, rows, middle, checkpoint);
  squaredLengths(embeddings, among, middle, checkpoint);
  const feeds = {
    all: { data: copyOfRows(embeddings, among).data, shape: [among.length, d] },
    origin: { data: middle, shape: [1, d] },
  };
  const size = blockRows(among.length * d, { results: among.length });
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  for (const [start, end] of slices(0, rows.length, size)) {
    checkpoint();
    const data = rowsAt(embeddings, rows.subarray(start, end), scratch);
    const result = await compute.run(nearestOf(k), { x: { data, shape: [end - start, d] }, ...feeds });
    yield {
      start,
      end,
      k,
      places: (result.places as Tensor).data,
      squares: (result.squares as Tensor).data,
    };
  }
}

function nearestOf(k: number): Graph {
  const known = graphs.get(k);
  if (known !== undefined) return known;
  const best = ops.topK(squares, k, { largest: false });
  const built = graph({ places: best.indexes, squares: best.values });
  graphs.set(k, built);
  return built;
}
