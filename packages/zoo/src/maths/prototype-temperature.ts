import type { Matrix } from '@alaas/core';
import { type Prototypes, squaredDistances } from './prototypes.ts';

/** Squared distances of unit rows lie in 0..4, and those to two prototypes differ by hundredths to tenths. */
const temperatures = [2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005];

/** Where no class has two rows, nothing can be left out. */
const unknownTemperature = 0.1;

/**
 * The temperature out of a fixed list under which each labelled row is likeliest to be of its class, measured
 * against prototypes made without that row. Rows that are alone in their class are passed over. Of equal ones the
 * highest, which is the least sure.
 *
 * O(L K (D + temperatures)).
 */
export function likeliestTemperature(rows: Matrix, labels: Int32Array, prototypes: Prototypes): number {
  const distances = leaveOneOutDistances(rows, labels, prototypes);
  if (distances.rows === 0) return unknownTemperature;
  let best = unknownTemperature;
  let bestLikelihood = Number.NEGATIVE_INFINITY;
  for (const temperature of temperatures) {
    const likelihood = logLikelihood(distances, temperature);
    if (likelihood > bestLikelihood) {
      best = temperature;
      bestLikelihood = likelihood;
    }
  }
  return best;
}

/**
 * Squared distances to all prototypes, that to the row's own class first. A row's distance to the mean of the others
 * follows from that to the mean of all: h - (n m - h) / (n - 1) = (h - m) n / (n - 1).
 */
function leaveOneOutDistances(rows: Matrix, labels: Int32Array, { means, counts }: Prototypes): Matrix {
  const all = squaredDistances(rows, means);
  const kept: number[] = [];
  for (let row = 0; row < rows.rows; row++) {
    const label = labels[row] as number;
    const count = counts[label] as number;
    if (count < 2) continue;
    const own = all.data[row * all.columns + label] as number;
    kept.push(own * (count / (count - 1)) ** 2);
    for (let c = 0; c < all.columns; c++) if (c !== label) kept.push(all.data[row * all.columns + c] as number);
  }
  return { data: Float32Array.from(kept), rows: kept.length / all.columns, columns: all.columns };
}

function logLikelihood({ data, rows, columns }: Matrix, temperature: number): number {
  let total = 0;
  for (let start = 0; start < rows * columns; start += columns) {
    const own = data[start] as number;
    let nearest = own;
    for (let i = start; i < start + columns; i++) nearest = Math.min(nearest, data[i] as number);
    let sum = 0;
    for (let i = start; i < start + columns; i++) sum += Math.exp((nearest - (data[i] as number)) / temperature);
    total += (nearest - own) / temperature - Math.log(sum);
  }
  return total;
}
