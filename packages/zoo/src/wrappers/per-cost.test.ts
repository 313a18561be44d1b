import { expect, it } from 'vitest';
import { reweighRows } from '../testing/reweigh-rows.ts';
import { toMatrix } from '../testing/select-rows.ts';
import perCost from './per-cost.ts';

const costs = toMatrix([[2], [4], [0.5], [8]]);

it('divides each utility by the cost of its row', () => {
  expect(reweighRows(perCost, [6, 0, 1, 2], { costs })).toEqual([3, 0, 2, 0.25]);
});

it('counts a utility a little below 0 as 0, and refuses a lower one: a high cost would raise it', () => {
  expect(reweighRows(perCost, [-0.001, 1, 1, 1], { costs })).toEqual([0, 0.25, 2, 0.125]);
  expect(() => reweighRows(perCost, [1, 1, -0.002, 1], { costs })).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(/^per-cost .*row 2 has -0\.002/),
    }),
  );
});

it('leaves NaN for the strategy to answer for', () => {
  expect(reweighRows(perCost, [Number.NaN, 1, 1, 1], { costs })[0]).toBeNaN();
});
