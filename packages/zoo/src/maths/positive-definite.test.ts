import { createRandom } from '@alaas/core';
import { expect, it } from 'vitest';
import { solverOf } from './positive-definite.ts';

const ignore = (): void => undefined;

it('solves by hand', () => {
  // [[4, 2], [2, 5]] (x, y) = (8, 12): x = 1, y = 2
  const solve = solverOf(Float64Array.of(4, Number.NaN, 2, 5), 2, ignore);
  const b = Float64Array.of(8, 12);
  solve(b);
  expect([...b]).toEqual([1, 2]);
});

it('gives what the matrix takes back, again and again', () => {
  const n = 40;
  const random = createRandom(2);
  const factor = Float64Array.from({ length: n * n }, () => random.next() - 0.5);
  const at = (i: number, j: number): number => {
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += (factor[i * n + k] as number) * (factor[j * n + k] as number);
    return sum;
  };
  const solve = solverOf(
    Float64Array.from({ length: n * n }, (_, i) => at(Math.floor(i / n), i % n)),
    n,
    ignore,
  );
  for (let turn = 0; turn < 2; turn++) {
    const x = Float64Array.from({ length: n }, () => random.next());
    const b = x.map((_, i) => x.reduce((sum, value, j) => sum + value * at(i, j), 0));
    solve(b);
    for (const [i, value] of x.entries()) expect(b[i]).toBeCloseTo(value, 9);
  }
});
