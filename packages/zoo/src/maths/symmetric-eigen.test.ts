import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from './symmetric-eigen.ts';

const ignore = (): void => undefined;

describe('symmetricEigen', () => {
  it('solves a matrix of two rows as by hand', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2, ignore);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(Math.abs(vectors[0] as number)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[0]).toBeCloseTo(vectors[1] as number, 12);
  });

  it('gives orthogonal vectors that the matrix only stretches, largest first', () => {
    const n = 24;
    const random = createRandom(4);
    const half = Array.from({ length: n * 9 }, () => random.next() - 0.5);
    // of rank 9, so 15 values are 0
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let k = 0; k < 9; k++) sum += (half[i * 9 + k] as number) * (half[j * 9 + k] as number);
      return sum;
    });
    const { values, vectors } = symmetricEigen(matrix, n, ignore);
    for (let k = 0; k < n; k++) {
      if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1] as number);
      if (k >= 9) expect(values[k]).toBeCloseTo(0, 12);
      const vector = vectors.subarray(k * n, (k + 1) * n);
      for (let i = 0; i < n; i++) {
        const image = vector.reduce((sum, value, j) => sum + value * (matrix[i * n + j] as number), 0);
        expect(image).toBeCloseTo((values[k] as number) * (vector[i] as number), 11);
      }
      for (let other = 0; other <= k; other++) {
        const product = vector.reduce((sum, value, j) => sum + value * (vectors[other * n + j] as number), 0);
        expect(product).toBeCloseTo(other === k ? 1 : 0, 11);
      }
    }
  });

  it('takes a diagonal matrix, zeros, and one row', () => {
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2), 3, ignore).values]).toEqual([3, 2, 1]);
    expect([...symmetricEigen(new Float64Array(4), 2, ignore).values]).toEqual([0, 0]);
    expect([...symmetricEigen(Float64Array.of(7), 1, ignore).values]).toEqual([7]);
  });
});
