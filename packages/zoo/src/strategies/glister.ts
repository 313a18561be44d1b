import { AlaasError, defineSelector, graph, type Matrix, mixer, ops, type Tensor, type WholePool } from '@alaas/core';
import { z } from 'zod';
import { type HeadTask, headBlocks, rowsAtOnce } from '../geometry/head-blocks.ts';
import { copyOfRows } from '../geometry/points.ts';
import { slices } from '../geometry/rounding.ts';

/** Gradient of the loss on the labelled items, by weights and biases. */
const h = ops.input('h', ['labelled', 'd']);
const y = ops.input('y', ['labelled', 'k']);
const w = ops.input('w', ['k', 'd']);
const b = ops.input('b', [1, 'k']);
const errors = ops.sub(ops.softmax(ops.add(ops.matMul(h, w, { transposeB: true }), b)), y);
const lossGraph = graph({
  byWeights: ops.matMul(errors, h, { transposeA: true }),
  byBiases: ops.reduceSum(errors, 0, true),
});

/** Products of each item's own gradient with it. */
const x = ops.input('x', ['rows', 'd']);
const q = ops.input('q', ['rows', 'k']);
const byWeights = ops.input('byWeights', ['k', 'd']);
const byBiases = ops.input('byBiases', [1, 'k']);
const gainGraph = graph({
  gains: ops.reduceSum(ops.mul(q, ops.add(ops.matMul(x, byWeights, { transposeB: true }), byBiases)), 1),
});

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
  options: z.object({
    learningRate: z
      .number()
      .min(0)
      .max(1000)
      .default(0.01)
      .describe('Size of the step that each chosen item makes; 0 looks at the loss of the head as it is.'),
  }),
  async select(
    { candidates, embeddings, head, labelled, size },
    { n, options, random, compute, checkpoint, progress },
  ) {
    const known = truthOf(embeddings, labelled, head.rows);
    const [k, d] = [head.rows, embeddings.columns];
    const own = await ownErrors({ embeddings, head, rows: candidates, compute, checkpoint }, size);
    const theta = split(head);
    const isOpen = new Uint8Array(size);
    for (const row of candidates) isOpen[row] = 1;
    const tieOf = mixer(random.below(2 ** 32));
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; rank++) {
      const loss = await compute.run(lossGraph, {
        ...known,
        w: { data: theta.weights, shape: [k, d] },
        b: { data: theta.biases, shape: [1, k] },
      });
      let best = -1;
      let most = Number.NEGATIVE_INFINITY;
      // labelled rows are among them, so that nothing is copied
      for (const [start, end] of slices(0, size, rowsAtOnce(head, size))) {
        checkpoint();
        const { gains } = await compute.run(gainGraph, {
          x: { data: embeddings.data.subarray(start * d, end * d), shape: [end - start, d] },
          q: { data: own.subarray(start * k, end * k), shape: [end - start, k] },
          byWeights: loss.byWeights as Tensor,
          byBiases: loss.byBiases as Tensor,
        });
        for (const [i, gain] of (gains as Tensor).data.entries()) {
          const row = start + i;
          if (isOpen[row] === 0 || gain < most || (gain === most && tieOf(row) >= tieOf(best))) continue;
          best = row;
          most = gain;
        }
      }
      rows[rank] = best;
      isOpen[best] = 0;
      step(theta, { q: own.subarray(best * k, (best + 1) * k), embeddings, row: best, rate: options.learningRate });
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

/** p - e_y of the candidates, y the likeliest class, the first among equals: [size x K]. */
async function ownErrors(task: HeadTask, size: number): Promise<Float32Array> {
  const k = task.head.rows;
  const out = new Float32Array(size * k);
  for await (const { start, end, logits } of headBlocks(task)) {
    for (let i = start; i < end; i++) {
      const own = logits.data.subarray((i - start) * k, (i - start + 1) * k);
      let top = 0;
      for (let c = 1; c < k; c++) if ((own[c] as number) > (own[top] as number)) top = c;
      const largest = own[top] as number;
      let sum = 0;
      for (const logit of own) sum += Math.exp(logit - largest);
      const at = (task.rows[i] as number) * k;
      let others = 0;
      for (let c = 0; c < k; c++) {
        const p = Math.exp((own[c] as number) - largest) / sum;
        out[at + c] = p;
        if (c !== top) others += p;
      }
      // 1 - p would leave nothing of the small chances of a sure answer
      out[at + top] = -others;
    }
  }
  return out;
}

/** The labelled embeddings [L x D], and 1 at the class of each, else 0 [L x K]. */
function truthOf(
  embeddings: Matrix,
  { rows, labels }: WholePool['labelled'],
  classes: number,
): Readonly<Record<'h' | 'y', Tensor>> {
  if (rows.length === 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      'glister looks at the loss on labelled items, and there are none. Label some, or choose another strategy for the first round.',
    );
  }
  const truth = new Float32Array(rows.length * classes);
  for (const [i, label] of labels.entries()) {
    if (label >= classes) {
      throw new AlaasError(
        'INVALID_LABELS',
        `Row ${rows[i]} has class number ${label}, and the head has ${classes} classes, counted from 0.`,
      );
    }
    truth[i * classes + label] = 1;
  }
  return {
    h: { data: copyOfRows(embeddings, rows).data, shape: [rows.length, embeddings.columns] },
    y: { data: truth, shape: [rows.length, classes] },
  };
}
