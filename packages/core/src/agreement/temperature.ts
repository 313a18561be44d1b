import { type Matrix, matrix } from '../matrix.ts';
import type { Answers } from './answers.ts';
import { type ClassCounts, classCounts } from './class-counts.ts';
import { refuseProbabilities } from './refuse-probabilities.ts';

/** A probability of 0 would have no logarithm. */
const LEAST = 1e-6;

// Sharpness is one over the temperature. Beyond these a model is taken for certain, or for one that knows nothing.
const SHARPEST = 32;
const FLATTEST = 1 / 32;
/** Each halving of 10 powers of two gives a bit: the temperature is then known to 1e-8 of itself. */
const HALVINGS = 32;

/**
 * The temperature that makes a model's probabilities fit the annotators' answers best: least cross-entropy from the share of
 * answers to each class of an item, in the mean over the answered items. Guo et al. 2017; as a step before CROWDLAB, Goh,
 * Tkachenko & Mueller 2022. The loss is convex in one over the temperature, so its only minimum is found by bisection.
 *
 * @param probabilities [N x K] one row per item number
 * @returns in [1/32, 32]; above 1 = the model is too sure of itself; 1 when nobody has answered
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer, `INVALID_PROBABILITIES` the first bad row
 */
export function fitTemperature(answers: Answers, probabilities: Matrix): number {
  const items = classCounts(answers);
  refuseProbabilities(items, probabilities);
  if (items.length === 0) return 1;
  let [flat, sharp] = [Math.log(FLATTEST), Math.log(SHARPEST)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (flat + sharp) / 2;
    if (slopeAt(Math.exp(middle), items, probabilities) < 0) flat = middle;
    else sharp = middle;
  }
  return 1 / Math.exp((flat + sharp) / 2);
}

/**
 * The probabilities at another temperature: p^(1 / temperature), scaled to sum to 1, where a p below 1e-6 counts as 1e-6.
 *
 * @param probabilities [N x K]
 * @param temperature > 0; above 1 flattens, below 1 sharpens
 * @returns [N x K], a copy
 */
export function atTemperature(probabilities: Matrix, temperature: number): Matrix {
  const { data, rows, columns } = probabilities;
  const scaled = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) scaled.set(rowAt(probabilities, row, 1 / temperature), row * columns);
  return matrix(scaled, columns);
}

/** How the summed cross-entropy changes with the sharpness: the mean log of the model's draws less that of the answers. */
function slopeAt(sharpness: number, items: readonly ClassCounts[], probabilities: Matrix): number {
  const { columns } = probabilities;
  let slope = 0;
  for (const { item, total, counts } of items) {
    const row = rowAt(probabilities, item, sharpness);
    for (let k = 0; k < columns; k++) {
      const answered = (counts.get(k) ?? 0) / total;
      slope += ((row[k] as number) - answered) * logAt(probabilities, item, k);
    }
  }
  return slope;
}

function rowAt(probabilities: Matrix, row: number, sharpness: number): Float64Array {
  const logs = Float64Array.from({ length: probabilities.columns }, (_, k) => sharpness * logAt(probabilities, row, k));
  const largest = logs.reduce((a, b) => Math.max(a, b));
  const powers = logs.map((log) => Math.exp(log - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

function logAt({ data, columns }: Matrix, row: number, k: number): number {
  return Math.log(Math.max(data[row * columns + k] as number, LEAST));
}
