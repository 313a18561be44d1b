import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { keepSoundRows } from './keep-sound-rows.ts';

describe('keepSoundRows', () => {
  const embeddings = matrix(Float32Array.of(1, 2, Number.NaN, 4, 5, 6, Number.POSITIVE_INFINITY, 8), 2);

  it('leaves out rows that are not finite and keeps the order of the others', () => {
    const result = keepSoundRows({ embeddings }, [3, 5, 6, 9], [{ index: 4, code: 'DECODE_CORRUPT', message: 'x' }]);
    expect([...result.indexes]).toEqual([3, 6]);
    expect([...(result.embeddings ?? [])]).toEqual([1, 2, 5, 6]);
    expect(result.failures.map(({ index, code }) => [index, code])).toEqual([
      [4, 'DECODE_CORRUPT'],
      [5, 'INFER_NOT_FINITE'],
      [9, 'INFER_NOT_FINITE'],
    ]);
  });

  it('leaves out rows of probabilities that are negative or do not sum to 1', () => {
    const probabilities = matrix(Float32Array.of(0.5, 0.5, 3, -2, 0.9, 0.2, 0, 1, Number.NaN, 1), 2);
    const { indexes, failures } = keepSoundRows({ probabilities }, [0, 1, 2, 3, 4], []);
    expect([...indexes]).toEqual([0, 3]);
    expect(failures.map(({ code }) => code)).toEqual([
      'INVALID_PROBABILITIES',
      'INVALID_PROBABILITIES',
      'INFER_NOT_FINITE',
    ]);
    expect(failures[1]?.message).toContain('sum to 1.1');
  });

  it('copies nothing when every row is sound', () => {
    const sound = matrix(Float32Array.of(1, 2), 1);
    expect(keepSoundRows({ embeddings: sound }, [0, 1], []).embeddings).toBe(sound.data);
  });
});
