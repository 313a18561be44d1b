import { createRandom } from '@alaas/core';
import { expect, test } from 'vitest';
import { factorise, invertLower, invertPositive, solverOf } from './cholesky.ts';

const quiet = (): void => undefined;

test('the factor of a known matrix', () => {
  // [[2, 0], [3, 4]] times its transpose
  const a = Float64Array.of(4, 99, 6, 25);
  expect(factorise(a, 2, quiet)).toBe(true);
  expect([...a]).toEqual([2, 99, 3, 4]);
});

test('a factor times its transpose is the matrix again, and its inverse undoes it', () => {
  const n = 23;
  const random = createRandom(4);
  const b = Float64Array.from({ length: n * n }, () => random.next() - 0.5);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      a[i * n + j] = i === j ? 0.1 : 0;
      for (let k = 0; k < n; k++)
        a[i * n + j] = (a[i * n + j] as number) + (b[i * n + k] as number) * (b[j * n + k] as number);
    }
  }
  const l = a.slice();
  expect(factorise(l, n, quiet)).toBe(true);
  const inverse = invertLower(l, n, quiet);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      let identity = 0;
      for (let k = 0; k <= j; k++) product += (l[i * n + k] as number) * (l[j * n + k] as number);
      for (let k = j; k <= i; k++) identity += (l[i * n + k] as number) * (inverse[k * n + j] as number);
      expect(product).toBeCloseTo(a[i * n + j] as number, 10);
      expect(identity).toBeCloseTo(i === j ? 1 : 0, 9);
    }
  }
});

test('a matrix that is not positive definite has none', () => {
  expect(factorise(Float64Array.of(1, 0, 2, 1), 2, quiet)).toBe(false);
  expect(factorise(Float64Array.of(Number.NaN), 1, quiet)).toBe(false);
});

test('the inverse of a known matrix', () => {
  // 1 / 16 of (5, -2; -2, 4)
  expect([...(invertPositive(Float64Array.of(4, 2, 2, 5), 2, quiet) as Float64Array)]).toEqual([
    0.3125, -0.125, -0.125, 0.25,
  ]);
});

test('an inverse times its matrix is one', () => {
  const n = 37;
  const random = createRandom(8);
  const half = Float64Array.from({ length: n * n }, () => random.next() - 0.5);
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 0.1 : 0;
    for (let k = 0; k < n; k++) sum += (half[i * n + k] as number) * (half[j * n + k] as number);
    return sum;
  });
  const inverse = invertPositive(matrix, n, quiet) as Float64Array;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (matrix[i * n + k] as number) * (inverse[k * n + j] as number);
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
    }
  }
});

test('there is no inverse of a matrix that is not positive definite', () => {
  expect(invertPositive(new Float64Array(4), 2, quiet)).toBeUndefined();
});

test('a solved system, by hand', () => {
  // [[4, 2], [2, 5]] (x, y) = (8, 12): x = 1, y = 2
  const solve = solverOf(Float64Array.of(4, Number.NaN, 2, 5), 2, quiet);
  const b = Float64Array.of(8, 12);
  solve(b);
  expect([...b]).toEqual([1, 2]);
});

test('a solution gives what the matrix takes back, again and again', () => {
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
    quiet,
  );
  for (let turn = 0; turn < 2; turn++) {
    const x = Float64Array.from({ length: n }, () => random.next());
    const b = x.map((_, i) => x.reduce((sum, value, j) => sum + value * at(i, j), 0));
    solve(b);
    for (const [i, value] of x.entries()) expect(b[i]).toBeCloseTo(value, 9);
  }
});
