import { type Compute, copyOfRows, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { slices } from './rounding.ts';

const BLOCK_ROWS = 1024;
const MAX_ITERATIONS = 50;

const x = ops.input('x', ['rows', 'd']);
const medoids = ops.input('medoids', ['medoids', 'd']);
const likestGraph = graph({ likest: ops.argMax(ops.matMul(x, medoids, { transposeB: true })) });

/**
 * Rows that are much like the others, by inner products as similarities: k-medoids from given seeds. Each row goes to the
 * medoid most like it, then each group's medoid becomes the row most like the whole group, until nothing changes.
 *
 * @param seeds rows, distinct
 * @returns rows, distinct, as many as seeds
 * Park & Jun 2009. O(iterations N k D) time, O(N + k D) memory beside the rows.
 */
export async function similarityMedoids(
  rows: Matrix,
  seeds: Uint32Array,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Uint32Array> {
  const { columns: d } = rows;
  let chosen = seeds.slice();
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const groupOf = await groups(rows, chosen, { compute, checkpoint });
    const sums = new Float32Array(chosen.length * d);
    for (let row = 0; row < rows.rows; row++) {
      const to = (groupOf[row] as number) * d;
      for (let j = 0; j < d; j++) sums[to + j] = (sums[to + j] as number) + (rows.data[row * d + j] as number);
    }
    const groupSums = { data: sums, rows: chosen.length, columns: d };
    const likeness = Float64Array.from(groupOf, (group, row) => dot(rows, row, groupSums, group));
    const next = chosen.slice();
    for (const [row, group] of groupOf.entries()) {
      if ((likeness[row] as number) > (likeness[next[group] as number] as number)) next[group] = row;
    }
    const isSettled = next.every((row, group) => row === chosen[group]);
    chosen = next;
    if (isSettled) break;
  }
  return chosen;
}

/** The place of each row's medoid; a medoid is in its own group, so that none is empty. */
async function groups(
  rows: Matrix,
  chosen: Uint32Array,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Uint32Array> {
  const { columns: d } = rows;
  const feed = { data: copyOfRows(rows, chosen).data, shape: [chosen.length, d] };
  const out = new Uint32Array(rows.rows);
  for (const [start, end] of slices(0, rows.rows, BLOCK_ROWS)) {
    checkpoint();
    const block = { data: rows.data.subarray(start * d, end * d), shape: [end - start, d] };
    const { likest } = await compute.run(likestGraph, { x: block, medoids: feed });
    out.set((likest as Tensor).data, start);
  }
  for (const [group, row] of chosen.entries()) out[row] = group;
  return out;
}
