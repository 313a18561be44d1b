import { AlaasError, type Head, type Tensor, type TrainingSet } from '@alaas/core';
import { findLearner } from '../find.ts';
import { checkTraining } from './check-training.ts';
import { type RunContext, runRows } from './run-rows.ts';

/** Where the temperature is looked for; at the ends the held-out rows say little but "all wrong" or "all right". */
const LOWEST = 0.05;
const HIGHEST = 20;
/** A logit so low that no temperature makes the class likely: that of a class without a row, for a prototype. */
const IMPOSSIBLE = -1e20;
/** Halvings of the interval's logarithm: 6 / 2^30. */
const STEPS = 30;

/**
 * A head with the temperature under which held-out rows are likeliest: as sure as it is right. The order of the classes
 * stays what it was. Rows of classes that the head does not know are left out.
 *
 * @param heldOut labelled rows that the head was not trained on; their classes may be others than the head's
 * @throws AlaasError `INVALID_LABELS` when no row is of a class that the head knows, `INVALID_EMBEDDINGS`, `CANCELLED`
 * Guo et al. 2017. O(n K) beside one prediction.
 */
export async function calibrate(head: Head, heldOut: TrainingSet, context: RunContext): Promise<Head> {
  checkTraining(heldOut);
  const places = new Map(head.classes.map((name, k) => [name, k]));
  const labels = Array.from(heldOut.labels, (label) => places.get(heldOut.classes[label] as string) ?? -1);
  if (labels.every((label) => label < 0)) {
    throw new AlaasError('INVALID_LABELS', 'No held-out item is of a class that the head knows; hold out others.');
  }
  if (heldOut.embeddings.columns !== head.width) {
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `The head was trained on embeddings of width ${head.width}, and the held-out ones have ${heldOut.embeddings.columns}.`,
    );
  }
  const columns = head.classes.length;
  const logits = new Float32Array(labels.length * columns);
  await runRows(
    findLearner(head.learner).program(head),
    head.parameters,
    heldOut.embeddings,
    context,
    (outputs, start) => logits.set((outputs.logits as Tensor).data, start * columns),
  );
  let [low, high] = [Math.log(LOWEST), Math.log(HIGHEST)];
  for (let step = 0; step < STEPS; step++) {
    context.checkpoint();
    const middle = (low + high) / 2;
    // the likelihood is concave in 1 / T, and rises with T while the head is too sure
    if (excess(logits, labels, heldOut.weights, Math.exp(-middle)) > 0) low = middle;
    else high = middle;
  }
  return { ...head, temperature: Math.exp((low + high) / 2) };
}

/** Slope of minus the log-likelihood by 1 / T: by how much the expected logit is above that of the right class. */
function excess(logits: Float32Array, labels: number[], weights: Float32Array | undefined, inverse: number): number {
  const columns = logits.length / labels.length;
  let total = 0;
  for (const [row, label] of labels.entries()) {
    if (label < 0 || (logits[row * columns + label] as number) < IMPOSSIBLE) continue;
    const own = logits.subarray(row * columns, (row + 1) * columns);
    let most = Number.NEGATIVE_INFINITY;
    for (const logit of own) if (logit > most) most = logit;
    let [sum, expected] = [0, 0];
    for (const logit of own) {
      const weight = Math.exp((logit - most) * inverse);
      sum += weight;
      // 0 times infinity is no number
      if (weight > 0) expected += weight * logit;
    }
    total += (weights?.[row] ?? 1) * (expected / sum - (own[label] as number));
  }
  return total;
}
