import { AlaasError, type Head, type Matrix, parseOptions } from '@alaas/core';
import { findLearner } from '@alaas/zoo';

/**
 * A head that knows the given labels.
 *
 * @param learner id of the learner
 * @param embeddings [L x D]
 * @param labels [L] class names; the head's classes are these in code-unit order
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_LABELS` when fewer than two classes are named
 */
export function fitHead(learner: string, embeddings: Matrix, labels: readonly string[]): Head {
  const { fit, ...info } = findLearner(learner);
  const classes = [...new Set(labels)].sort();
  if (classes.length < 2) {
    throw new AlaasError(
      'INVALID_LABELS',
      `The labels name only ${classes.map((name) => `"${name}"`).join(', ')}; give items of at least two classes.`,
    );
  }
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const training = { embeddings, labels: Int32Array.from(labels, (name) => numbers.get(name) as number), classes };
  return fit(training, parseOptions(info, {}));
}
