import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { randomRows, selectRows, toCommittee } from '../testing/select-rows.ts';
import epig from './epig.ts';

const compute = evaluate;
type Answers = readonly (readonly number[])[];

const entropy = (p: readonly number[]): number => p.reduce((h, x) => (x > 0 ? h - x * Math.log(x) : h), 0);

/** H(y) + H(y*) - H(y, y*), from the written-out table. */
function information(x: Answers, target: Answers): number {
  const members = x.length;
  const meanOf = (answers: Answers): number[] =>
    (answers[0] as readonly number[]).map((_, k) => answers.reduce((sum, p) => sum + (p[k] as number), 0) / members);
  const joint = (x[0] as readonly number[]).flatMap((_, c) =>
    (target[0] as readonly number[]).map(
      (__, d) => x.reduce((sum, p, m) => sum + (p[c] as number) * (target[m]?.[d] as number), 0) / members,
    ),
  );
  return entropy(meanOf(x)) + entropy(meanOf(target)) - entropy(joint);
}

function naive(members: readonly Answers[], candidates: readonly number[]): number[] {
  const answersAbout = (row: number): Answers => members.map((member) => member[row] as readonly number[]);
  return candidates.map(
    (row) =>
      candidates.reduce((sum, target) => sum + information(answersAbout(row), answersAbout(target)), 0) /
      candidates.length,
  );
}

describe('epig', () => {
  it('gives utilities computed by hand', async () => {
    // two members, opposed about rows 0 and 1 in the same way, agreed about row 2: a label of 0 or 1 settles both
    const committee = toCommittee([
      [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ],
      [
        [0, 1],
        [1, 0],
        [0.5, 0.5],
      ],
    ]);
    const { rows, utilities } = await selectRows(epig, { committee }, { n: 3, compute });
    expect(rows[2]).toBe(2);
    // ln 2 about each of two targets out of three
    expect(utilities[0]).toBeCloseTo((2 / 3) * Math.LN2, 6);
    expect(utilities[1]).toBeCloseTo((2 / 3) * Math.LN2, 6);
    expect(utilities[2]).toBe(0);
  });

  it.each([3, 11])('agrees with tables of joint chances for members %d times as sure', async (power) => {
    const members = Array.from({ length: 5 }, (_, seed) => randomRows(40, 3, { seed: seed + 1, power }));
    const candidates = Array.from({ length: 40 }, (_, row) => row);
    const expected = naive(members, candidates);
    const { rows, utilities } = await selectRows(epig, { committee: toCommittee(members) }, { n: 40, compute });
    for (const [i, row] of rows.entries()) {
      expect(Math.abs((utilities[i] as number) - (expected[row] as number))).toBeLessThan(1e-6);
    }
    expect(expected[rows[0] as number]).toBeGreaterThan(2 * (expected[rows[39] as number] as number));
  });

  it('keeps its precision where members differ by little', async () => {
    const first = randomRows(30, 3, { seed: 1 }).map((p) => p.map((x) => Math.fround((x + 1) / 4)));
    const second = first.map(([a, b, c], i) => {
      const shift = 2 ** -12 * ((i % 5) + 1);
      return [Math.fround((a as number) - shift), Math.fround((b as number) + shift), c as number];
    });
    const members = [first, second];
    const { rows, utilities } = await selectRows(epig, { committee: toCommittee(members) }, { n: 30, compute });
    // to second order: the sum of squared covariances over twice the product of the means
    const middle = first.map((p, i) => p.map((x, k) => (x + (second[i]?.[k] as number)) / 2));
    const half = first.map((p, i) => p.map((x, k) => (x - (second[i]?.[k] as number)) / 2));
    const spread = half.map((d, i) => d.reduce((sum, x, k) => sum + x ** 2 / (middle[i]?.[k] as number), 0));
    const mean = spread.reduce((a, b) => a + b, 0) / 30;
    for (const [i, row] of rows.entries()) {
      const expected = ((spread[row] as number) * mean) / 2;
      expect(Math.abs((utilities[i] as number) / expected - 1)).toBeLessThan(2e-3);
    }
  });

  it.each([125 / 2048, 131 / 2048])(
    'is exact on either side of where the series ends, at a deviation of %d',
    async (by) => {
      // covariances of by^2 over products of means of 1/16 and more: ratios of 0.0596 and 0.0655
      const of = (p: number): number[][] => Array.from({ length: 10 }, () => [p, 1 - p]);
      const members = [of(0.25 + by), of(0.25 - by)];
      const expected = information(
        [members[0]?.[0] as number[], members[1]?.[0] as number[]],
        [members[0]?.[0] as number[], members[1]?.[0] as number[]],
      );
      const { utilities } = await selectRows(epig, { committee: toCommittee(members) }, { n: 10, compute });
      // beyond the series, rounding of 1 + r to float32 is what is left
      const within = by < 1 / 16 ? 2e-6 : 1e-4;
      for (const utility of utilities) expect(Math.abs(utility / expected - 1)).toBeLessThan(within);
    },
  );

  it('takes its targets from the candidates, never from labelled rows', async () => {
    // about the labelled rows the members are opposed as about row 0; about the others as about row 1
    const one = Array.from({ length: 40 }, (_, row) => (row === 0 || row >= 20 ? [1, 0] : [0.9375, 0.0625]));
    const two = Array.from({ length: 40 }, (_, row) => (row === 0 || row >= 20 ? [1, 0] : [0.0625, 0.9375]));
    const three = Array.from({ length: 40 }, (_, row) => (row === 0 || row >= 20 ? [0, 1] : [0.5, 0.5]));
    const members = [one, two, three];
    const labelled = Array.from({ length: 20 }, (_, i) => [20 + i, 0] as const);
    const candidates = Array.from({ length: 20 }, (_, row) => row);
    const task = { n: 20, candidates, labelled, compute };
    const { rows, utilities } = await selectRows(epig, { committee: toCommittee(members) }, task);
    const expected = naive(members, candidates);
    for (const [i, row] of rows.entries()) {
      expect(Math.abs((utilities[i] as number) - (expected[row] as number))).toBeLessThan(1e-6);
    }
    // with the labelled rows among the targets, row 0 would come first
    const all = naive(members, [...candidates, ...labelled.map(([row]) => row)]);
    expect(all[0]).toBeGreaterThan(all[1] as number);
    expect(rows.at(-1)).toBe(0);
  });

  it('draws so many targets by the seed', async () => {
    const members = Array.from({ length: 4 }, (_, seed) => randomRows(50, 3, { seed: seed + 1 }));
    const task = { n: 50, compute, options: { targets: 1 } };
    const { rows, utilities } = await selectRows(epig, { committee: toCommittee(members) }, task);
    const answersAbout = (row: number): Answers => members.map((member) => member[row] as readonly number[]);
    const explains = (target: number): boolean =>
      rows.every((row, i) => {
        const expected = information(answersAbout(row), answersAbout(target));
        return Math.abs((utilities[i] as number) - expected) < 1e-6;
      });
    expect(rows.filter(explains)).toHaveLength(1);
    const other = await selectRows(epig, { committee: toCommittee(members) }, { ...task, seed: 5 });
    expect(other.utilities).not.toEqual(utilities);
  });

  it('gives the same answer however the table is cut', async () => {
    // 30 x 50 x 30 x 30 numbers are five tables; 600 x 600 x 2 in one item's are several
    for (const [rows, classes] of [
      [30, 30],
      [2, 600],
    ] as const) {
      const members = [randomRows(rows, classes, { seed: 1 }), randomRows(rows, classes, { seed: 2 })];
      const expected = naive(
        members,
        Array.from({ length: rows }, (_, row) => row),
      );
      const picks = await selectRows(epig, { committee: toCommittee(members) }, { n: rows, compute });
      for (const [i, row] of picks.rows.entries()) {
        expect(Math.abs((picks.utilities[i] as number) - (expected[row] as number))).toBeLessThan(2e-5);
      }
    }
  }, 30_000);

  it.each([1, 2, 3, 7])('%d equal members tell exactly nothing, and the seed decides', async (count) => {
    const member = randomRows(60, 4);
    const committee = toCommittee(Array.from({ length: count }, () => member));
    const first = await selectRows(epig, { committee }, { n: 20, compute, seed: 1 });
    expect(first.utilities.every((utility) => utility === 0)).toBe(true);
    expect((await selectRows(epig, { committee }, { n: 20, compute, seed: 2 })).rows).not.toEqual(first.rows);
  });

  it('chances of 0 and 1 are no harm: 0 ln 0 = 0', async () => {
    const committee = toCommittee([
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
    ]);
    const { rows, utilities } = await selectRows(epig, { committee }, { n: 2, compute });
    expect(rows).toEqual([0, 1]);
    expect(utilities[0]).toBeCloseTo(Math.LN2 / 2, 6);
    expect(utilities[1]).toBe(0);
  });

  it('a single class leaves nothing to ask', async () => {
    const committee = toCommittee([
      [[1], [1]],
      [[1], [1]],
    ]);
    expect((await selectRows(epig, { committee }, { n: 2, compute })).utilities).toEqual([0, 0]);
  });

  it('names a row that is not a number', async () => {
    const committee = toCommittee([randomRows(20, 2), randomRows(20, 2, { seed: 1 })]);
    committee.data[2 * 7] = Number.NaN;
    const task = { n: 1, compute, candidates: [5, 6, 7], options: { targets: 1 }, seed: 2 };
    const error = await selectRows(epig, { committee }, task).catch((e: unknown) => e);
    expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
  });
});
