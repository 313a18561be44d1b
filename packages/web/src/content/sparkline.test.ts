import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it('draws a line from the first value to the last, the highest at the top', () => {
  expect(sparkline([0, 10, 5], 100, 20)).toBe('M0 20L50 0L100 10');
});

it('leaves a gap where values are left out, and a point where one stands alone', () => {
  expect(sparkline([0, 1, null, 1, 0], 4, 1)).toBe('M0 1L1 0M3 0L4 1');
  expect(sparkline([7], 4, 2)).toBe('M2 1');
});

it('draws nothing where there are no values', () => {
  expect(sparkline([null, null], 4, 2)).toBe('');
  expect(sparkline([], 4, 2)).toBe('');
});

it('keeps the highest and the lowest point of a long series, in no more than 200 points', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 3000 }), (values) => {
      const points = [...sparkline(values, 300, 100).matchAll(/[ML]([\d.]+) ([\d.]+)/g)];
      const xs = points.map(([, x]) => Number(x));
      const ys = points.map(([, , y]) => Number(y));
      expect(points.length).toBeLessThanOrEqual(200);
      expect(xs).toEqual([...xs].sort((a, b) => a - b));
      const isFlat = new Set(values).size === 1;
      expect([Math.min(...ys), Math.max(...ys)]).toEqual(isFlat ? [50, 50] : [0, 100]);
    }),
    { seed: 1, numRuns: 50 },
  );
});
