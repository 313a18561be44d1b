import { expect, it } from 'vitest';
import { addWork } from './work.ts';

it('adds up what parts take, and apart from it what is skipped on most pools', () => {
  const lazy = addWork({ multiplications: 10 }, { bytes: 5, multiplications: 100, steps: 7, isLazy: true });
  expect(lazy).toEqual({ bytes: 5, multiplications: 110, steps: 7, rare: { multiplications: 100, steps: 7 } });
  expect(addWork(lazy, { steps: 1 }, lazy)).toEqual({
    bytes: 10,
    multiplications: 220,
    steps: 15,
    rare: { multiplications: 200, steps: 14 },
  });
});

it('takes nothing for no work', () => {
  expect(addWork()).toEqual({ bytes: 0, multiplications: 0, steps: 0, rare: { multiplications: 0, steps: 0 } });
});
