import { addWork, defineSelector, type Matrix, mixer, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { labelledTruth, lossGraph, ownGradients } from '../geometry/head-gradients.ts';
import { copies, lists, products } from '../geometry/work.ts';

/**
 * Asks the items on which a step of training, were the head right about them, would lower the loss on the labelled items
 * most; after each choice the step is taken and the loss looked at anew. Killamsetty et al. 2021.
 */
export default defineSelector({
  id: 'glister',
  aliases: ['GLISTER', 'GLISTERSampling', 'GlisterActive'],
  title: 'GLISTER',
  family: 'hybrid',
  summary:
    'Asks the items whose gradient, if the head is right about them, most lowers the loss on the labelled items.',
  use: 'Labels are clean, and gains on the labelled items are what you measure.',
  avoid: 'The head is poor: it takes its own predictions for labels.',
  formula:
    'argmax g(x) grad L(theta - learningRate sum_{z in S} g(z)), S those chosen before; g(x) = (p(x) - e_y) [h(x), 1] with y the likeliest class, L the cross-entropy of the head theta on the labelled items; u = B - rank',
  reference: 'Killamsetty, Sivasubramanian, Ramakrishnan & Iyer 2021',
  cost: 'O(B (N + L) K D); memory O((N + L) K + L D) beside the signals',
  needs: ['embeddings', 'head'],
  matchesClasses: true,
  options: z.object({
    learningRate: z
      .number()
      .min(0)
      .max(1000)
      .default(0.01)
      .describe('Size of the step that each chosen item makes; 0 looks at the loss of the head as it is.'),
  }),
  work: ({ n, d, k, labelled, budget }) =>
    addWork(lists(n * k, 4), lists(n, 24), copies(labelled, d + k), products(budget * (n + labelled), k, d), {
      bytes: 16 * labelled * k,
    }),
  async select({ candidates, embeddings, head, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const truth = labelledTruth('glister', { embeddings, labelled }, head.rows);
    const tieOf = mixer(random.below(2 ** 32));
    const own = await ownGradients({ embeddings, head, candidates, tieOf, compute, checkpoint });
    const [k, d] = [head.rows, embeddings.columns];
    const theta = split(head);
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; rank++) {
      const { byWeights, byBiases } = await compute.run(lossGraph, {
        ...truth,
        w: { data: theta.weights, shape: [k, d] },
        b: { data: theta.biases, shape: [1, k] },
      });
      const row = await own.takeBest({ byWeights: byWeights as Tensor, byBiases: byBiases as Tensor });
      rows[rank] = row;
      step(theta, { q: own.errors.subarray(row * k, (row + 1) * k), embeddings, row, rate: options.learningRate });
      progress(rank + 1);
    }
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

interface Theta {
  /** [K x D] */
  readonly weights: Float32Array;
  /** [K] */
  readonly biases: Float32Array;
}

function split({ data, rows, columns }: Matrix): Theta {
  const d = columns - 1;
  const weights = new Float32Array(rows * d);
  for (let c = 0; c < rows; c++) weights.set(data.subarray(c * columns, c * columns + d), c * d);
  return { weights, biases: Float32Array.from({ length: rows }, (_, c) => data[c * columns + d] as number) };
}

interface Step {
  readonly q: Float32Array;
  readonly embeddings: Matrix;
  readonly row: number;
  readonly rate: number;
}

/** Down the gradient of one item, in place. */
function step({ weights, biases }: Theta, { q, embeddings, row, rate }: Step): void {
  const { data, columns: d } = embeddings;
  for (const [c, error] of q.entries()) {
    biases[c] = (biases[c] as number) - rate * error;
    for (let j = 0; j < d; j++) {
      weights[c * d + j] = (weights[c * d + j] as number) - rate * error * (data[row * d + j] as number);
    }
  }
}
