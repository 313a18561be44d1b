import { type Graph, graph, ops } from '@alaas/core';

/** Below any length that float32 can square. */
const SHORTEST = 1e-20;

const h = ops.input('embeddings', ['rows', 'd']);
const lengths = ops.sqrt(ops.reduceSum(ops.square(h), 1, true));
const unit = ops.div(h, ops.max(lengths, SHORTEST));
const distances = ops.squaredDistances(unit, ops.input('means', ['k', 'd']));

/** The logits of prototypes: minus the squared distance of each row, scaled to unit length, to each class's mean. */
export const prototypeLogits = ops.sub(ops.input('offsets', [1, 'k']), distances);

/** {@link prototypeLogits} as a head's program: inputs `embeddings`, `means` and `offsets`. */
export const prototypeProgram: Graph = graph({ logits: prototypeLogits });
