import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { drawBinomial } from './draws.ts';

describe('drawBinomial', () => {
  it('gives every number of successes as often as the formula says', () => {
    const [trials, chance, draws] = [40, 0.3, 40_000];
    const random = createRandom(1);
    const counts = new Float64Array(trials + 1);
    for (let i = 0; i < draws; i++) {
      const successes = drawBinomial(random, trials, chance);
      counts[successes] = (counts[successes] as number) + 1;
    }
    let probability = (1 - chance) ** trials;
    let [squares, cells] = [0, 0];
    for (let k = 0; k <= trials; k++) {
      const expected = draws * probability;
      // rarer cells do not follow the chi-squared distribution
      if (expected >= 5) {
        squares += ((counts[k] as number) - expected) ** 2 / expected;
        cells++;
      }
      probability *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
    }
    expect(cells).toBe(21);
    // of 20 degrees of freedom 45.3 is passed once in a thousand
    expect(squares).toBeLessThan(45.3);
  });

  it('has the mean and variance of many trials', () => {
    for (const [trials, chance] of [
      [100_000, 0.37],
      [100_000, 0.0001],
      [17, 0.5],
      [5, 0.9],
    ] as const) {
      const random = createRandom(2);
      const values = Array.from({ length: 4000 }, () => drawBinomial(random, trials, chance));
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const expected = trials * chance * (1 - chance);
      expect(Math.abs(mean - trials * chance)).toBeLessThan(4.5 * Math.sqrt(expected / values.length));
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.12);
    }
  });

  it('is certain at its ends', () => {
    const random = createRandom(3);
    for (const trials of [0, 1, 16, 17, 5000]) {
      expect(drawBinomial(random, trials, 0)).toBe(0);
      expect(drawBinomial(random, trials, 1)).toBe(trials);
    }
  });
});
