import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { selectRows, toMatrix } from '../testing/select-rows.ts';
import lightweightCoreset from './lightweight-coreset.ts';

/** Mean [1, 0]; squared distances 1, 1, 1, 9 of 12 in all. */
const embeddings = toMatrix([
  [0, 0],
  [0, 0],
  [0, 0],
  [4, 0],
]);

describe('lightweight-coreset', () => {
  it('draws half by distance to the mean and half uniformly, without replacement', async () => {
    const draws = 4000;
    const first = [0, 0, 0, 0];
    let second = 0;
    for (let seed = 0; seed < draws; seed++) {
      const { rows } = await selectRows(lightweightCoreset, { embeddings }, { n: 2, seed });
      first[rows[0] as number] = (first[rows[0] as number] as number) + 1;
      if (rows[1] === 3) second++;
    }
    // chances: 1/8 + 1/24 = 1/6 three times, and 1/8 + 9/24 = 1/2; standard deviations below 32
    for (const row of [0, 1, 2]) expect(Math.abs((first[row] as number) - draws / 6)).toBeLessThan(4 * 24);
    expect(Math.abs((first[3] as number) - draws / 2)).toBeLessThan(4 * 32);
    // after one of the near ones the far one has 1/2 of 5/6
    expect(Math.abs(second - draws * 0.5 * 0.6)).toBeLessThan(4 * 29);
  });

  it('measures from the mean of the candidates', async () => {
    let far = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { rows } = await selectRows(lightweightCoreset, { embeddings }, { n: 1, seed, candidates: [0, 1] });
      expect(rows[0]).toBeLessThan(2);
      far += rows[0] as number;
    }
    // equal candidates: each once in two; standard deviation 16
    expect(Math.abs(far - 500)).toBeLessThan(64);
  });

  it('names the row whose embedding is not finite', async () => {
    const broken = toMatrix([[0], [1], [Number.POSITIVE_INFINITY]]);
    const error = await selectRows(lightweightCoreset, { embeddings: broken }, { n: 1 }).catch((e: unknown) => e);
    expect(isAlaasError(error, 'INVALID_EMBEDDINGS')).toBe(true);
    expect(String(error)).toContain('row 2');
    const { rows } = await selectRows(lightweightCoreset, { embeddings: broken }, { n: 2, candidates: [0, 1] });
    expect(rows).toHaveLength(2);
  });
});
