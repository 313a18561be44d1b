import { addWork, type Compute, defineSelector, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { blockRows } from '../geometry/block-rows.ts';
import { slices } from '../geometry/rounding.ts';
import { unitRows } from '../geometry/unit-rows.ts';
import { lists, products } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { membersByPrediction } from '../maths/members-by-prediction.ts';

const x = ops.input('x', ['rows', 'd']);
const known = ops.input('known', ['labelled', 'd']);
const likest = graph({ cosine: ops.reduceMax(ops.matMul(x, known, { transposeB: true }), 1) });

/**
 * Asks items that resemble no labelled item of the class they are taken for. The feature-similarity score of SCAL; its
 * encoder, trained by supervised contrast, is up to the model. The paper compares an item with the labelled items of its
 * predicted class; that the likest one counts, and not their mean, is this implementation's reading. Krishnan et al. 2021.
 */
export default defineSelector({
  id: 'scal-similarity',
  aliases: ['SCAL', 'FeatureSimilarity', 'Featuresim'],
  title: 'Feature similarity (SCAL)',
  family: 'hybrid',
  summary: 'Asks items least like every labelled item of the class they are predicted to be; needs labelled items.',
  use: 'Embeddings were trained to bring items of one class together, as by a contrastive loss.',
  avoid: 'Predictions are poor: an item is compared with the wrong class.',
  formula:
    'u(x) = 1 - max over labelled x_j with y_j = argmax p(x) of cos(h(x), h(x_j)), in [0, 2]; 2 where that class has no label; a zero row has cos 0',
  reference: 'Krishnan, Ahuja, Sinha, Subedar, Tickoo & Iyer 2021',
  cost: 'O(N L D / K + N K) for L labelled items; memory O(L D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  matchesClasses: true,
  options: z.object({}),
  work: ({ n, d, k, labelled }) => addWork(lists(n, 48, k), products(n, labelled, d)),
  async select(pool, { n, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates, labelled } = pool;
    const rowsOf = rowsByClass('scal-similarity', labelled, probabilities.columns);
    const utilities = new Float64Array(candidates.length).fill(2);
    for (const [label, members] of membersByPrediction(probabilities, candidates, checkpoint).entries()) {
      const own = rowsOf[label] as Uint32Array;
      if (own.length === 0 || members.length === 0) continue;
      const references = unitRows(embeddings, own);
      const size = blockRows(own.length * embeddings.columns, { results: own.length });
      for (const [start, end] of slices(0, members.length, size)) {
        checkpoint();
        const block = members.subarray(start, end);
        const rows = block.map((i) => candidates[i] as number);
        const cosines = await largestCosines(unitRows(embeddings, rows), references, compute);
        // rounding may leave a cosine beyond 1
        for (const [at, i] of block.entries()) utilities[i] = 1 - Math.min(1, Math.max(-1, cosines[at] as number));
      }
    }
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});

async function largestCosines(rows: Matrix, references: Matrix, compute: Compute): Promise<Float32Array> {
  const result = await compute.run(likest, {
    x: { data: rows.data, shape: [rows.rows, rows.columns] },
    known: { data: references.data, shape: [references.rows, references.columns] },
  });
  return (result.cosine as Tensor).data;
}
