import { parseOptions } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, fitRows, predictRows, toTraining } from '../testing/heads.ts';
import nearestPrototype from './nearest-prototype.ts';

type Rows = number[][];

async function probabilities(set: ReturnType<typeof toTraining>, items: Rows, temperature: number | 'auto') {
  return (await predictRows(await fitRows(nearestPrototype, set, { options: { temperature } }), items)).flat();
}

const corners = toTraining(
  [
    [3, 0],
    [0, 2],
  ],
  [0, 1],
);

function angle(degrees: number): number[] {
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

describe('nearest-prototype', () => {
  it('is the softmax of minus the squared distances to the class means', async () => {
    // rows become (1, 0) and (0, 1), items too: squared distances of (1, 0) are 0 and 2, and 2 / 2 = 1
    const near = 1 / (1 + Math.exp(-1));
    const items = [
      [5, 0],
      [1, 1],
      [0, 0.1],
    ];
    const result = await probabilities(corners, items, 2);
    for (const [i, expected] of [near, 1 - near, 0.5, 0.5, 1 - near, near].entries()) {
      expect(result[i]).toBeCloseTo(expected, 6);
    }
  });

  it('uses the mean of a class with several rows', async () => {
    const rows = [
      [1, 0],
      [0, 1],
      [-1, 0],
    ];
    // means (1/2, 1/2) and (-1, 0); of (1, 0) the squared distances are 1/2 and 4
    const [first] = await probabilities(toTraining(rows, [0, 0, 1]), [[1, 0]], 1);
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 6);
  });

  it('counts a row of weight 3 like three rows', async () => {
    const rows = [angle(0), angle(50), angle(90)];
    const weighted = toTraining(rows, [0, 0, 1], { weights: [3, 1, 1] });
    const repeated = toTraining([angle(0), angle(0), ...rows], [0, 0, 0, 0, 1]);
    const [first] = await probabilities(weighted, [angle(60)], 0.5);
    expect(first).toBeCloseTo((await probabilities(repeated, [angle(60)], 0.5))[0] as number, 6);
  });

  it('gives a class without a row no probability', async () => {
    const set = toTraining([angle(0), angle(90)], [0, 2], { classes: 4 });
    const [a, b, c, d] = await probabilities(set, [angle(45)], 2);
    expect([b, d]).toEqual([0, 0]);
    expect(a).toBeCloseTo(0.5, 6);
    expect(c).toBeCloseTo(0.5, 6);
  });

  it('is sure when one class is all it knows', async () => {
    const set = toTraining([angle(0), angle(90)], [1, 1], { classes: 2 });
    expect(await probabilities(set, [angle(45)], 'auto')).toEqual([0, 1]);
  });

  it('sees the direction of an embedding, not its length', async () => {
    const items = [
      [0.3, 0.1],
      [300, 100],
    ];
    const [short, , long] = (await probabilities(corners, items, 1)) as [number, number, number];
    expect(short).toBeCloseTo(long, 6);
  });

  it('gives an embedding of zeros the same distance to prototypes of one length', async () => {
    expect(await probabilities(corners, [[0, 0]], 1)).toEqual([0.5, 0.5]);
  });

  it('is sure where leave-one-out is right, and unsure where it is wrong', async () => {
    const apart = toTraining([angle(0), angle(4), angle(20), angle(24)], [0, 0, 1, 1]);
    const mixed = toTraining([angle(0), angle(90), angle(2), angle(92)], [0, 0, 1, 1]);
    // every row is nearest to its own class: the lowest temperature of the list, 0.005, is the likeliest
    expect((await fitRows(nearestPrototype, apart)).temperature).toBe(0.005);
    // every row is nearest to the other class: the highest, 2
    expect((await fitRows(nearestPrototype, mixed)).temperature).toBe(2);
  });

  it('takes a temperature of 0.1 where no class has two rows', async () => {
    expect((await fitRows(nearestPrototype, corners)).temperature).toBe(0.1);
  });

  it('gives rows that sum to 1, whatever the temperature', async () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const row = fc.array(value, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 3, maxLength: 9 }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        async (rows, temperature) => {
          const labels = rows.map((_, i) => i % 3);
          const result = await probabilities(toTraining(rows, labels), rows, temperature);
          for (let i = 0; i < result.length; i += 3) {
            expect((result[i] as number) + (result[i + 1] as number) + (result[i + 2] as number)).toBeCloseTo(1, 5);
          }
        },
      ),
      { seed: 3 },
    );
  });

  it('refuses labels that cannot teach', async () => {
    const fit = (labels: number[], classes: number) =>
      codeOf(fitRows(nearestPrototype, toTraining([angle(0), angle(90)], labels, { classes })));
    expect(await fit([0, 2], 2)).toBe('INVALID_LABELS');
    expect(await fit([0, -1], 2)).toBe('INVALID_LABELS');
    expect(await fit([0], 1)).toBe('INVALID_LABELS');
    expect(await fit([], 0)).toBe('INVALID_LABELS');
  });

  it('checks its options', () => {
    expect(parseOptions(nearestPrototype, {})).toEqual({ temperature: 'auto' });
    expect(() => parseOptions(nearestPrototype, { temperature: 0 })).toThrow(/temperature/);
    expect(() => parseOptions(nearestPrototype, { warmth: 1 })).toThrow(/warmth/);
  });
});
