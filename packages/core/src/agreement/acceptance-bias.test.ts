import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { acceptanceBias, type SuggestedAnswer } from './acceptance-bias.ts';
import { newcombeInterval, type Trials } from './newcombe.ts';

const trials = (successes: number, of: number): Trials => ({ successes, trials: of });

function answers(isShown: boolean, equal: number, of: number): SuggestedAnswer[] {
  return Array.from({ length: of }, (_, i) => ({ suggestion: 1, answer: i < equal ? 1 : 0, isShown }));
}

describe('newcombeInterval', () => {
  it('gives the ends printed in the paper', () => {
    // Newcombe 1998, table II, method 10
    const printed: [number, number, number, number, number, number][] = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [10, 10, 0, 10, 0.6075, 1],
    ];
    for (const [a, m, b, n, low, high] of printed) {
      const difference = newcombeInterval(trials(a, m), trials(b, n));
      expect(difference.value).toBeCloseTo(a / m - b / n, 12);
      expect(Math.abs(difference.low - low)).toBeLessThan(0.0001);
      expect(Math.abs(difference.high - high)).toBeLessThan(0.0001);
    }
  });

  it('holds the difference, stays within [-1, 1], and turns round with its sides', () => {
    const some = fc
      .integer({ min: 1, max: 60 })
      .chain((of) => fc.integer({ min: 0, max: of }).map((n) => trials(n, of)));
    fc.assert(
      fc.property(some, some, (a, b) => {
        const there = newcombeInterval(a, b);
        const back = newcombeInterval(b, a);
        expect(there.low).toBeGreaterThanOrEqual(-1);
        expect(there.high).toBeLessThanOrEqual(1);
        expect(there.low).toBeLessThanOrEqual(there.value);
        expect(there.high).toBeGreaterThanOrEqual(there.value);
        expect(there.low).toBeCloseTo(-back.high, 12);
        expect(there.high).toBeCloseTo(-back.low, 12);
      }),
      { seed: 7 },
    );
  });
});

describe('acceptanceBias', () => {
  it('compares how often the suggestion is given when shown and when hidden', () => {
    const { shown, hidden, bias } = acceptanceBias([...answers(true, 56, 70), ...answers(false, 48, 80)]);
    expect([shown.equal, shown.answers, shown.share?.value]).toEqual([56, 70, 0.8]);
    expect([hidden.equal, hidden.answers, hidden.share?.value]).toEqual([48, 80, 0.6]);
    expect(bias?.value).toBeCloseTo(0.2, 12);
    expect(bias?.low).toBeCloseTo(0.0524, 4);
    expect(bias?.high).toBeCloseTo(0.3339, 4);
  });

  it('has an interval that holds the true bias about 95 times in 100', () => {
    let held = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = createRandom(seed);
      const drawn = Array.from({ length: 60 }, (_, i) => {
        const isShown = i % 3 > 0;
        return { suggestion: 0, answer: random.next() < (isShown ? 0.9 : 0.75) ? 0 : 1, isShown };
      });
      const { bias } = acceptanceBias(drawn);
      if (bias !== undefined && bias.low <= 0.15 && 0.15 <= bias.high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.99);
  });

  it('has no bias while one side is empty', () => {
    expect(acceptanceBias(answers(true, 2, 3))).toMatchObject({
      shown: { answers: 3, equal: 2 },
      hidden: { answers: 0, equal: 0, share: undefined },
      bias: undefined,
    });
    expect(acceptanceBias([])).toMatchObject({ shown: { share: undefined }, bias: undefined });
  });

  it('refuses what is no class', () => {
    const bad = [...answers(true, 1, 1), { suggestion: 0, answer: Number.NaN, isShown: false }];
    expect(() => acceptanceBias(bad)).toThrow('Answer 1 has class number NaN, and classes count from 0.');
  });
});
