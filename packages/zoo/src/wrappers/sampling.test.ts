import { type Block, parseOptions, type Reweigher, type SignalName } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { reweighRows } from '../testing/reweigh-rows.ts';
import power from './power.ts';
import softRank from './soft-rank.ts';
import softmax from './softmax.ts';

const DRAWS = 24_000;
/** Of chi-square with 11 degrees of freedom, exceeded with chance 0.001. */
const LIMIT_11 = 31.26;

/** Positions of the largest utilities, best first. */
function best(utilities: readonly number[], n: number): number[] {
  const order = [...utilities.keys()].sort((a, b) => (utilities[b] as number) - (utilities[a] as number));
  return order.slice(0, n);
}

/** Chance of each ordered pair when two are drawn without replacement in proportion to the weights. */
function pairChances(weights: readonly number[]): Map<string, number> {
  const total = weights.reduce((a, b) => a + b, 0);
  const chances = new Map<string, number>();
  for (const [i, first] of weights.entries()) {
    for (const [j, second] of weights.entries()) {
      if (i !== j) chances.set(`${i},${j}`, (first / total) * (second / (total - first)));
    }
  }
  return chances;
}

function chiSquare(pairs: readonly string[], chances: ReadonlyMap<string, number>): number {
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  let sum = 0;
  for (const [pair, chance] of chances) {
    const expected = chance * pairs.length;
    sum += ((counts.get(pair) ?? 0) - expected) ** 2 / expected;
  }
  return sum;
}

const utilities = [0.5, 1, 0.25, 0.75];
const cases: [string, Reweigher, number, number[]][] = [
  ['power', power, 2, [0.25, 1, 0.0625, 0.5625]],
  ['power', power, 0.5, utilities.map(Math.sqrt)],
  ['softmax', softmax, 3, utilities.map((s) => Math.exp(3 * s))],
  // ranks 3, 1, 4, 2
  ['soft-rank', softRank, 1.5, [3, 1, 4, 2].map((rank) => rank ** -1.5)],
];

/** The first two of the utilities, reweighed many times with the same options, which are parsed once. */
function drawPairs(reweigher: Reweigher, beta: number, at: (draw: number) => { seed: number; firstRow: number }) {
  const options = parseOptions(reweigher, { beta });
  const given = Float64Array.from(utilities);
  return Array.from({ length: DRAWS }, (_, draw) => {
    const { seed, firstRow } = at(draw);
    const block = { size: given.length, rowAt: (i: number) => firstRow + i } as Block<SignalName>;
    const changed = reweigher.reweigh(given.slice(), block, { options, seed, checkpoint: () => undefined });
    return best([...changed], 2).join();
  });
}

describe.each(cases)('%s', (_, reweigher, beta, weights) => {
  const chances = pairChances(weights);

  it(`draws pairs as drawing one by one without replacement does, over seeds, at beta ${beta}`, () => {
    const pairs = drawPairs(reweigher, beta, (seed) => ({ seed, firstRow: 0 }));
    expect(chiSquare(pairs, chances)).toBeLessThan(LIMIT_11);
  });

  it(`draws so over the rows of one seed too, at beta ${beta}`, () => {
    const pairs = drawPairs(reweigher, beta, (i) => ({ seed: 5, firstRow: 4 * i }));
    expect(chiSquare(pairs, chances)).toBeLessThan(LIMIT_11);
  });

  it('is told apart from drawing by other chances', () => {
    const pairs = drawPairs(reweigher, beta * 1.2, (seed) => ({ seed, firstRow: 0 }));
    expect(chiSquare(pairs, chances)).toBeGreaterThan(LIMIT_11);
  });
});

/** The Gumbel number of each row: what power makes of a utility of 1 at beta 1. */
const gumbelsOf = (rows: number, seed: number): number[] => reweighRows(power, Array(rows).fill(1), { seed });

describe('power', () => {
  it('adds the row’s number, by beta, to the logarithm', () => {
    const given = [0.5, 2, 7, 1e-30];
    const numbers = gumbelsOf(4, 9);
    const changed = reweighRows(power, given, { options: { beta: 4 }, seed: 9 });
    for (const [i, s] of given.entries()) expect(changed[i]).toBeCloseTo(Math.log(s) + (numbers[i] as number) / 4, 12);
  });

  it('leaves utilities of 0 without a chance, but for one another', () => {
    const changed = reweighRows(power, [0, 5e-324, 0, -0, -0.0009], { options: { beta: 0.01 } });
    expect(changed.map((u, i) => (i === 1 ? u > -2000 : u === -2000))).toEqual(Array(5).fill(true));
  });

  it('refuses a utility that is clearly below 0, by its row', () => {
    expect(() => reweighRows(power, [1, -0.01], { firstRow: 40 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringMatching(/^power .*row 41 has -0\.01/) }),
    );
  });

  it('asks nearly the highest where beta is large', () => {
    const rising = Array.from({ length: 50 }, (_, i) => i + 1);
    expect(best(reweighRows(power, rising, { options: { beta: 1000 } }), 50)).toEqual(best(rising, 50));
  });
});

describe('softmax', () => {
  it('adds the row’s number, by beta, to the utility, which may have any sign', () => {
    const given = [-3, 0, 2.5];
    const numbers = gumbelsOf(3, 2);
    const changed = reweighRows(softmax, given, { options: { beta: 2 }, seed: 2 });
    for (const [i, s] of given.entries()) expect(changed[i]).toBeCloseTo(s + (numbers[i] as number) / 2, 12);
  });
});

describe('soft-rank', () => {
  it('adds the row’s number, by beta, to minus the logarithm of the rank', () => {
    const numbers = gumbelsOf(4, 3);
    const changed = reweighRows(softRank, [-1, 8, 3, -7], { options: { beta: 2 }, seed: 3 });
    for (const [i, rank] of [3, 1, 2, 4].entries()) {
      expect(changed[i]).toBeCloseTo((numbers[i] as number) / 2 - Math.log(rank), 12);
    }
  });

  it('ranks equal utilities at random', () => {
    const firsts = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      const changed = reweighRows(softRank, [1, 1, 1, 1], { options: { beta: 1000 }, seed });
      firsts.add(best(changed, 1)[0] as number);
    }
    expect(firsts.size).toBe(4);
  });
});

it.each([power, softmax, softRank])('$id leaves NaN for the strategy to answer for', (reweigher) => {
  const changed = reweighRows(reweigher, [1, Number.NaN, 2]);
  expect(changed.map(Number.isNaN)).toEqual([false, true, false]);
});
