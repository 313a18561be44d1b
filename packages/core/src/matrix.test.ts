import { describe, expect, it } from 'vitest';
import { copyOfRows, matrix } from './matrix.ts';

describe('copyOfRows', () => {
  const numbers = matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 2);

  it('gives rows in the order they are asked for, one more than once too', () => {
    expect(copyOfRows(numbers, [2, 0, 2])).toEqual(matrix(Float32Array.of(5, 6, 1, 2, 5, 6), 2));
    expect(copyOfRows(numbers, new Uint32Array())).toEqual({ data: new Float32Array(), rows: 0, columns: 2 });
  });

  it('copies, so that what is done to it leaves the others as they were', () => {
    copyOfRows(numbers, Uint32Array.of(0, 1, 2)).data.fill(0);
    expect([...numbers.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
