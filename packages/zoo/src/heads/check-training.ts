import { AlaasError, type TrainingSet } from '@alaas/core';
import { checkFinite } from './check-finite.ts';

/**
 * Refuses what no learner could learn from. A class without a row is allowed.
 *
 * @throws AlaasError `INVALID_LABELS`, `INVALID_EMBEDDINGS` naming the row
 */
export function checkTraining({ embeddings, labels, classes, weights }: TrainingSet): void {
  if (labels.length !== embeddings.rows) {
    throw refuse(`${embeddings.rows} embeddings have ${labels.length} labels; give one each.`);
  }
  if (labels.length === 0) throw refuse('There is no labelled item; label at least one.');
  const stray = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (stray >= 0) {
    throw refuse(
      `Row ${stray} has class number ${labels[stray]}, and there are ${classes.length} classes, counted from 0.`,
    );
  }
  if (weights !== undefined) checkWeights(weights, labels.length);
  checkFinite(embeddings);
}

function checkWeights(weights: Float32Array, rows: number): void {
  if (weights.length !== rows) throw refuse(`${rows} labels have ${weights.length} weights; give one each.`);
  const unsound = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (unsound >= 0) {
    throw refuse(`Row ${unsound} has the weight ${weights[unsound]}; give finite numbers from 0 on.`);
  }
  if (weights.every((weight) => weight === 0))
    throw refuse('Every row has the weight 0; give at least one a higher one.');
}

function refuse(message: string): AlaasError {
  return new AlaasError('INVALID_LABELS', message);
}
