import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { ShortLists } from './short-lists.ts';

describe('ShortLists', () => {
  it('keeps what sorting all values keeps, however they come in parts', () => {
    const random = createRandom(3);
    const rows = 3;
    // few different values, so that many are equal
    const all = Array.from({ length: rows }, () => Array.from({ length: 50 }, () => random.below(12)));
    for (const k of [1, 4, 30]) {
      const lists = new ShortLists(rows, k);
      for (const [start, end] of [
        [0, 3],
        [3, 20],
        [20, 21],
        [21, 50],
      ] as const) {
        const sorted = all.map((row) =>
          row
            .slice(start, end)
            .map((value, index) => ({ value, index }))
            .sort((a, b) => a.value - b.value || a.index - b.index)
            .slice(0, k),
        );
        lists.merge(
          Float32Array.from(sorted.flat(), ({ value }) => value),
          Float32Array.from(sorted.flat(), ({ index }) => index),
          start,
        );
      }
      const expected = all.map((row) =>
        [...row.keys()].sort((a, b) => (row[a] as number) - (row[b] as number) || a - b).slice(0, k),
      );
      expect([...lists.places]).toEqual(expected.flat());
      expect([...lists.values]).toEqual(expected.flatMap((places, i) => places.map((place) => all[i]?.[place])));
    }
  });
});
