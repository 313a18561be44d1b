import { AlaasError, type Compute, createRandom, type Head, type Matrix, parseOptions } from '@alaas/core';
import { findLearner } from '@alaas/zoo';

/** What a head is made from. Plain data, so that a thread can be asked for it. */
export interface FitTask {
  /** Id of the learner. */
  readonly learner: string;
  readonly options: Record<string, unknown>;
  /** [L x D] */
  readonly embeddings: Matrix;
  /** [L] class names. */
  readonly labels: readonly string[];
  /** [L] how much each row counts. Default: 1 each. */
  readonly weights?: Float32Array;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** A head of the same learner to start from. */
  readonly previous?: Head;
}

/**
 * A head that knows the given labels; its classes are their names in code-unit order.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_OPTION`, `INVALID_LABELS` when fewer than two classes are named,
 * `INVALID_EMBEDDINGS`, `CANCELLED`
 */
export async function fitHead(
  task: FitTask,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Head> {
  const learner = findLearner(task.learner);
  const classes = [...new Set(task.labels)].sort();
  if (classes.length < 2) {
    throw new AlaasError(
      'INVALID_LABELS',
      `The labels name only ${classes.map((name) => `"${name}"`).join(', ')}; give items of at least two classes.`,
    );
  }
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const { embeddings, weights, previous } = task;
  const labels = Int32Array.from(task.labels, (name) => numbers.get(name) as number);
  return await learner.fit(
    { embeddings, labels, classes, ...(weights && { weights }) },
    {
      options: parseOptions(learner, task.options),
      random: createRandom(task.seed).fork(learner.id),
      compute,
      checkpoint,
      ...(previous && { previous }),
    },
  );
}
