import { AlaasError, defineLearner, type Head, type Tensor, type TrainingSet } from '@alaas/core';
import { z } from 'zod';
import { checkTraining } from '../heads/check-training.ts';
import { fitSoftmax } from '../heads/fit-softmax.ts';
import { linearProgram } from '../heads/linear-program.ts';
import type { LinearParameters } from '../heads/softmax-metric.ts';

/**
 * A linear classifier: p = softmax(W h + b), with the W and b of the highest likelihood under a penalty on W. One
 * solution whatever the seed. A class without a row may be named; it ends up improbable.
 *
 * Minimises sum_i w_i (-ln p_i,y) + l2 / 2 |W|^2, w_i the row's weight times its class's; b is free. O(iterations L K D).
 */
export default defineLearner({
  id: 'softmax-regression',
  title: 'Softmax regression',
  summary: 'A linear classifier of the highest likelihood under a penalty on its weights.',
  reference: 'Cox 1958; Liu & Nocedal 1989 for L-BFGS',
  options: z.object({
    l2: z.number().positive().default(1).describe('Penalty: l2 / 2 times the squared weights, beside the summed loss.'),
    classWeights: z
      .enum(['none', 'balanced'])
      .default('none')
      .describe('balanced: classes count alike, however many rows each has.'),
    tolerance: z.number().positive().default(1e-4).describe('Ends when no slope of the mean loss is larger.'),
    maxIterations: z.int().positive().default(1000).describe('Steps at most.'),
  }),
  program: () => linearProgram,
  async fit(training, { options, compute, checkpoint, previous }) {
    checkTraining(training);
    const { embeddings, labels, classes } = training;
    const { l2, tolerance, maxIterations } = options;
    const counts = countsOf(training, options.classWeights === 'balanced');
    const start = previous && startFrom(previous, classes, embeddings.columns);
    const { weights, bias } = await fitSoftmax(
      {
        rows: { embeddings, labels, counts, classes: classes.length },
        l2,
        tolerance,
        maxIterations,
        ...(start && { start }),
      },
      { compute, checkpoint },
    );
    return {
      learner: 'softmax-regression',
      classes,
      width: embeddings.columns,
      parameters: {
        weights: { data: weights, shape: [classes.length, embeddings.columns] },
        bias: { data: bias, shape: [1, classes.length] },
      },
      members: [],
      temperature: 1,
    };
  },
});

/** [L] how much each row counts. Balanced: every class that has rows counts as if it had its share of them. */
function countsOf({ labels, classes, weights }: TrainingSet, isBalanced: boolean): Float64Array {
  const counts = Float64Array.from(labels, (_, row) => weights?.[row] ?? 1);
  if (!isBalanced) return counts;
  const masses = new Float64Array(classes.length);
  for (const [row, label] of labels.entries()) masses[label] = (masses[label] as number) + (counts[row] as number);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const present = masses.filter((mass) => mass > 0).length;
  return counts.map((count, row) => (count * total) / (present * (masses[labels[row] as number] as number)) || 0);
}

/** The weights of the classes that a head knows, zeros for the others. */
function startFrom(previous: Head, classes: readonly string[], width: number): LinearParameters {
  if (previous.width !== width || previous.learner !== 'softmax-regression') {
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `The previous head is of ${previous.learner} with embeddings of width ${previous.width}, and these have ${width}; start without it.`,
    );
  }
  const known = previous.parameters as Record<'weights' | 'bias', Tensor>;
  const places = new Map(previous.classes.map((name, k) => [name, k]));
  const weights = new Float32Array(classes.length * width);
  const bias = new Float32Array(classes.length);
  for (const [k, name] of classes.entries()) {
    const from = places.get(name);
    if (from === undefined) continue;
    weights.set(known.weights.data.subarray(from * width, (from + 1) * width), k * width);
    bias[k] = known.bias.data[from] as number;
  }
  return { weights, bias };
}
