import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { naturalLog } from './natural-log.ts';
import { largestTerms } from './x-ln-x.ts';

/** Float32 values of every size from 1e-45 to 1, with their bits. */
function samples(): { values: Float32Array; bits: Int32Array } {
  const random = createRandom(1);
  const values = Float32Array.from({ length: 20_000 }, () => 2 ** (-149 * random.next() ** 4));
  values.set([0, 1, 0.5, 1 / Math.E, 1e-45, 2 ** -126, 1.0009]);
  return { values, bits: new Int32Array(values.buffer) };
}

describe('largestTerms', () => {
  it('bounds x ln x and -x ln x closely from above', () => {
    const { values, bits } = samples();
    const { positive, negative, shift } = largestTerms();
    for (const [i, x] of values.entries()) {
      const term = x === 0 ? 0 : x * Math.log(x);
      // the first bucket holds all values below 2^-134
      const slack = x === 0 ? 1e-38 : (x * (Math.abs(Math.log(x)) + 1)) / 128 + 1e-38;
      for (const [bound, exact] of [
        [positive[(bits[i] as number) >>> shift] as number, term],
        [negative[(bits[i] as number) >>> shift] as number, -term],
      ] as const) {
        expect(bound).toBeGreaterThanOrEqual(exact);
        expect(bound - exact).toBeLessThanOrEqual(slack);
      }
    }
  });

  it('knows minus zero, and gives NaN for what is no probability', () => {
    const { positive, shift } = largestTerms();
    const odd = new Int32Array(Float32Array.of(-0, -0.5, 2, Number.POSITIVE_INFINITY, Number.NaN).buffer);
    const [zero, ...others] = [...odd].map((pattern) => positive[pattern >>> shift]);
    expect(Math.abs(zero as number)).toBeLessThan(1e-38);
    expect(others.every(Number.isNaN)).toBe(true);
  });
});

describe('naturalLog', () => {
  it('agrees with Math.log for values of every size', () => {
    const { values, bits } = samples();
    for (const [i, x] of values.entries()) {
      if (x === 0) continue;
      const exact = Math.log(x);
      expect(Math.abs(naturalLog(x, bits[i] as number) - exact)).toBeLessThan(1e-14 * Math.max(1, Math.abs(exact)));
    }
  });
});
