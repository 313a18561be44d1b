import { expect, it } from 'vitest';
import { rowsOfRuns, runsOf } from './row-runs.ts';

it.each([
  [[], []],
  [[5], [[5, 1]]],
  [
    [0, 1, 2, 7, 8, 3],
    [
      [0, 3],
      [7, 2],
      [3, 1],
    ],
  ],
])('%j are the runs %j, and back', (rows, runs) => {
  expect(runsOf(rows)).toEqual(runs);
  expect([...rowsOfRuns(runsOf(rows))]).toEqual(rows);
});
