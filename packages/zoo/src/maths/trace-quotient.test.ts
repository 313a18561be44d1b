import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { invertPositive } from './cholesky.ts';
import { TraceQuotient } from './trace-quotient.ts';

describe('TraceQuotient', () => {
  it('gives the trace by hand, for either sign', () => {
    // (2, 1; 1, 3)^-1 = (3, -1; -1, 2) / 5
    const t = Float64Array.of(1, 1, 1, 2);
    const s = Float64Array.of(5, 10, 10, 20);
    expect(new TraceQuotient(2).of(t, s, 0, 1)).toBeCloseTo((15 - 10 - 10 + 40) / 5, 12);
    // (1 - 0.5)^-1
    expect(new TraceQuotient(1).of(Float64Array.of(9, 0.5), Float64Array.of(9, 3), 1, -1)).toBe(6);
  });

  it('agrees with the inverse, at any place of a list', () => {
    const k = 5;
    const random = createRandom(2);
    const symmetric = (): number[] => {
      const half = Array.from({ length: k * k }, () => random.next() - 0.5);
      return half.map((_, at) => {
        const [i, j] = [Math.floor(at / k), at % k];
        let sum = 0;
        for (let m = 0; m < k; m++) sum += (half[i * k + m] as number) * (half[j * k + m] as number);
        return sum;
      });
    };
    const [t, s] = [Float64Array.from([0, 0, ...symmetric()]), Float64Array.from([0, 0, ...symmetric()])];
    const shifted = t.slice(2).map((value, at) => value + (Math.floor(at / k) === at % k ? 1 : 0));
    const inverse = invertPositive(shifted, k, () => undefined) as Float64Array;
    let trace = 0;
    for (let i = 0; i < k * k; i++) trace += (inverse[i] as number) * (s[2 + i] as number);
    expect(new TraceQuotient(k).of(t, s, 2, 1)).toBeCloseTo(trace, 12);
  });

  it('is infinite where nothing would be left to divide by', () => {
    expect(new TraceQuotient(1).of(Float64Array.of(1), Float64Array.of(1), 0, -1)).toBe(Number.POSITIVE_INFINITY);
    const t = Float64Array.of(0, 0, 0, 1.5);
    expect(new TraceQuotient(2).of(t, t, 0, -1)).toBe(Number.POSITIVE_INFINITY);
  });
});
