import { expect, test } from 'vitest';
import { evenly } from './evenly.ts';

const values = (...list: number[]): Float64Array => Float64Array.from(list);
const { NaN: none } = Number;

test.each<[string, Float64Array, Float64Array | undefined, number, number[]]>([
  ['as many points as there are', values(1, 5, 2), undefined, 3, [1, 5, 2]],
  ['more points', values(0, 2), undefined, 5, [0, 0.5, 1, 1.5, 2]],
  ['fewer points', values(0, 1, 2, 3, 4), undefined, 3, [0, 2, 4]],
  ['one point', values(4, 9), undefined, 1, [4]],
  ['values left out between', values(0, none, none, 3), undefined, 4, [0, 1, 2, 3]],
  ['values left out at the ends', values(none, 2, 4, none), undefined, 4, [2, 2, 4, 4]],
  ['nothing but one value', values(none, 7, none), undefined, 3, [7, 7, 7]],
  ['no value', values(none, none), undefined, 2, [0, 0]],
  ['times', values(0, 10, 20), values(0, 1, 4), 5, [0, 10, 10 + 10 / 3, 10 + 20 / 3, 20]],
  ['two values at one time', values(0, 4, 8), values(0, 1, 1), 3, [0, 2, 8]],
])('with %s', (_, list, time, count, expected) => {
  const even = evenly(list, time, count);
  expect(even).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(even[i]).toBeCloseTo(value, 10);
});
