import { type Expr, ops } from '@alaas/core';

/** Taken off a logit, this leaves no chance to its class. */
const NEVER = 1e30;

/**
 * Where an embedding has to go to make its class least likely: the gradient of -ln p_y by the embedding, over 1 - p_y.
 * That is sum_c q_c (w_c - w_y) with q the chances of the other classes among themselves; its direction is that of the
 * gradient, and it does not vanish where p_y is 1 in float32.
 *
 * @param logits [rows x K]; @param isTop [rows x K] 1 at y, else 0; @param w [K x D]
 * @returns [rows x D]
 */
export function rivalPull(logits: Expr, isTop: Expr, w: Expr): Expr {
  const others = ops.sub(logits, ops.mul(isTop, NEVER));
  const chances = ops.exp(ops.sub(others, ops.reduceMax(others, 1, true)));
  const q = ops.div(chances, ops.reduceSum(chances, 1, true));
  return ops.matMul(ops.sub(q, isTop), w);
}

/** 1 at the largest value of each row, the first among equals, else 0. */
export function topFlags(logits: Float32Array, columns: number): Float32Array {
  const flags = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += columns) {
    let top = start;
    for (let i = start + 1; i < start + columns; i++) if ((logits[i] as number) > (logits[top] as number)) top = i;
    flags[top] = 1;
  }
  return flags;
}
