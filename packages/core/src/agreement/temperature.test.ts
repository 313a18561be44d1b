import { describe, expect, it } from 'vitest';
import { type Matrix, matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { answersOf, type Table, tableOf } from './answers.fixture.ts';
import { atTemperature, fitTemperature } from './temperature.ts';

/** Mean cross-entropy from the answers' shares to the scaled probabilities. */
function lossAt(temperature: number, table: Table, { data, columns }: Matrix): number {
  let loss = 0;
  for (const [item, row] of table.entries()) {
    const answers = row.filter((value) => value !== undefined);
    const powers = Array.from(data.subarray(item * columns, (item + 1) * columns), (p) => p ** (1 / temperature));
    const sum = powers.reduce((a, b) => a + b);
    for (const value of answers) loss -= Math.log((powers[value] as number) / sum) / answers.length;
  }
  return loss;
}

describe('fitTemperature', () => {
  const random = createRandom(5);
  const rows = Array.from({ length: 60 }, () => {
    const weights = Array.from({ length: 3 }, () => 0.02 + random.next() ** 3);
    return weights.map((weight) => weight / weights.reduce((a, b) => a + b));
  });
  const probabilities = matrix(Float32Array.from(rows.flat()), 3);
  const answers: Table = rows.map((row) => [
    row.indexOf(Math.max(...row)),
    random.next() < 0.5 ? random.below(3) : undefined,
  ]);

  it('finds the temperature of least cross-entropy', () => {
    const temperature = fitTemperature(answersOf(answers), probabilities);
    const grid = Array.from({ length: 2001 }, (_, i) => Math.exp(-3 + i * 0.003));
    const losses = grid.map((t) => lossAt(t, answers, probabilities));
    const best = grid[losses.indexOf(Math.min(...losses))] as number;
    expect(Math.abs(Math.log(temperature / best))).toBeLessThan(0.003);
  });

  it('gives back the temperature at which answers were drawn', () => {
    const sharp = atTemperature(probabilities, 1 / 2.5);
    // ten answers to an item, in the numbers its own probabilities say
    const table = rows.map((row) => row.flatMap((p, k) => Array.from({ length: Math.round(1000 * p) }, () => k)));
    expect(fitTemperature(answersOf(table), sharp)).toBeCloseTo(2.5, 1);
  });

  it('ends at its bounds for a model that is always right, and for one that never is', () => {
    const model = matrix(Float32Array.of(0.75, 0.25, 0.25, 0.75), 2);
    expect(fitTemperature(answersOf(tableOf('0', '1')), model)).toBeCloseTo(1 / 32, 6);
    expect(fitTemperature(answersOf(tableOf('1', '0')), model)).toBeCloseTo(32, 4);
    expect(fitTemperature(answersOf([]), model)).toBe(1);
  });
});

describe('atTemperature', () => {
  it('takes each probability to the power of one over the temperature', () => {
    const model = matrix(Float32Array.of(0.8, 0.2, 0.5, 0.5), 2);
    // roots of 0.8 and 0.2 are as 2 to 1
    expect(atTemperature(model, 2).data[0]).toBeCloseTo(2 / 3, 6);
    expect(atTemperature(model, 0.5).data[0]).toBeCloseTo(0.64 / 0.68, 6);
    expect([...atTemperature(model, 7).data.subarray(2)]).toEqual([0.5, 0.5]);
    expect(atTemperature(model, 1).data[1]).toBeCloseTo(0.2, 6);
    expect(model.data[0]).toBeCloseTo(0.8, 6);
  });

  it('stays a probability where one is 0', () => {
    const scaled = atTemperature(matrix(Float32Array.of(1, 0), 2), 2);
    // the 0 counts as 1e-6, whose root is 1e-3
    expect(scaled.data[1]).toBeCloseTo(0.001 / 1.001, 8);
  });
});
