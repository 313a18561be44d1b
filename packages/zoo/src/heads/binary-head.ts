import { copyOfRows, type Matrix } from '@alaas/core';
import { fitSoftmax } from './fit-softmax.ts';
import { linearParameters } from './linear-fit.ts';
import { linearProgram } from './linear-program.ts';
import { type RunContext, runRows } from './run-rows.ts';
import type { LinearParameters } from './softmax-metric.ts';

const TOLERANCE = 1e-5;
export const MAX_ITERATIONS = 200;

export interface BinaryTask {
  /** [N x D] */
  readonly embeddings: Matrix;
  /** Rows to learn from, and whether each is of the class. Both kinds occur. */
  readonly rows: Uint32Array;
  readonly isOfClass: (row: number) => boolean;
  /** Factor of half the sum of squared weights in the loss. */
  readonly l2: number;
  /** What a fit of similar rows gave, to begin with. */
  readonly start?: LinearParameters;
}

/**
 * Logistic regression of one class against another, either counting one half however many rows it has: the mean loss plus
 * l2 / 2 |W|^2 of both logits, the biases free. O(iterations rows D).
 */
export async function fitBinaryHead(task: BinaryTask, context: RunContext): Promise<LinearParameters> {
  const { embeddings, rows, isOfClass, l2, start } = task;
  const labels = Int32Array.from(rows, (row) => (isOfClass(row) ? 0 : 1));
  const others = labels.reduce((sum, label) => sum + label, 0);
  const shares = [0.5 / (rows.length - others), 0.5 / others];
  return await fitSoftmax(
    {
      rows: {
        embeddings: copyOfRows(embeddings, rows),
        labels,
        counts: Float64Array.from(labels, (label) => shares[label] as number),
        classes: 2,
      },
      l2,
      tolerance: TOLERANCE,
      maxIterations: MAX_ITERATIONS,
      ...(start && { start }),
    },
    context,
  );
}

/** ln (p / (1 - p)) for the chance p that each row is of the class: [N]. Tells surer rows apart than p does. */
export async function logOdds(
  head: LinearParameters,
  embeddings: Matrix,
  context: RunContext,
): Promise<Float64Array<ArrayBuffer>> {
  const out = new Float64Array(embeddings.rows);
  await runRows(linearProgram, linearParameters(head), embeddings, context, ({ logits }, start) => {
    const pairs = logits?.data ?? [];
    for (let at = 0; at < pairs.length; at += 2) {
      out[start + at / 2] = (pairs[at] as number) - (pairs[at + 1] as number);
    }
  });
  return out;
}
