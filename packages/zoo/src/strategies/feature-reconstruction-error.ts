import { addWork, type Compute, copyOfRows, defineSelector, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { meanRow } from '../geometry/mean-row.ts';
import { principalSubspace, type Subspace } from '../geometry/principal-subspace.ts';
import { slices } from '../geometry/rounding.ts';
import { lists, products } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { membersByPrediction } from '../maths/members-by-prediction.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { sampleRows } from '../maths/sample-rows.ts';

const BLOCK_ROWS = 1024;

const x = ops.input('x', ['rows', 'd']);
const mean = ops.input('mean', [1, 'd']);
const directions = ops.input('directions', ['components', 'd']);
const centred = ops.sub(x, mean);
const rebuilt = ops.matMul(ops.matMul(centred, directions, { transposeB: true }), directions);
const errorGraph = graph({ error: ops.sqrt(ops.reduceSum(ops.square(ops.sub(centred, rebuilt)), 1)) });

/**
 * Asks items that the labelled items of their predicted class cannot rebuild: what lies outside of the plane that holds
 * 99.5 % of the variance of that class is the error. The second score of SCAL. The share, and what becomes of classes
 * without a label, are this implementation's reading. Krishnan et al. 2021.
 */
export default defineSelector({
  id: 'feature-reconstruction-error',
  aliases: ['FRE', 'FeatureReconstructionError'],
  title: 'Feature reconstruction error (FRE)',
  family: 'hybrid',
  summary:
    'Asks items that lie farthest outside of the plane of the labelled items of their predicted class; needs labelled items.',
  use: 'Items unlike what their predicted class has shown so far are wanted, such as new kinds within a class.',
  avoid: 'Classes have few labels each: a plane through two items is no model of a class.',
  formula:
    "u(x) = |(h - m) - P P'(h - m)|, at least 0; m and P are the mean and the principal directions of the labelled items of class argmax p(x); without any: the mean of all labelled items, and no direction",
  reference: 'Krishnan, Ahuja, Sinha, Subedar, Tickoo & Iyer 2021',
  cost: 'O(N D C + K L^2 (L + D)) for C directions and L labelled items of a class; memory O(L D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  matchesClasses: true,
  options: z.object({
    variance: z
      .number()
      .gt(0)
      .max(1)
      .default(0.995)
      .describe('Share of the variance of a class that its principal directions keep.'),
    perClass: z
      .int()
      .min(1)
      .max(2000)
      .default(200)
      .describe('Most labelled items of a class that its directions are taken from; of more, so many are drawn.'),
  }),
  work: ({ n, d, k, labelled }, { perClass }) =>
    addWork(lists(n, 40, k), products(n, Math.min(labelled, perClass), d), {
      bytes: 24 * Math.min(labelled, perClass) * (Math.min(labelled, perClass) + d),
      steps: k * Math.min(labelled, perClass) ** 2 * (Math.min(labelled, perClass) + d),
    }),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates, labelled } = pool;
    const rowsOf = rowsByClass('feature-reconstruction-error', labelled, probabilities.columns);
    const everything = { mean: meanRow(embeddings, labelled.rows, checkpoint), directions: none(embeddings.columns) };
    const utilities = new Float64Array(candidates.length);
    for (const [label, members] of membersByPrediction(probabilities, candidates, checkpoint).entries()) {
      if (members.length === 0) continue;
      const own = sampleRows(rowsOf[label] as Uint32Array, options.perClass, random);
      const subspace =
        own.length === 0 ? everything : principalSubspace(embeddings, own, { share: options.variance, checkpoint });
      for (const [start, end] of slices(0, members.length, BLOCK_ROWS)) {
        checkpoint();
        const block = members.subarray(start, end);
        const rows = block.map((i) => candidates[i] as number);
        const errors = await errorsOf(copyOfRows(embeddings, rows), subspace, compute);
        for (const [at, i] of block.entries()) {
          const error = errors[at] as number;
          if (!Number.isFinite(error)) throw refuseRow('embeddings', rows[at] as number);
          utilities[i] = error;
        }
      }
    }
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});

async function errorsOf(rows: Matrix, subspace: Subspace, compute: Compute): Promise<Float32Array> {
  const { columns: d } = rows;
  const plane = subspace.directions.rows === 0 ? none(d) : subspace.directions;
  const result = await compute.run(errorGraph, {
    x: { data: rows.data, shape: [rows.rows, d] },
    mean: { data: subspace.mean, shape: [1, d] },
    directions: { data: plane.data, shape: [plane.rows, d] },
  });
  return (result.error as Tensor).data;
}

/** One direction of zeros, which rebuilds nothing. */
function none(columns: number): Matrix {
  return { data: new Float32Array(columns), rows: 1, columns };
}
