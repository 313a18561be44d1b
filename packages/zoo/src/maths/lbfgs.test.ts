import { describe, expect, it } from 'vitest';
import { type Evaluation, minimise } from './lbfgs.ts';

function task(
  start: number[],
  value: (x: Float32Array) => number,
  slope: (x: Float32Array) => number[],
  { tolerance = 1e-4, maxIterations = 500 } = {},
) {
  const evaluate = async (x: Float32Array): Promise<Evaluation> => ({
    value: value(x),
    gradient: Float32Array.from(slope(x)),
  });
  return { start: Float32Array.from(start), evaluate, tolerance, maxIterations };
}

describe('minimise', () => {
  it('finds the bottom of a bowl that is a thousand times steeper one way than the other', async () => {
    const scales = Array.from({ length: 12 }, (_, i) => 10 ** (i / 4));
    const bowl = task(
      scales.map(() => 5),
      (x) => scales.reduce((sum, scale, i) => sum + (scale * ((x[i] as number) - i) ** 2) / 2, 0),
      (x) => scales.map((scale, i) => scale * ((x[i] as number) - i)),
    );
    const { x, value, isConverged, iterations } = await minimise(bowl);
    expect(isConverged).toBe(true);
    expect(iterations).toBeLessThan(100);
    for (const i of scales.keys()) expect(x[i]).toBeCloseTo(i, 3);
    expect(value).toBeLessThan(1e-7);
  });

  it('comes as near as float32 can tell to the bottom of a bowl of uneven sides', async () => {
    const least = [3, -2, 0.5, 40];
    const sides = [1000, 1, 10, 0.5];
    const bowl = task(
      [0, 0, 0, 0],
      (v) => v.reduce((sum, x, i) => sum + 0.5 * (sides[i] as number) * (x - (least[i] as number)) ** 2, 0),
      (v) => sides.map((side, i) => side * ((v[i] as number) - (least[i] as number))),
      { tolerance: 1e-9, maxIterations: 200 },
    );
    const { x } = await minimise(bowl);
    for (const [i, value] of least.entries()) expect(x[i]).toBeCloseTo(value, 5);
  });

  it('needs two steps where the bowl is round', async () => {
    const round = task(
      [3, -4],
      ([a = 0, b = 0]) => a * a + b * b,
      ([a = 0, b = 0]) => [2 * a, 2 * b],
    );
    const { x, iterations } = await minimise(round);
    expect(iterations).toBeLessThanOrEqual(2);
    expect(Math.hypot(...x)).toBeLessThan(1e-4);
  });

  it('finds where a sum of exponentials is flat', async () => {
    // e^x + e^-2x: slope e^x - 2 e^-2x is 0 at ln(2) / 3
    const walk = task(
      [30],
      ([x = 0]) => Math.exp(x) + Math.exp(-2 * x),
      ([x = 0]) => [Math.exp(x) - 2 * Math.exp(-2 * x)],
    );
    const { x, isConverged } = await minimise(walk);
    expect(isConverged).toBe(true);
    expect(x[0]).toBeCloseTo(Math.log(2) / 3, 4);
  });

  it('goes round the bend of the valley of Rosenbrock', async () => {
    const valley = task(
      [-1.2, 1],
      ([a = 0, b = 0]) => (1 - a) ** 2 + 100 * (b - a * a) ** 2,
      ([a = 0, b = 0]) => [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)],
      { tolerance: 1e-3 },
    );
    const { x, isConverged } = await minimise(valley);
    expect(isConverged).toBe(true);
    expect(x[0]).toBeCloseTo(1, 2);
    expect(x[1]).toBeCloseTo(1, 2);
  });

  it('stays where it is when that is the minimum, and leaves its start as it was', async () => {
    const bowl = task(
      [0, 0],
      ([a = 0, b = 0]) => a * a + b * b,
      ([a = 0, b = 0]) => [2 * a, 2 * b],
    );
    const { evaluations, iterations } = await minimise(bowl);
    expect([evaluations, iterations]).toEqual([1, 0]);
    expect([...bowl.start]).toEqual([0, 0]);
  });

  it('gives up on a slope that has no bottom, after the steps it may take', async () => {
    const slope = task(
      [0],
      ([x = 0]) => -x,
      () => [-1],
      { maxIterations: 7 },
    );
    const { isConverged, iterations } = await minimise(slope);
    expect(isConverged).toBe(false);
    expect(iterations).toBeLessThanOrEqual(7);
  });

  it('ends where the values are no numbers', async () => {
    const broken = task(
      [1],
      () => Number.NaN,
      () => [1],
    );
    expect((await minimise(broken)).isConverged).toBe(false);
  });

  it('measures by the norm it is given', async () => {
    const bowl = task(
      [1],
      ([x = 0]) => x * x,
      ([x = 0]) => [2 * x],
    );
    const evaluate = async (x: Float32Array) => ({ ...(await bowl.evaluate(x)), norm: 0 });
    expect((await minimise({ ...bowl, evaluate })).iterations).toBe(0);
  });
});
