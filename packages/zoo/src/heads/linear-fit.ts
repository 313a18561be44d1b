import type { Head, TrainingSet } from '@alaas/core';
import type { SoftmaxTask } from './fit-softmax.ts';
import type { LinearParameters } from './softmax-metric.ts';
import { countsOf, penaltyOf } from './softmax-options.ts';
import { checkPrevious, classRows } from './start-from.ts';

/** Options of a learner of linear heads, parsed. */
export interface LinearOptions {
  readonly l2: number | 'auto';
  readonly classWeights: 'none' | 'balanced';
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** What {@link fitSoftmax} is asked for a training set under these options. */
export function softmaxTask(
  learner: string,
  training: TrainingSet,
  options: LinearOptions,
  previous: Head | undefined,
): SoftmaxTask {
  const { embeddings, labels, classes } = training;
  const counts = countsOf(training, options.classWeights === 'balanced');
  if (previous !== undefined) checkPrevious(previous, learner, embeddings.columns);
  const start = previous && {
    weights: classRows(previous, 'weights', classes, embeddings.columns),
    bias: classRows(previous, 'bias', classes, 1),
  };
  return {
    rows: { embeddings, labels, counts, classes: classes.length },
    l2: penaltyOf(options.l2, training, counts),
    tolerance: options.tolerance,
    maxIterations: options.maxIterations,
    ...(start && { start }),
  };
}

/** The parameters as the linear program reads them. */
export function linearParameters({ weights, bias }: LinearParameters): Head['parameters'] {
  return {
    weights: { data: weights, shape: [bias.length, weights.length / bias.length] },
    bias: { data: bias, shape: [1, bias.length] },
  };
}
