import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { naiveBalance, naivePairs } from '../testing/naive-balance.ts';
import { randomRows, selectRows, toCommittee } from '../testing/select-rows.ts';
import balance from './balance.ts';

const everyRow = (count: number): number[] => Array.from({ length: count }, (_, row) => row);

describe('balance', () => {
  it('gives utilities computed by hand', async () => {
    // members 0 and 1 are the first half, 2 and 3 the second; 0 and 2 differ on rows 0 and 1, 1 and 3 on none
    const committee = toCommittee([
      [
        [1, 0],
        [0.75, 0.25],
        [1, 0],
        [0.5, 0.5],
      ],
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [0.5, 0.5],
      ],
      [
        [0, 1],
        [0.25, 0.75],
        [1, 0],
        [0.5, 0.5],
      ],
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [0.5, 0.5],
      ],
    ]);
    const options = { accuracy: 0.5, anneal: 1 };
    const { rows, utilities } = await selectRows(balance, { committee }, { n: 4, options });
    // row 0: both classes are ruled out by one of the two: 1/2 (0.75 + 0.25); row 1: l l' = 1 * 1/3 in both classes
    expect(rows.slice(0, 2)).toEqual([0, 1]);
    expect(utilities[0]).toBeCloseTo(1 / 2, 12);
    expect(utilities[1]).toBeCloseTo((1 / 2) * (2 / 3), 12);
    // row 2: sure and agreed; row 3: both classes are as likely as any
    expect(utilities.slice(2)).toEqual([0, 0]);
  });

  it.each([2, 4, 5, 9])('agrees with the written-out sum for %d members', async (count) => {
    const members = Array.from({ length: count }, (_, seed) => randomRows(40, 3, { seed: seed + 1 }));
    for (const [accuracy, anneal] of [
      [0, 0.65],
      [1, 1],
      [0.25, 0.9],
    ] as const) {
      const pairs = naivePairs(members, everyRow(40), (1 - accuracy) * anneal);
      const options = { accuracy, anneal };
      const { rows, utilities } = await selectRows(balance, { committee: toCommittee(members) }, { n: 40, options });
      for (const [i, row] of rows.entries()) {
        expect(Math.abs((utilities[i] as number) - naiveBalance(members, [row], pairs))).toBeLessThan(1e-6);
      }
    }
  });

  it('leaves out the pairs that differ on too few items', async () => {
    const members = Array.from({ length: 8 }, (_, seed) => randomRows(40, 3, { seed: seed + 1 }));
    const counts = [0, 0.6, 0.65, 0.7, 1].map((least) => naivePairs(members, everyRow(40), least).length);
    // the data tell thresholds apart
    expect(new Set(counts).size).toBeGreaterThan(2);
    expect(counts.at(-1)).toBe(0);
    const options = { accuracy: 0, anneal: 1 };
    const none = await selectRows(balance, { committee: toCommittee(members) }, { n: 40, options });
    expect(none.utilities.every((utility) => utility === 0)).toBe(true);
  });

  it('estimates the accuracy by the mean chance of the likeliest class', async () => {
    const members = Array.from({ length: 6 }, (_, seed) => randomRows(40, 3, { seed: seed + 1 }));
    const confidences = everyRow(40).map((row) => {
      const sums = [0, 1, 2].map((k) => members.reduce((sum, member) => sum + (member[row]?.[k] as number), 0) / 6);
      return Math.max(...sums);
    });
    const accuracy = confidences.reduce((a, b) => a + b, 0) / 40;
    const pairs = naivePairs(members, everyRow(40), (1 - accuracy) * 1.35);
    expect([0, 3]).not.toContain(pairs.length);
    const task = { n: 40, options: { anneal: 1.35 } };
    const { rows, utilities } = await selectRows(balance, { committee: toCommittee(members) }, task);
    for (const [i, row] of rows.entries()) {
      expect(Math.abs((utilities[i] as number) - naiveBalance(members, [row], pairs))).toBeLessThan(1e-6);
    }
  });

  it('compares members on a sample of the candidates', async () => {
    // the members differ on the labelled row alone
    const committee = toCommittee([
      [
        [1, 0],
        [0.75, 0.25],
      ],
      [
        [0, 1],
        [0.625, 0.375],
      ],
    ]);
    const options = { accuracy: 0, anneal: 0.5 };
    const { utilities } = await selectRows(balance, { committee }, { n: 1, options, candidates: [1] });
    expect(utilities).toEqual([0]);
    const both = await selectRows(balance, { committee }, { n: 2, options });
    expect(both.utilities[1]).toBeGreaterThan(0);
  });

  it('a committee of one, or of one class, has nothing to tell apart: the seed decides', async () => {
    const sure = Array.from({ length: 40 }, () => [1]);
    for (const committee of [toCommittee([randomRows(40, 3)]), toCommittee([sure, sure])]) {
      const first = await selectRows(balance, { committee }, { n: 20, seed: 1 });
      expect(first.utilities.every((utility) => utility === 0)).toBe(true);
      expect((await selectRows(balance, { committee }, { n: 20, seed: 2 })).rows).not.toEqual(first.rows);
    }
  });

  it('names a row that is not a number', async () => {
    const committee = toCommittee([randomRows(20, 2), randomRows(20, 2, { seed: 1 })]);
    committee.data[2 * 7] = Number.NaN;
    const task = { n: 1, options: { accuracy: 1 } };
    const error = await selectRows(balance, { committee }, task).catch((e: unknown) => e);
    expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
    expect(String(error)).toContain('row 7');
  });
});
