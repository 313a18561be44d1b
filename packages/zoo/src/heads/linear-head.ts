import type { Head, Matrix } from '@alaas/core';
import { findLearner } from '../find.ts';

/**
 * A head as one matrix, when its logits are linear in the embedding: softmax(head [h; 1]) are its probabilities, the
 * temperature folded in.
 *
 * @returns [K x (D + 1)], weights of each class, then its bias; undefined for other heads
 * @throws AlaasError `UNKNOWN_LEARNER`
 */
export function linearHead(head: Head): Matrix | undefined {
  if (findLearner(head.learner).isLinear !== true) return undefined;
  const { width, temperature, parameters } = head;
  const { weights, bias } = parameters as Record<'weights' | 'bias', Head['parameters'][string]>;
  const rows = head.classes.length;
  const columns = width + 1;
  const data = new Float32Array(rows * columns);
  for (let k = 0; k < rows; k++) {
    for (let d = 0; d < width; d++) data[k * columns + d] = (weights.data[k * width + d] as number) / temperature;
    data[k * columns + width] = (bias.data[k] as number) / temperature;
  }
  return { data, rows, columns };
}
