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
  const shares = sharesOf(items, probabilities.columns);
  const logs = logsOf(
    items.map(({ item }) => item),
    probabilities,
  );
  let [flat, sharp] = [Math.log(FLATTEST), Math.log(SHARPEST)];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (flat + sharp) / 2;
    if (slopeAt(Math.exp(middle), shares, { logs, columns: probabilities.columns }) < 0) flat = middle;
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
  const { rows, columns } = probabilities;
  const scaled = logsOf(Array.from({ length: rows }).keys(), probabilities).map((log) => log / temperature);
  for (let start = 0; start < scaled.length; start += columns) softmax(scaled.subarray(start, start + columns));
  return matrix(Float32Array.from(scaled), columns);
}

/** How the summed cross-entropy changes with the sharpness: the mean log of the model's draws less that of the answers. */
function slopeAt(sharpness: number, shares: Float64Array, { logs, columns }: Logs): number {
  const row = new Float64Array(columns);
  let slope = 0;
  for (let start = 0; start < logs.length; start += columns) {
    for (let k = 0; k < columns; k++) row[k] = sharpness * (logs[start + k] as number);
    softmax(row);
    for (let k = 0; k < columns; k++) {
      slope += ((row[k] as number) - (shares[start + k] as number)) * (logs[start + k] as number);
    }
  }
  return slope;
}

interface Logs {
  /** [n x K] */
  readonly logs: Float64Array;
  readonly columns: number;
}

/** [n x K] the share of each item's answers that gave each class. */
function sharesOf(items: readonly ClassCounts[], columns: number): Float64Array {
  const shares = new Float64Array(items.length * columns);
  for (const [i, { counts, total }] of items.entries()) {
    for (const [value, count] of counts) shares[i * columns + value] = count / total;
  }
  return shares;
}

/** [n x K] logarithms of these rows. */
function logsOf(rows: Iterable<number>, { data, columns }: Matrix): Float64Array {
  const list = [...rows];
  const logs = new Float64Array(list.length * columns);
  for (const [i, row] of list.entries()) {
    for (let k = 0; k < columns; k++) {
      logs[i * columns + k] = Math.log(Math.max(data[row * columns + k] as number, LEAST));
    }
  }
  return logs;
}

/** In place. */
function softmax(row: Float64Array): void {
  let [largest, sum] = [Number.NEGATIVE_INFINITY, 0];
  for (const log of row) largest = Math.max(largest, log);
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp((row[k] as number) - largest);
    sum += row[k] as number;
  }
  for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) / sum;
}
