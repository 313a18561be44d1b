import { AlaasError, copyOfRows, graph, ops, type Tensor, type WholePool } from '@alaas/core';
import { type HeadTask, headBlocks, rowsAtOnce } from './head-blocks.ts';
import { slices } from './rounding.ts';

/** Gradient of the loss on labelled items, by weights and biases. */
const h = ops.input('h', ['labelled', 'd']);
const y = ops.input('y', ['labelled', 'k']);
const w = ops.input('w', ['k', 'd']);
const b = ops.input('b', [1, 'k']);
const errors = ops.sub(ops.softmax(ops.add(ops.matMul(h, w, { transposeB: true }), b)), y);
export const lossGraph = graph({
  byWeights: ops.matMul(errors, h, { transposeA: true }),
  byBiases: ops.reduceSum(errors, 0, true),
});

/** Products of each item's own gradient with another. */
const x = ops.input('x', ['rows', 'd']);
const q = ops.input('q', ['rows', 'k']);
const byWeights = ops.input('byWeights', ['k', 'd']);
const byBiases = ops.input('byBiases', [1, 'k']);
const productsGraph = graph({
  products: ops.reduceSum(ops.mul(q, ops.add(ops.matMul(x, byWeights, { transposeB: true }), byBiases)), 1),
});

/** Sum of the gradients of a block of items. */
const sumGraph = graph({
  byWeights: ops.matMul(q, x, { transposeA: true }),
  byBiases: ops.reduceSum(q, 0, true),
});

/** A direction in which a linear head can move. */
export interface HeadGradient {
  /** [K x D] */
  readonly byWeights: Tensor;
  /** [1 x K] */
  readonly byBiases: Tensor;
}

/** What {@link ownGradients} reads. */
export interface OwnTask extends Omit<HeadTask, 'rows'> {
  /** Pool rows, ascending. */
  readonly candidates: Uint32Array;
  /** Decides between equal products: the smaller one first. */
  readonly tieOf: (row: number) => number;
}

/** Each candidate's gradient of the loss by the head, if the head is right about it: (p - e_y) [h, 1], never written out. */
export interface OwnGradients {
  /** [size x K] p - e_y, y the likeliest class, the first among equals; 0 for what is no candidate. */
  readonly errors: Float32Array;
  /** Sum of the gradients of all candidates. O(N K D). */
  sum(): Promise<HeadGradient>;
  /** The candidate, of those not taken, whose gradient has the largest product with this one; it is taken. O(N K D). */
  takeBest(along: HeadGradient): Promise<number>;
}

/** @throws AlaasError `CANCELLED` */
export async function ownGradients(task: OwnTask): Promise<OwnGradients> {
  const { embeddings, head, candidates, tieOf, compute, checkpoint } = task;
  const { columns: d, rows: size } = embeddings;
  const k = head.rows;
  const own = await errorsOf({ ...task, rows: candidates }, size);
  const isOpen = new Uint8Array(size);
  for (const row of candidates) isOpen[row] = 1;
  /** Labelled rows are among them, so that nothing is copied. */
  function* blocks(): Generator<{ readonly start: number; readonly x: Tensor; readonly q: Tensor }> {
    for (const [start, end] of slices(0, size, rowsAtOnce(head, size))) {
      checkpoint();
      yield {
        start,
        x: { data: embeddings.data.subarray(start * d, end * d), shape: [end - start, d] },
        q: { data: own.subarray(start * k, end * k), shape: [end - start, k] },
      };
    }
  }

  return {
    errors: own,
    async sum() {
      const total = { byWeights: new Float64Array(k * d), byBiases: new Float64Array(k) };
      for (const { x, q } of blocks()) {
        const part = await compute.run(sumGraph, { x, q });
        for (const name of ['byWeights', 'byBiases'] as const) {
          for (const [i, value] of (part[name] as Tensor).data.entries()) {
            total[name][i] = (total[name][i] as number) + value;
          }
        }
      }
      return {
        byWeights: { data: Float32Array.from(total.byWeights), shape: [k, d] },
        byBiases: { data: Float32Array.from(total.byBiases), shape: [1, k] },
      };
    },
    async takeBest(along) {
      let best = -1;
      let most = Number.NEGATIVE_INFINITY;
      for (const { start, x, q } of blocks()) {
        const { products } = await compute.run(productsGraph, { x, q, ...along });
        for (const [i, product] of (products as Tensor).data.entries()) {
          const row = start + i;
          if (isOpen[row] === 0 || product < most || (product === most && tieOf(row) >= tieOf(best))) continue;
          best = row;
          most = product;
        }
      }
      isOpen[best] = 0;
      return best;
    },
  };
}

async function errorsOf(task: HeadTask, size: number): Promise<Float32Array> {
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

/**
 * The labelled embeddings [L x D], and 1 at the class of each, else 0 [L x K].
 *
 * @throws AlaasError `INVALID_LABELS` when there are none, or of a class that the head does not know
 */
export function labelledTruth(
  id: string,
  { embeddings, labelled: { rows, labels } }: Pick<WholePool<'embeddings'>, 'embeddings' | 'labelled'>,
  classes: number,
): Readonly<Record<'h' | 'y', Tensor>> {
  if (rows.length === 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `${id} looks at the loss on labelled items, and there are none. Label some, or choose another strategy for the first round.`,
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
