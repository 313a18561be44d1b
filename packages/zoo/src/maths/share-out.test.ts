import { expect, it } from 'vitest';
import { shareOut } from './share-out.ts';

it.each([
  // 10 x 5/15 = 3.33 and 10 x 10/15 = 6.67
  [10, [0, 5, 10], [99, 99, 99], [0, 3, 7]],
  [15, [0, 5, 10], [99, 99, 99], [0, 5, 10]],
  // no more than is wanted in all
  [40, [0, 5, 10], [99, 99, 99], [0, 5, 10]],
  // 9 as 3 and 6, of which 4 find room; the other 2 go where more is wanted
  [10, [0, 5, 10], [9, 9, 4], [0, 5, 4]],
  // equal remainders: the first
  [2, [1, 1, 1], [9, 9, 9], [1, 1, 0]],
  [0, [3, 3], [9, 9], [0, 0]],
  [5, [0, 0], [9, 9], [0, 0]],
])('%j by %j into rooms of %j gives %j', (n, wants, rooms, shares) => {
  expect(shareOut(n, wants, rooms)).toEqual(shares);
});
