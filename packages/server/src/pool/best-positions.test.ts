import { createRandom } from '@alaas/core';
import { expect, it } from 'vitest';
import { BestPositions, comesBefore } from './best-positions.ts';

it('keeps the first of any number in the order of a stable sort, what is not known last', () => {
  const random = createRandom(5);
  const all = Array.from({ length: 300 }, (_, position) => ({
    position,
    // few values, so that many are equal
    value: random.next() < 0.1 ? Number.NaN : random.below(7) - 3,
  }));
  for (const isAscending of [true, false]) {
    const known = all.filter(({ value }) => !Number.isNaN(value));
    known.sort((a, b) => (isAscending ? a.value - b.value : b.value - a.value));
    const sorted = [...known, ...all.filter(({ value }) => Number.isNaN(value))];
    for (const count of [1, 40, 290, 400]) {
      const best = new BestPositions(count, isAscending);
      for (const one of all.toReversed()) best.offer(one);
      expect(best.all).toEqual(sorted.slice(0, count));
    }
    for (let i = 1; i < sorted.length; i++) {
      const [a, b] = [sorted[i - 1], sorted[i]] as [(typeof all)[0], (typeof all)[0]];
      expect([comesBefore(a, b, isAscending), comesBefore(b, a, isAscending)]).toEqual([true, false]);
    }
  }
});
