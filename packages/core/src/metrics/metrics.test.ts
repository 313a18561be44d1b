import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlaasError } from '../errors.ts';
import { matrix } from '../matrix.ts';
import { createRandom } from '../random.ts';
import { accuracy } from './accuracy.ts';
import { brierScore } from './brier.ts';
import { calibrationError } from './calibration-error.ts';
import { confusionMatrix } from './confusion.ts';
import { evaluatePredictions } from './evaluate.ts';
import { cohenKappa } from './kappa.ts';
import { f1OfClasses, macroF1 } from './macro-f1.ts';
import { predictedClasses } from './predicted-classes.ts';
import { quantile } from './quantile.ts';
import { wilsonInterval } from './wilson.ts';

const ints = (...values: number[]): Int32Array => Int32Array.from(values);
// class 0: 2 of 3 found, and one more taken for it; class 1: 1 of 2; class 2 is nobody's truth, once predicted
const truth = ints(0, 0, 0, 1, 1);
const predictions = ints(0, 0, 2, 1, 0);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isAlaasError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
}

describe('confusion and accuracy', () => {
  it('count truth by row and prediction by column', () => {
    expect([...confusionMatrix(truth, predictions, 3).counts]).toEqual([2, 0, 1, 1, 1, 0, 0, 0, 0]);
    expect(accuracy(truth, predictions, 3).value).toBe(0.6);
  });

  it('name a class that is not there, and refuse nothing or unequal lists', () => {
    expect(codeOf(() => confusionMatrix(truth, predictions, 2))).toMatch(/^INVALID_LABELS: Row 2 has class number 2/);
    expect(codeOf(() => accuracy(ints(-1), ints(0), 2))).toMatch(/^INVALID_LABELS: Row 0/);
    expect(codeOf(() => accuracy(ints(), ints(), 2))).toMatch(/^RangeError/);
    expect(codeOf(() => accuracy(ints(0), ints(0, 1), 2))).toMatch(/^RangeError/);
  });
});

describe('wilsonInterval', () => {
  it('gives the ends known in closed form', () => {
    // no success of n: [0, z^2 / (n + z^2)], z^2 = 3.841459
    const none = wilsonInterval(0, 10);
    expect([none.value, none.low]).toEqual([0, 0]);
    expect(none.high).toBeCloseTo(3.841459 / 13.841459, 6);
    const all = wilsonInterval(10, 10);
    expect([all.value, all.high]).toEqual([1, 1]);
    expect(all.low).toBeCloseTo(10 / 13.841459, 6);
    // half of n: 1/2 -+ z / (2 sqrt(n + z^2))
    const half = wilsonInterval(50, 100);
    expect(half.low).toBeCloseTo(0.5 - 1.959964 / (2 * Math.sqrt(103.841459)), 6);
    expect(half.high).toBeCloseTo(0.5 + 1.959964 / (2 * Math.sqrt(103.841459)), 6);
  });

  it('ends where the share lies z standard errors away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const share = Math.round(part * n) / n;
        const { low, high } = wilsonInterval(share * n, n);
        for (const end of [low, high]) {
          if (end < 1e-9 || end > 1 - 1e-9) continue;
          expect(Math.abs(share - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(1.959964, 5);
        }
      }),
      { seed: 1 },
    );
  });
});

describe('macroF1', () => {
  const random = () => createRandom(4);

  it('is the mean of 2 right / (true + predicted) over classes that occur', () => {
    // class 0: 2*2 / (3 + 3); class 1: 2*1 / (2 + 1); class 2: 0 / (0 + 1)
    const scores = f1OfClasses(confusionMatrix(truth, predictions, 4));
    expect([...scores].slice(0, 3)).toEqual([2 / 3, 2 / 3, 0]);
    expect(scores[3]).toBeNaN();
    expect(macroF1(confusionMatrix(truth, predictions, 4), { random: random() }).value).toBeCloseTo(4 / 9, 12);
  });

  it('does not take ten right answers of ten for certainty', () => {
    const ten = ints(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    const { value, low, high } = macroF1(confusionMatrix(ten, ten, 2), { random: random() });
    expect([value, high]).toEqual([1, 1]);
    // of accuracy, 1 right and 1 wrong item more give Beta(11, 1), whose 2.5 % quantile is 0.025^(1/11)
    expect(Math.abs(low - 0.025 ** (1 / 11))).toBeLessThan(0.05);
  });

  it('is certain of a single class, and gives the same interval for the same random numbers', () => {
    const one = confusionMatrix(ints(0, 0), ints(0, 0), 1);
    expect(macroF1(one, { random: random() }).low).toBeCloseTo(1, 12);
    const some = confusionMatrix(truth, predictions, 3);
    expect(macroF1(some, { random: random() })).toEqual(macroF1(some, { random: random() }));
    expect(macroF1(some, { random: createRandom(5) })).not.toEqual(macroF1(some, { random: random() }));
  });

  it('has an interval that holds the true value about 95 times in 100', () => {
    // P(truth, prediction) of a model whose F1 per class is 2 P_cc / (row + column)
    const cells = [0.4, 0.05, 0.05, 0.05, 0.2, 0.05, 0.02, 0.03, 0.15];
    const side = (k: number): number => [0, 1, 2].reduce((s, j) => s + at(k, j) + at(j, k), 0);
    const at = (r: number, c: number): number => cells[r * 3 + c] as number;
    const real = [0, 1, 2].reduce((s, k) => s + (2 * at(k, k)) / side(k) / 3, 0);
    expect(coverageOf(real, 200, cells)).toBeGreaterThan(0.91);
    expect(coverageOf(real, 40, cells)).toBeGreaterThan(0.91);
    expect(coverageOf(real, 200, cells)).toBeLessThan(0.99);
  });

  function coverageOf(real: number, items: number, cells: readonly number[]): number {
    let held = 0;
    for (let seed = 0; seed < 300; seed++) {
      const draw = createRandom(1000 + seed);
      const counts = new Float64Array(9);
      for (let i = 0; i < items; i++) {
        const cell = drawCell(draw.next(), cells);
        counts[cell] = (counts[cell] as number) + 1;
      }
      const { low, high } = macroF1({ counts, classes: 3 }, { random: draw, resamples: 300 });
      if (low <= real && real <= high) held++;
    }
    return held / 300;
  }
});

function drawCell(share: number, cells: readonly number[]): number {
  let sum = 0;
  return Math.max(
    cells.findIndex((chance) => {
      sum += chance;
      return share < sum;
    }),
    0,
  );
}

describe('calibration', () => {
  it('weighs the gap of confidence and rightness by bin', () => {
    // four items at confidence 0.75, three of them right: no gap; four at 1, two right: a gap of 1/2 for half the items
    const rows = [...Array.from({ length: 4 }, () => [0.75, 0.25]), ...Array.from({ length: 4 }, () => [1, 0])];
    const probabilities = matrix(Float32Array.from(rows.flat()), 2);
    const { value, low, high } = calibrationError(probabilities, ints(0, 0, 0, 1, 0, 0, 1, 1), {
      random: createRandom(1),
    });
    expect(value).toBeCloseTo(0.25, 12);
    expect(low).toBeLessThan(0.2);
    expect(high).toBeGreaterThan(0.3);
  });

  it('has an interval that holds the error of a calibrated and of an overconfident model', () => {
    for (const overconfidence of [0, 0.15]) {
      let held = 0;
      for (let seed = 0; seed < 200; seed++) {
        const draw = createRandom(seed);
        const confidence = Float32Array.from({ length: 300 }, () => 0.66 + 0.33 * draw.next());
        const labels = Int32Array.from(confidence, (p) => (draw.next() < p - overconfidence ? 0 : 1));
        const rows = Float32Array.from({ length: 600 }, (_, i) => {
          const p = confidence[i >> 1] as number;
          return i % 2 === 0 ? p : 1 - p;
        });
        const { low, high } = calibrationError(matrix(rows, 2), labels, { random: draw, resamples: 200 });
        if (low <= overconfidence && overconfidence <= high) held++;
      }
      expect(held / 200).toBeGreaterThan(0.9);
    }
  });

  it('adds squared distances for the Brier score', () => {
    // (0.25^2 + 0.25^2) + (1 + 1), over two
    expect(brierScore(matrix(Float32Array.of(0.75, 0.25, 1, 0), 2), ints(0, 1))).toBeCloseTo(1.0625, 12);
  });
});

describe('cohenKappa', () => {
  it('is the agreement beyond chance', () => {
    // agreement 7/10; chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5: kappa = 0.2 / 0.5
    const a = ints(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
    const b = ints(0, 0, 0, 0, 1, 1, 1, 1, 0, 0);
    expect(cohenKappa(a, b)).toBeCloseTo(0.4, 12);
    expect(cohenKappa(ints(0, 1), ints(1, 0))).toBeCloseTo(-1, 12);
  });

  it('is 1 for identical lists, of one class too, and 0 when one side knows a single class', () => {
    expect(cohenKappa(ints(2, 2, 2), ints(2, 2, 2))).toBe(1);
    expect(cohenKappa(ints(0, 1, 2), ints(0, 1, 2))).toBe(1);
    expect(cohenKappa(ints(0, 0, 0, 0), ints(0, 0, 1, 1))).toBe(0);
    expect(cohenKappa(ints(0, 0), ints(1, 1))).toBe(0);
  });

  it('is symmetric, and does not care what the classes are called', () => {
    const list = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(list, (pairs) => {
        const [a, b] = [ints(...pairs.map(([x]) => x)), ints(...pairs.map(([, y]) => y))];
        const kappa = cohenKappa(a, b);
        expect(kappa).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(kappa).toBeLessThanOrEqual(1);
        expect(cohenKappa(b, a)).toBeCloseTo(kappa, 12);
        expect(
          cohenKappa(
            a.map((k) => 9 - k),
            b.map((k) => 9 - k),
          ),
        ).toBeCloseTo(kappa, 12);
      }),
      { seed: 1 },
    );
  });
});

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    const sorted = Float64Array.of(0, 10, 20, 40);
    expect([0, 0.5, 1, 0.25].map((share) => quantile(sorted, share))).toEqual([0, 15, 40, 7.5]);
    expect(quantile(Float64Array.of(3), 0.9)).toBe(3);
    expect(quantile(Float64Array.of(1, Infinity, Infinity), 0.75)).toBe(Infinity);
    expect(quantile(Float64Array.of(1, 2, Infinity), 0.5)).toBe(2);
    expect(codeOf(() => quantile(new Float64Array(), 0.5))).toMatch(/^RangeError/);
  });
});

describe('evaluatePredictions', () => {
  const probabilities = matrix(Float32Array.of(0.75, 0.25, 0.25, 0.75, 0.5, 0.5), 2);

  it('takes the likeliest class, of equal ones the first, and measures everything', () => {
    expect([...predictedClasses(probabilities)]).toEqual([0, 1, 0]);
    const result = evaluatePredictions(probabilities, ints(0, 1, 1), { random: createRandom(2) });
    expect(result.accuracy.value).toBeCloseTo(2 / 3, 12);
    // class 0: 2 / (1 + 2); class 1: 2 / (2 + 1)
    expect(result.macroF1.value).toBeCloseTo(2 / 3, 12);
    // two items at 0.75 both right (gap 0.25), one at 0.5 wrong (gap 0.5)
    expect(result.calibrationError.value).toBeCloseTo((2 * 0.25 + 0.5) / 3, 12);
    // 2 * 0.0625 twice, and 2 * 0.25
    expect(result.brierScore).toBeCloseTo((0.125 + 0.125 + 0.5) / 3, 12);
    expect(result.items).toBe(3);
    for (const { value, low, high } of [result.accuracy, result.macroF1, result.calibrationError]) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it('names the row that is not a number', () => {
    const broken = matrix(Float32Array.of(1, 0, Number.NaN, 1), 2);
    expect(codeOf(() => evaluatePredictions(broken, ints(0, 1), { random: createRandom(0) }))).toMatch(
      /^INVALID_PROBABILITIES: Row 1/,
    );
  });
});
