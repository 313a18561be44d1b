import { graph, ops } from '@alaas/core';

/**
 * logits = h W' + b, of every learner whose heads are linear in the embedding: parameters `weights` [K x D] and `bias`
 * [1 x K].
 */
export const linearProgram = graph({
  logits: ops.add(
    ops.matMul(ops.input('embeddings', ['rows', 'd']), ops.input('weights', ['k', 'd']), { transposeB: true }),
    ops.input('bias', [1, 'k']),
  ),
});
