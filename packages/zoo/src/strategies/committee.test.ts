import type { Scorer } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, toCommittee } from '../testing/select-rows.ts';
import bald from './bald.ts';
import consensusEntropy from './consensus-entropy.ts';
import klDisagreement from './kl-disagreement.ts';
import leastConfidenceDropout from './least-confidence-dropout.ts';
import marginDropout from './margin-dropout.ts';
import meanStd from './mean-std.ts';
import variationRatios from './variation-ratios.ts';
import voteEntropy from './vote-entropy.ts';

const { LN2 } = Math;
const all = [
  bald,
  consensusEntropy,
  klDisagreement,
  leastConfidenceDropout,
  marginDropout,
  meanStd,
  variationRatios,
  voteEntropy,
];

/** Four members about four items: sure and opposed, sure and agreed, unsure and agreed, split three to one. */
const four = toCommittee([
  [
    [1, 0],
    [1, 0],
    [0.5, 0.5],
    [0.75, 0.25],
  ],
  [
    [1, 0],
    [1, 0],
    [0.5, 0.5],
    [0.75, 0.25],
  ],
  [
    [0, 1],
    [1, 0],
    [0.5, 0.5],
    [0.75, 0.25],
  ],
  [
    [0, 1],
    [1, 0],
    [0.5, 0.5],
    [0.25, 0.75],
  ],
]);

function expectClose(actual: readonly number[], expected: readonly number[], within = 1e-12): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] as number) - value)).toBeLessThan(within);
}

describe('utilities computed by hand', () => {
  // the last item's mean is [5/8, 3/8]
  const meanEntropy = (5 / 8) * Math.log(8 / 5) + (3 / 8) * Math.log(8 / 3);
  const memberEntropy = (3 / 4) * Math.log(4 / 3) + (1 / 4) * Math.log(4);

  it('BALD is largest where sure members say different things, and 0 where all agree', () => {
    expectClose(scoreRows(bald, { committee: four }), [LN2, 0, 0, meanEntropy - memberEntropy]);
  });

  it('KL disagreement is BALD by the mean, and the farthest member by the maximum', () => {
    const expected = scoreRows(bald, { committee: four });
    expectClose(scoreRows(klDisagreement, { committee: four }), expected);
    const farthest = (1 / 4) * Math.log(1 / 4 / (5 / 8)) + (3 / 4) * Math.log(3 / 4 / (3 / 8));
    const options = { combine: 'max' };
    expectClose(scoreRows(klDisagreement, { committee: four }, { options }), [LN2, 0, 0, farthest]);
  });

  it('consensus entropy, margin and least confidence look at the mean of the members', () => {
    expectClose(scoreRows(consensusEntropy, { committee: four }), [LN2, 0, LN2, meanEntropy]);
    expect(scoreRows(marginDropout, { committee: four })).toEqual([1, 0, 1, 0.75]);
    expect(scoreRows(leastConfidenceDropout, { committee: four })).toEqual([0.5, 0, 0.5, 0.375]);
  });

  it('votes count a tie for the first class', () => {
    expect(scoreRows(variationRatios, { committee: four })).toEqual([0.5, 0, 0, 0.25]);
    const threeToOne = (3 / 4) * Math.log(4 / 3) + (1 / 4) * Math.log(4);
    expectClose(scoreRows(voteEntropy, { committee: four }), [LN2, 0, 0, threeToOne]);
  });

  it('mean STD divides by the number of members', () => {
    // the last: deviations of 1/8, 1/8, 1/8 and 3/8 from the mean
    expectClose(scoreRows(meanStd, { committee: four }), [0.5, 0, 0, Math.sqrt((3 / 64 + 9 / 64) / 4)]);
  });
});

describe('against a plain computation in float64', () => {
  const members = Array.from({ length: 7 }, (_, seed) => randomRows(500, 5, { seed: seed + 1 }));
  const committee = toCommittee(members);
  const rows = Array.from({ length: 500 }, (_, row) => members.map((member) => member[row] as number[]));
  const meanOf = (answers: number[][]) =>
    [0, 1, 2, 3, 4].map((k) => answers.reduce((sum, p) => sum + (p[k] as number), 0) / answers.length);
  const entropy = (p: number[]) => p.reduce((h, x) => (x > 0 ? h - x * Math.log(x) : h), 0);
  const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const divergences = (answers: number[][]) =>
    answers.map((p) => p.reduce((sum, x, k) => sum + x * Math.log(x / (meanOf(answers)[k] as number)), 0));
  const shares = (answers: number[][]) =>
    [0, 1, 2, 3, 4].map((k) => answers.filter((p) => p.indexOf(Math.max(...p)) === k).length / answers.length);

  const plain: [string, Scorer, (answers: number[][]) => number, Record<string, unknown>?][] = [
    ['bald', bald, (answers) => average(divergences(answers))],
    ['kl-disagreement, max', klDisagreement, (answers) => Math.max(...divergences(answers)), { combine: 'max' }],
    ['consensus-entropy', consensusEntropy, (answers) => entropy(meanOf(answers))],
    ['least-confidence-dropout', leastConfidenceDropout, (answers) => 1 - Math.max(...meanOf(answers))],
    [
      'margin-dropout',
      marginDropout,
      (answers) => {
        const [first, second] = meanOf(answers).toSorted((a, b) => b - a) as [number, number];
        return 1 - first + second;
      },
    ],
    [
      'mean-std',
      meanStd,
      (answers) =>
        average(meanOf(answers).map((m, k) => Math.sqrt(average(answers.map((p) => ((p[k] as number) - m) ** 2))))),
    ],
    ['variation-ratios', variationRatios, (answers) => 1 - Math.max(...shares(answers))],
    ['vote-entropy', voteEntropy, (answers) => entropy(shares(answers))],
  ];

  it.each(plain)('%s agrees', (_, scorer, expected, options = {}) => {
    expectClose(scoreRows(scorer, { committee }, { options }), rows.map(expected), 1e-10);
  });

  it('BALD is the entropy of the mean less the mean entropy', () => {
    const expected = rows.map((answers) => entropy(meanOf(answers)) - average(answers.map(entropy)));
    // probabilities in float32 sum to 1 within 1e-7, where the two forms part
    expectClose(scoreRows(bald, { committee }), expected, 1e-10);
  });

  it.each([7, 6, 1])('BALD of %d members is exact for every row that can still reach the floor', (count) => {
    const some = toCommittee(members.slice(0, count));
    const exact = scoreRows(bald, { committee: some });
    const sorted = exact.toSorted((a, b) => a - b);
    for (const place of [0, 100, 250, 490, 499]) {
      const floor = sorted[place] as number;
      const lazy = scoreRows(bald, { committee: some }, { floor });
      for (const [i, utility] of exact.entries()) {
        if (utility >= floor) expect(lazy[i]).toBe(utility);
        else expect(lazy[i]).toBeLessThan(floor);
      }
    }
  });
});

describe('traps that other implementations fall into', () => {
  it('a point on which sure members disagree is not lost: 0 ln 0 = 0', () => {
    const committee = toCommittee([[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]]);
    expectClose(scoreRows(bald, { committee }), [Math.log(3)]);
    expectClose(scoreRows(bald, { committee }, { floor: 1 }), [Math.log(3)]);
    expectClose(scoreRows(klDisagreement, { committee }, { options: { combine: 'max' } }), [Math.log(3)]);
  });

  it('equal members disagree by exactly 0, so that seeded ties decide and not rounding', () => {
    for (const count of [2, 3, 10, 33]) {
      const member = randomRows(200, 6, { seed: count });
      const committee = toCommittee(Array.from({ length: count }, () => member));
      for (const scorer of [bald, klDisagreement, meanStd, variationRatios, voteEntropy]) {
        expect(scoreRows(scorer, { committee }).every((utility) => utility === 0)).toBe(true);
      }
    }
  });

  it('the same votes for other classes tie to the last bit', () => {
    const sure = (k: number) => [0, 1, 2, 3].map((c) => (c === k ? 1 : 0));
    const votes = [
      [0, 0, 0, 1, 1, 2, 3],
      [3, 2, 1, 1, 0, 0, 0],
      [2, 3, 3, 0, 1, 3, 2],
    ];
    const committee = toCommittee(Array.from({ length: 7 }, (_, m) => votes.map((of) => sure(of[m] as number))));
    expect(new Set(scoreRows(voteEntropy, { committee })).size).toBe(1);
    expect(new Set(scoreRows(variationRatios, { committee })).size).toBe(1);
  });

  it.each(all.map((scorer) => [scorer.id, scorer] as const))('%s gives NaN for a NaN of either sign', (_, scorer) => {
    for (const pattern of [0x7fc00000, 0xffc00000]) {
      for (let at = 0; at < 6; at++) {
        const committee = toCommittee([[[0.5, 0.5]], [[0.25, 0.75]], [[1, 0]]]);
        new Uint32Array(committee.data.buffer)[at] = pattern;
        expect(scoreRows(scorer, { committee })).toEqual([Number.NaN]);
        expect(scoreRows(scorer, { committee }, { floor: 0.5 })).toEqual([Number.NaN]);
      }
    }
  });

  it('a committee of one never disagrees', () => {
    const committee = toCommittee([randomRows(50, 4)]);
    for (const scorer of [bald, klDisagreement, meanStd, variationRatios, voteEntropy]) {
      expect(scoreRows(scorer, { committee }).every((utility) => utility === 0)).toBe(true);
    }
  });
});
