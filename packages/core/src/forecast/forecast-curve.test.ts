import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawNormal } from '../metrics/draws.ts';
import { createRandom } from '../random.ts';
import { type Curve, curveAt, labelsAt } from './curve.ts';
import { curveFitter } from './fit-curve.ts';
import { type CurvePoint, forecastCurve } from './forecast-curve.ts';

/** Interval of a measurement with this standard deviation. */
function point(labels: number, value: number, deviation = 0.01): CurvePoint {
  const half = 1.959963984540054 * deviation;
  return { labels, estimate: { value, low: Math.max(0, value - half), high: Math.min(1, value + half) } };
}

const exponential = (n: number): number => 0.9 - 0.6 * Math.exp(-0.005 * n);
const power = (n: number): number => 0.95 - 2 * n ** -0.4;
const sizes = [100, 150, 200, 250, 300, 350, 400, 450, 500, 550];

function forecast(points: CurvePoint[], seed = 1, resamples = 300) {
  return forecastCurve(points, { random: createRandom(seed), resamples });
}

describe('curveFitter', () => {
  it('finds the curve that the values lie on', () => {
    const labels = Float64Array.from(sizes);
    const weights = labels.map((n) => n);
    const first = curveFitter('exponential', labels, weights)(labels.map(exponential)).curve;
    expect(first.asymptote).toBeCloseTo(0.9, 6);
    expect(first.rate).toBeCloseTo(0.005, 6);
    // b exp(-c n) at the first point
    expect(first.drop).toBeCloseTo(0.6 * Math.exp(-0.5), 6);
    const second = curveFitter('power', labels, weights)(labels.map(power)).curve;
    expect(second.asymptote).toBeCloseTo(0.95, 5);
    expect(second.rate).toBeCloseTo(0.4, 5);
    expect(second.drop).toBeCloseTo(2 * 100 ** -0.4, 5);
  });

  it('takes 1 for the asymptote of a straight line, which would go beyond', () => {
    const labels = Float64Array.of(100, 200, 300, 400, 500);
    for (const family of ['exponential', 'power'] as const) {
      const fit = curveFitter(family, labels, Float64Array.of(1, 1, 1, 1, 1));
      const { curve } = fit(Float64Array.of(0.2, 0.3, 0.4, 0.5, 0.6));
      expect(curve.asymptote).toBe(1);
      expect(Math.abs(curve.drop - 0.8)).toBeLessThan(0.05);
    }
  });

  it('is no worse than any curve of a fine grid', () => {
    const labels = Float64Array.of(10, 20, 40, 80, 160);
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), fc.constantFrom('exponential', 'power'), (ys, f) => {
        const weights = Float64Array.of(1, 2, 1, 3, 1);
        const values = Float64Array.from(ys);
        const { curve, loss } = curveFitter(f, labels, weights)(values);
        expect(lossOf(curve, labels, values, weights)).toBeCloseTo(loss, 9);
        expect(curve.drop).toBeGreaterThanOrEqual(0);
        expect(curve.asymptote).toBeGreaterThanOrEqual(0);
        expect(curve.asymptote).toBeLessThanOrEqual(1);
        const span = f === 'exponential' ? 150 : Math.log(16);
        for (const speed of [0.02, 0.1, 0.5, 1, 2, 5, 20, 50]) {
          for (let a = 0; a <= 1; a += 0.1) {
            for (let drop = 0; drop <= 2; drop += 0.1) {
              const other: Curve = { family: f, asymptote: a, drop, rate: speed / span, from: 10 };
              expect(lossOf(other, labels, values, weights)).toBeGreaterThan(loss - 1e-3);
            }
          }
        }
      }),
      { seed: 1, numRuns: 10 },
    );
  });
});

function lossOf(
  { family, asymptote, drop, rate, from }: Curve,
  labels: Float64Array,
  values: Float64Array,
  weights: Float64Array,
): number {
  return labels.reduce((sum, n, i) => {
    const left = family === 'exponential' ? Math.exp(-rate * (n - from)) : (n / from) ** -rate;
    return sum + (weights[i] as number) * ((values[i] as number) - asymptote + drop * left) ** 2;
  }, 0);
}

describe('labelsAt', () => {
  it('turns the curve round', () => {
    for (const family of ['exponential', 'power'] as const) {
      const curve: Curve = { family, asymptote: 0.9, drop: 0.5, rate: 0.7, from: 3 };
      expect(curveAt(curve, labelsAt(curve, 0.8))).toBeCloseTo(0.8, 12);
      expect(labelsAt(curve, 0.4)).toBe(3);
      expect(labelsAt(curve, 0.9)).toBe(Number.POSITIVE_INFINITY);
      expect(labelsAt({ ...curve, drop: 0 }, 0.9)).toBe(3);
    }
    // 0.5 exp(-0.7 (n - 3)) = 0.1, and 0.5 (n / 3)^-0.7 = 0.1
    const curve = { asymptote: 0.9, drop: 0.5, rate: 0.7, from: 3 };
    expect(labelsAt({ ...curve, family: 'exponential' }, 0.8)).toBeCloseTo(3 + Math.log(5) / 0.7, 12);
    expect(labelsAt({ ...curve, family: 'power' }, 0.8)).toBeCloseTo(3 * 5 ** (1 / 0.7), 10);
  });
});

describe('forecastCurve', () => {
  it('goes on along the curve that the points lie on', () => {
    for (const truth of [exponential, power]) {
      const found = forecast(sizes.map((n) => point(n, truth(n), 1e-4)));
      expect(found.curve?.family).toBe(truth.name);
      for (const n of [100, 550, 1000, 5000]) {
        const { value, low, high } = found.at(n);
        expect(value).toBeCloseTo(truth(n), 3);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
      expect(found.gain(500, 100).value).toBeCloseTo(truth(600) - truth(500), 4);
    }
  });

  it('says how many labels a target takes, or that none are enough', () => {
    const found = forecast(sizes.map((n) => point(2 * n, exponential(2 * n), 1e-4)));
    // 0.6 exp(-0.005 n) = 0.05
    const expected = Math.log(12) / 0.005;
    const reach = found.labelsTo(0.85);
    expect(Math.abs((reach?.labels ?? 0) - expected)).toBeLessThan(5);
    expect(reach?.low).toBeLessThan(expected);
    expect(reach?.high).toBeGreaterThan(expected);
    expect(reach?.chance).toBe(1);
    expect(found.labelsTo(0.2)).toMatchObject({ labels: 200, low: 200 });
    expect(found.asymptote.high).toBeLessThan(0.95);
    expect(found.labelsTo(0.95)).toEqual({ labels: undefined, low: undefined, high: undefined, chance: 0 });
  });

  it('never falls with the labels, in its value and in both ends', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 0.1, noNaN: true }), fc.nat(), (ys, deviation, seed) => {
        const found = forecast(
          ys.map((y, i) => point(10 + 10 * i, y, deviation)),
          seed,
          50,
        );
        let before = { value: 0, low: 0, high: 0 };
        for (const n of [1, 10, 11, 50, 90, 200, 1e4, 1e9]) {
          const now = found.at(n);
          for (const end of ['value', 'low', 'high'] as const) {
            expect(now[end]).toBeGreaterThanOrEqual(before[end]);
            expect(now[end]).toBeLessThanOrEqual(1);
          }
          expect(now.low).toBeLessThanOrEqual(now.value);
          expect(now.high).toBeGreaterThanOrEqual(now.value);
          before = now;
        }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('calls a flat curve flat, and a falling one by its mean', () => {
    const flat = forecast([1, 2, 3, 4, 5].map((n) => point(100 * n, 0.7, 0.005)));
    expect(flat.at(1e6).value).toBeCloseTo(0.7, 9);
    expect(flat.asymptote.low).toBeGreaterThan(0.68);
    const falling = forecast([0.8, 0.7, 0.6].map((y, i) => point(100 * (i + 1), y)));
    expect(falling.at(1000).value).toBeCloseTo(0.7, 9);
    expect(falling.curve?.drop).toBe(0);
  });

  it('is less sure of points that do not lie on a curve than their intervals say', () => {
    const width = (values: number[]) => {
      const { low, high } = forecast(values.map((y, i) => point(100 * (i + 1), y))).at(1000);
      return high - low;
    };
    expect(width([0.5, 0.8, 0.5, 0.8, 0.5, 0.8])).toBeGreaterThan(3 * width([0.65, 0.65, 0.65, 0.65, 0.65, 0.65]));
  });

  it('repeats the last value with its own interval while there are too few points', () => {
    const two = forecast([point(100, 0.5), point(200, 0.6), point(200, 0.6)]);
    expect(two.curve).toBeUndefined();
    expect(two.at(1000)).toEqual(point(0, 0.6).estimate);
    expect(two.asymptote.high).toBe(1);
    expect(two.gain(200, 100).high).toBeGreaterThan(0.4);
    expect(two.labelsTo(0.9)).toBeUndefined();
    // without an interval, three points say nothing about noise
    expect(forecast([0.5, 0.6, 0.65].map((y, i) => point(i + 1, y, 0))).curve).toBeUndefined();
    expect(() => forecast([])).toThrow(RangeError);
  });

  it('does not care for the order of the points, and repeats itself for the same seed', () => {
    const points = sizes.map((n, i) => point(n, exponential(n) + (i % 2 === 0 ? 0.01 : -0.01)));
    expect(forecast(points.toReversed()).at(900)).toEqual(forecast(points).at(900));
    expect(forecast(points, 2).at(900)).not.toEqual(forecast(points).at(900));
  });

  it('holds a later value of a curve of another shape, which the early points mislead about', () => {
    // errors fall slowly at first and then faster, as those of a nearest neighbour do
    const bent = (n: number): number => 1 - 0.75 / (1 + (n / 500) ** 0.9);
    const found = forecast([100, 200, 300, 400, 500, 600, 700, 800].map((n) => point(n, bent(n), 0.005)));
    for (const n of [1200, 1600, 3200]) {
      const { low, high } = found.at(n);
      expect(low).toBeLessThan(bent(n));
      expect(high).toBeGreaterThan(bent(n));
    }
  });

  it.each([
    ['exponential, with intervals', exponential, true],
    ['power, with intervals', power, true],
    ['exponential, noise from the residuals', exponential, false],
    ['power, noise from the residuals', power, false],
  ])('holds the true value at least 95 times in 100: %s', (_, truth, hasIntervals) => {
    const held = { 550: 0, 1100: 0 };
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed);
      const points = sizes.map((n) => point(n, truth(n) + 0.015 * drawNormal(random), hasIntervals ? 0.015 : 0));
      const found = forecastCurve(points, { random, resamples: 100 });
      for (const n of [550, 1100] as const) {
        const { low, high } = found.at(n);
        if (low <= truth(n) && truth(n) <= high) held[n]++;
      }
    }
    // of 100, a coverage of 95 % has a standard deviation of 2.2 %
    expect(held[550]).toBeGreaterThan(89);
    expect(held[1100]).toBeGreaterThan(89);
  });
});
