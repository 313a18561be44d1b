import { createRandom } from '@alaas/core';
import { expect, it } from 'vitest';
import { ranksOf } from './ranks.ts';

const ignore = (): void => undefined;

it('gives 1 to the largest and N to the smallest', () => {
  expect([...ranksOf(Float64Array.of(3, -1, 8, 0), () => 0, ignore)]).toEqual([2, 4, 1, 3]);
  expect([...ranksOf(new Float64Array(), () => 0, ignore)]).toEqual([]);
});

it('puts the lower tie first among equals', () => {
  expect([...ranksOf(Float64Array.of(5, 5, 9, 5), (i) => [3, 1, 0, 2][i] as number, ignore)]).toEqual([4, 2, 1, 3]);
});

it('agrees with a plain sort, whatever the length, and looks whether to stop', () => {
  const random = createRandom(4);
  for (const size of [1, 2, 3, 100, 70_000]) {
    const values = Float64Array.from({ length: size }, () => random.below(50));
    const ties = Float64Array.from({ length: size }, () => random.next());
    const order = [...values.keys()].sort(
      (a, b) => (values[b] as number) - (values[a] as number) || (ties[a] as number) - (ties[b] as number),
    );
    const expected = new Uint32Array(size);
    for (const [place, i] of order.entries()) expected[i] = place + 1;
    let looks = 0;
    const ranks = ranksOf(
      values,
      (i) => ties[i] as number,
      () => {
        looks++;
      },
    );
    expect(ranks).toEqual(expected);
    if (size === 70_000) expect(looks).toBeGreaterThan(16);
  }
});
