import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import { copyRow, middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices, sound } from './rounding.ts';

/** |c|^2 - 2 x c: the squared distance, less |x|^2. Others come as seen from the origin and multiplied by -2. */
const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const c = ops.input('c', ['others', 'd']);
const lengths = ops.input('lengths', [1, 'others']);
const gaps = ops.add(ops.matMul(ops.sub(x, origin), c, { transposeB: true }), lengths);

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
  const ownLengths = squaredLengths(embeddings, rows, middle, checkpoint);
  const others = new Float32Array(among.length * d);
  for (const [at, row] of among.entries()) copyRow(embeddings, row, middle, { out: others, at, scale: -2 });
  const feeds = {
    origin: { data: middle, shape: [1, d] },
    c: { data: others, shape: [among.length, d] },
    lengths: { data: squaredLengths(embeddings, among, middle, checkpoint), shape: [1, among.length] },
  };
  const size = blockRows(among.length * d, { results: among.length });
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  for (const [start, end] of slices(0, rows.length, size)) {
    checkpoint();
    const data = rowsAt(embeddings, rows.subarray(start, end), scratch);
    const result = await compute.run(nearestOf(k), { x: { data, shape: [end - start, d] }, ...feeds });
    const squares = (result.gaps as Tensor).data.map((gap, at) => {
      const length = ownLengths[start + Math.floor(at / k)] as number;
      return sound(gap + length, 2 * length);
    });
    yield { start, end, k, places: (result.places as Tensor).data, squares };
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
