import { describe, expect, it } from 'vitest';
import { naiveBoundaries, randomHead } from '../testing/linear-head.ts';
import { randomRows, scoreRows, toMatrix } from '../testing/select-rows.ts';
import deepFool from './adversarial-deep-fool.ts';
import mase from './mase.ts';

const LOWEST = -Number.MAX_VALUE;

/** Three classes in the plane: to the right, to the left, and up. */
const head = toMatrix([
  [3, 0, 0],
  [-1, 0, 1],
  [0, 3, -1],
]);

describe('utilities computed by hand', () => {
  const embeddings = toMatrix([
    // logits 6, -1, -1: 7 / |(4, 0)| is less than 7 / |(3, -3)|
    [2, 0],
    // logits 3, 0, 2: 1 / |(3, -3)|
    [1, 1],
    // logits 0, 1, -1: 1 / |(-4, 0)|
    [0, 0],
    // logits 0.75, 0.75, -1: on a boundary
    [0.25, 0],
  ]);
  const distances = [7 / Math.hypot(3, 3), 1 / Math.hypot(3, 3), 1 / 4, 0];

  it('MASE is minus the distance to the nearest boundary', () => {
    for (const [i, utility] of scoreRows(mase, { embeddings, head }).entries()) {
      expect(utility).toBeCloseTo(-(distances[i] as number), 12);
    }
  });

  it('DeepFool is minus its square', () => {
    for (const [i, utility] of scoreRows(deepFool, { embeddings, head }).entries()) {
      expect(utility).toBeCloseTo(-((distances[i] as number) ** 2), 12);
    }
  });

  it('two classes have one boundary', () => {
    const two = toMatrix([
      [1, 0, 0],
      [-1, 0, 0],
    ]);
    const rows = toMatrix([
      [3, 9],
      [-0.5, 2],
      [0, 1],
    ]);
    expect(scoreRows(mase, { embeddings: rows, head: two })).toEqual([-3, -0.5, 0]);
    expect(scoreRows(deepFool, { embeddings: rows, head: two })).toEqual([-9, -0.25, 0]);
  });
});

describe('on random heads', () => {
  const rows = randomRows(300, 9, { seed: 5 }).map((row) => row.map((x, d) => Math.fround(x - d / 40)));
  const embeddings = toMatrix(rows);
  const random = randomHead(7, 9, 6);

  it('agrees with every boundary measured one by one', () => {
    const actual = scoreRows(mase, { embeddings, head: toMatrix(random) });
    for (const [i, h] of rows.entries()) {
      const expected = -naiveBoundaries(h, random).nearest;
      expect(Math.abs((actual[i] as number) - expected)).toBeLessThan(1e-12);
    }
  });

  it('a step of that length, and no shorter one, reaches a point where the answer turns', () => {
    const actual = scoreRows(deepFool, { embeddings, head: toMatrix(random) });
    for (const [i, h] of rows.entries()) {
      const { top, rival, direction } = naiveBoundaries(h, random);
      const length = Math.sqrt(-(actual[i] as number));
      const answerAt = (share: number): number => {
        const moved = h.map((x, d) => x + share * length * (direction[d] as number));
        return naiveBoundaries(moved, random).top;
      };
      expect(answerAt(0.999)).toBe(top);
      expect(answerAt(1.001)).toBe(rival);
    }
  });

  it('DeepFool asks in the order of MASE', () => {
    const signals = { embeddings, head: toMatrix(random) };
    const orderOf = (utilities: number[]) =>
      [...utilities.keys()].sort((a, b) => (utilities[b] as number) - (utilities[a] as number));
    expect(orderOf(scoreRows(deepFool, signals))).toEqual(orderOf(scoreRows(mase, signals)));
  });
});

describe.each([
  ['mase', mase],
  ['adversarial-deep-fool', deepFool],
] as const)('%s where there is nothing to cross', (_, scorer) => {
  const embeddings = toMatrix([
    [1, 2],
    [0, 0],
  ]);

  it('gives the lowest finite number for a head of one class', () => {
    expect(scoreRows(scorer, { embeddings, head: toMatrix([[1, 1, 1]]) })).toEqual([LOWEST, LOWEST]);
  });

  it('never divides by the length of equal weights', () => {
    const apart = toMatrix([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    expect(scoreRows(scorer, { embeddings, head: apart })).toEqual([LOWEST, LOWEST]);
    const one = toMatrix([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(scoreRows(scorer, { embeddings, head: one })).toEqual([0, 0]);
  });

  it('still sees the class behind one of equal weights', () => {
    const three = toMatrix([
      [1, 0, 1],
      [1, 0, 0],
      [-1, 0, 1],
    ]);
    // logits 2, 1, 0 and 1, 0, 1: the third class is 2 / 2 and 0 away
    const [first, second] = scoreRows(scorer, { embeddings, head: three });
    expect([first, second]).toEqual([-1, 0]);
  });

  it('gives NaN for a NaN', () => {
    const broken = toMatrix([[Number.NaN, 1]]);
    expect(scoreRows(scorer, { embeddings: broken, head })).toEqual([Number.NaN]);
  });
});
