import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cholesky, invertPositive, invertTriangle } from './cholesky.ts';

const ignore = (): void => undefined;

describe('cholesky', () => {
  it('factors and inverts a matrix as by hand', () => {
    const l = cholesky(Float64Array.of(4, 2, 2, 5), 2);
    expect([...(l as Float64Array)]).toEqual([2, 0, 1, 2]);
    expect([...invertTriangle(Float64Array.of(2, 0, 1, 2), 2)]).toEqual([0.5, 0, -0.25, 0.5]);
    // 1 / 16 of (5, -2; -2, 4)
    expect([...(invertPositive(Float64Array.of(4, 2, 2, 5), 2, ignore) as Float64Array)]).toEqual([
      0.3125, -0.125, -0.125, 0.25,
    ]);
  });

  it('gives what multiplies with the matrix to one', () => {
    const n = 37;
    const random = createRandom(8);
    const half = Float64Array.from({ length: n * n }, () => random.next() - 0.5);
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = i === j ? 0.1 : 0;
      for (let k = 0; k < n; k++) sum += (half[i * n + k] as number) * (half[j * n + k] as number);
      return sum;
    });
    const inverse = invertPositive(matrix, n, ignore) as Float64Array;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += (matrix[i * n + k] as number) * (inverse[k * n + j] as number);
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
      }
    }
  });

  it('says when a matrix is not positive definite', () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(invertPositive(new Float64Array(4), 2, ignore)).toBeUndefined();
  });
});
