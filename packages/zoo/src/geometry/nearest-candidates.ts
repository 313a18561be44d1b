import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { copyOfRows, middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices } from './rounding.ts';

/** Rows of a product: small enough for the cache, large enough for BLAS. */
const QUERY_ROWS = 64;
const POOL_ROWS = 4096;

const x = ops.input('x', ['rows', 'd']);
const q = ops.input('q', ['queries', 'd']);
const origin = ops.input('origin', [1, 'd']);
const squares = ops.squaredDistances(ops.sub(q, origin), ops.sub(x, origin));

/** One program for each number of neighbours, built when it is first asked for. */
const graphs = new Map<number, Graph>();

/** What {@link nearestCandidates} looks among, and for. */
export interface NearestTask {
  readonly embeddings: Matrix;
  /** Rows to look among, ascending. */
  readonly candidates: Uint32Array;
  /** Rows whose neighbours are wanted. */
  readonly queries: Uint32Array;
  /** At least 1. */
  readonly k: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * The candidates that are among the k nearest of any query, by Euclidean distance; among equals the lower row.
 *
 * @returns ascending rows, at least min(k, candidates) of them where there is a query
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(queries N D) time, O(N + queries D) memory beside the embeddings.
 */
export async function nearestCandidates(task: NearestTask): Promise<Uint32Array> {
  const { embeddings, candidates, queries, compute, checkpoint } = task;
  const d = embeddings.columns;
  const k = Math.min(task.k, candidates.length);
  const middle = middleOf(embeddings, candidates);
  for (const rows of [candidates, queries]) squaredLengths(embeddings, rows, middle, checkpoint);
  const near = new Uint8Array(candidates.length);
  const scratch = new Float32Array(Math.min(POOL_ROWS, candidates.length) * d);
  for (const [first, last] of slices(0, queries.length, QUERY_ROWS)) {
    const rows = copyOfRows(embeddings, queries.subarray(first, last)).data;
    const lists = Array.from({ length: last - first }, () => new ShortList(k));
    for (const [start, end] of slices(0, candidates.length, POOL_ROWS)) {
      checkpoint();
      const count = Math.min(k, end - start);
      const result = await compute.run(nearestOf(count), {
        q: { data: rows, shape: [last - first, d] },
        x: { data: rowsAt(embeddings, candidates.subarray(start, end), scratch), shape: [end - start, d] },
        origin: { data: middle, shape: [1, d] },
      });
      const values = (result.values as Tensor).data;
      const indexes = (result.indexes as Tensor).data;
      for (const [i, list] of lists.entries()) {
        const own = [i * count, (i + 1) * count] as const;
        list.merge(values.subarray(...own), indexes.subarray(...own), start);
      }
    }
    for (const list of lists) for (const position of list.positions()) near[position] = 1;
  }
  return candidates.filter((_, i) => near[i] === 1);
}

function nearestOf(count: number): Graph {
  const known = graphs.get(count);
  if (known !== undefined) return known;
  const { values, indexes } = ops.topK(squares, count, { largest: false });
  const built = graph({ values, indexes });
  graphs.set(count, built);
  return built;
}

/** The k least distances seen so far, ascending, with the positions they belong to. */
class ShortList {
  readonly #distances: Float32Array;
  readonly #positions: Uint32Array;
  readonly #spareDistances: Float32Array;
  readonly #sparePositions: Uint32Array;
  #length = 0;

  constructor(k: number) {
    this.#distances = new Float32Array(k);
    this.#positions = new Uint32Array(k);
    this.#spareDistances = new Float32Array(k);
    this.#sparePositions = new Uint32Array(k);
  }

  /** @param distances ascending; @param indexes counted from position `start`, which is above all that were merged before */
  merge(distances: Float32Array, indexes: Float32Array, start: number): void {
    const k = this.#distances.length;
    if (this.#length === k && (distances[0] as number) >= (this.#distances[k - 1] as number)) return;
    const length = Math.min(k, this.#length + distances.length);
    for (let at = 0, old = 0, next = 0; at < length; at++) {
      const isOld =
        next === distances.length ||
        (old < this.#length && (this.#distances[old] as number) <= (distances[next] as number));
      this.#spareDistances[at] = (isOld ? this.#distances[old] : distances[next]) as number;
      this.#sparePositions[at] = isOld ? (this.#positions[old] as number) : start + (indexes[next] as number);
      if (isOld) old++;
      else next++;
    }
    this.#distances.set(this.#spareDistances.subarray(0, length));
    this.#positions.set(this.#sparePositions.subarray(0, length));
    this.#length = length;
  }

  positions(): Uint32Array {
    return this.#positions.subarray(0, this.#length);
  }
}
