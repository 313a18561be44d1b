import { addWork, defineSelector, type Matrix, mixer, type Tensor } from '@alaas/core';
import { z } from 'zod';
import {
  type HeadGradient,
  labelledTruth,
  lossGraph,
  type OwnGradients,
  ownGradients,
} from '../geometry/head-gradients.ts';
import { copies, lists, products } from '../geometry/work.ts';
import { centredHead } from '../maths/centred-head.ts';

const ROWS_PER_CHECKPOINT = 4096;
const ITEMS_PER_CHECKPOINT = 32;
/** Share of an item's squared length below which what the chosen ones leave of it is rounding alone. */
const LEAST_REST = 1e-9;

/**
 * Asks the items whose weighted gradients together come nearest to the gradient of the whole pool, were the head right
 * about all of it: orthogonal matching pursuit. Killamsetty et al. 2021.
 */
export default defineSelector({
  id: 'grad-match',
  aliases: ['GradMatch', 'GRAD-MATCH', 'GradMatchActive'],
  title: 'GradMatch',
  family: 'hybrid',
  summary: 'Asks the items whose weighted gradients together come nearest to the gradient of the whole pool.',
  use: 'A batch should train as the whole pool would, or as the labelled items do, and batches are large.',
  avoid: 'The head is poor, since gradients of open items are taken at its own predictions.',
  formula:
    'argmax g(x) (G - sum_{z in S} w_z g(z)), S those chosen before and w the weights that minimise |G - sum w_z g(z)|^2 + ridge s |w|^2, s the mean |g|^2 of the candidates; g(x) = (p(x) - e_y) [h(x), 1] with y the likeliest class; G the sum of g over the candidates, or over the labelled items with their true classes; u = B - rank',
  reference: 'Killamsetty, Sivasubramanian, Ramakrishnan, De & Iyer 2021',
  cost: 'O(B N K D + B^2 K D); memory O(N K + B (B + D)) beside the signals',
  needs: ['embeddings', 'head'],
  matchesClasses: true,
  options: z.object({
    target: z
      .enum(['pool', 'labelled'])
      .default('pool')
      .describe('Whose gradient is matched. That of labelled items is about 0 where the head was trained on them.'),
    ridge: z
      .number()
      .min(0)
      .max(1000)
      .default(0.01)
      .describe('Keeps weights small, as a share of the mean squared length of a gradient.'),
  }),
  work: ({ n, d, k, labelled, budget }) =>
    addWork(
      lists(n * k, 4),
      lists(n, 24),
      copies(labelled, d + k),
      products(budget * n, k, d),
      lists(budget * (budget + d + k), 24, budget),
      { multiplications: budget * budget * (d + k) },
    ),
  async select({ candidates, embeddings, head, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const tieOf = mixer(random.below(2 ** 32));
    const own = await ownGradients({ embeddings, head, candidates, tieOf, compute, checkpoint });
    let target = await own.sum();
    if (options.target === 'labelled') {
      const { w, b } = centredHead(head, new Float32Array(embeddings.columns));
      const truth = labelledTruth('grad-match', { embeddings, labelled }, head.rows);
      const { byWeights, byBiases } = await compute.run(lossGraph, { ...truth, w, b });
      target = { byWeights: byWeights as Tensor, byBiases: byBiases as Tensor };
    }
    const parts = { embeddings, errors: own.errors, classes: head.rows };
    const mean = meanSquare(parts, candidates, checkpoint);
    const pursuit = new Pursuit(parts, target, options.ridge * mean);
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; rank++) {
      rows[rank] = await own.takeBest(pursuit.rest(checkpoint));
      pursuit.take(rows[rank] as number);
      progress(rank + 1);
    }
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

/** What gradients are made of: (p - e_y) [h, 1]. */
interface Parts {
  readonly embeddings: Matrix;
  readonly errors: OwnGradients['errors'];
  readonly classes: number;
}

/** The weighted gradients that come nearest to a target, by a Cholesky factor that grows by a row with each item. */
class Pursuit {
  readonly #parts: Parts;
  readonly #target: HeadGradient;
  readonly #ridge: number;
  /** Items that brought something new. */
  readonly #rows: number[] = [];
  readonly #factor: Float64Array[] = [];
  /** The factor's inverse times the products of the items with the target. */
  readonly #solved: number[] = [];

  constructor(parts: Parts, target: HeadGradient, ridge: number) {
    this.#parts = parts;
    this.#target = target;
    this.#ridge = ridge;
  }

  take(row: number): void {
    const size = this.#rows.length;
    const line = new Float64Array(size + 1);
    for (let i = 0; i <= size; i++) {
      const factor = this.#factor[i] ?? line;
      let rest = product(this.#parts, row, this.#rows[i] ?? row);
      if (i === size) rest += this.#ridge;
      const whole = rest;
      for (let j = 0; j < i; j++) rest -= (line[j] as number) * (factor[j] as number);
      if (i < size) line[i] = rest / (factor[i] as number);
      // copies without a ridge bring nothing
      else if (!(rest > LEAST_REST * whole)) return;
      else line[i] = Math.sqrt(rest);
    }
    let solved = along(this.#parts, row, this.#target);
    for (let j = 0; j < size; j++) solved -= (line[j] as number) * (this.#solved[j] as number);
    this.#rows.push(row);
    this.#factor.push(line);
    this.#solved.push(solved / (line[size] as number));
  }

  /** What the weighted items leave of the target. */
  rest(checkpoint: () => void): HeadGradient {
    const { embeddings, errors, classes: k } = this.#parts;
    const d = embeddings.columns;
    const byWeights = this.#target.byWeights.data.slice();
    const byBiases = this.#target.byBiases.data.slice();
    for (const [i, weight] of this.#weights().entries()) {
      if (i % ITEMS_PER_CHECKPOINT === 0) checkpoint();
      const row = this.#rows[i] as number;
      for (let c = 0; c < k; c++) {
        const share = weight * (errors[row * k + c] as number);
        byBiases[c] = (byBiases[c] as number) - share;
        for (let j = 0; j < d; j++) {
          byWeights[c * d + j] = (byWeights[c * d + j] as number) - share * (embeddings.data[row * d + j] as number);
        }
      }
    }
    return { byWeights: { data: byWeights, shape: [k, d] }, byBiases: { data: byBiases, shape: [1, k] } };
  }

  #weights(): Float64Array {
    const weights = Float64Array.from(this.#solved);
    for (let i = weights.length - 1; i >= 0; i--) {
      const line = this.#factor[i] as Float64Array;
      weights[i] = (weights[i] as number) / (line[i] as number);
      for (let j = 0; j < i; j++) weights[j] = (weights[j] as number) - (line[j] as number) * (weights[i] as number);
    }
    return weights;
  }
}

/** g(a) g(b) = (q_a q_b) (h_a h_b + 1). */
function product({ embeddings: { data, columns: d }, errors, classes: k }: Parts, a: number, b: number): number {
  let ofErrors = 0;
  for (let c = 0; c < k; c++) ofErrors += (errors[a * k + c] as number) * (errors[b * k + c] as number);
  let ofEmbeddings = 1;
  for (let j = 0; j < d; j++) ofEmbeddings += (data[a * d + j] as number) * (data[b * d + j] as number);
  return ofErrors * ofEmbeddings;
}

/** The product of an item's gradient with another direction. */
function along({ embeddings: { data, columns: d }, errors, classes: k }: Parts, row: number, to: HeadGradient): number {
  let total = 0;
  for (let c = 0; c < k; c++) {
    let sum = to.byBiases.data[c] as number;
    for (let j = 0; j < d; j++) sum += (to.byWeights.data[c * d + j] as number) * (data[row * d + j] as number);
    total += sum * (errors[row * k + c] as number);
  }
  return total;
}

function meanSquare(parts: Parts, rows: Uint32Array, checkpoint: () => void): number {
  let sum = 0;
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
    sum += product(parts, row, row);
  }
  return sum / rows.length;
}
