import { type Compute, type Graph, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { copyOfRows, middleOf } from './points.ts';
import { slices } from './rounding.ts';

const BLOCK_ROWS = 512;

const x = ops.input('x', ['rows', 'd']);
const all = ops.input('all', ['members', 'd']);
const origin = ops.input('origin', [1, 'd']);
const squares = ops.squaredDistances(ops.sub(x, origin), ops.sub(all, origin));

/** One program for each number of neighbours, built when it is first asked for. */
const graphs = new Map<number, Graph>();

/**
 * Mean Euclidean distance of each of some rows to the k others of them that are nearest.
 *
 * @param rows ascending, more than k
 * @param k at least 1
 * @returns [rows]
 * O(rows^2 D) time, O(rows D) memory.
 */
export async function meanNeighbourDistances(
  embeddings: Matrix,
  rows: Uint32Array,
  k: number,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Float64Array> {
  const members = copyOfRows(embeddings, rows);
  const { columns: d } = members;
  const feeds = {
    all: { data: members.data, shape: [rows.length, d] },
    origin: { data: middleOf(embeddings, rows), shape: [1, d] },
  };
  const out = new Float64Array(rows.length);
  for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
    checkpoint();
    const block = { data: members.data.subarray(start * d, end * d), shape: [end - start, d] };
    const result = await compute.run(nearestOf(k + 1), { x: block, ...feeds });
    const nearest = (result.nearest as Tensor).data;
    for (let i = start, at = 0; i < end; i++, at += k + 1) {
      // the nearest of all is the row itself, or a copy of it
      for (let other = at + 1; other <= at + k; other++) {
        out[i] = (out[i] as number) + Math.sqrt(nearest[other] as number) / k;
      }
    }
  }
  return out;
}

function nearestOf(count: number): Graph {
  const known = graphs.get(count);
  if (known !== undefined) return known;
  const built = graph({ nearest: ops.topK(squares, count, { largest: false }).values });
  graphs.set(count, built);
  return built;
}
