import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { linearHead } from '../heads/linear-head.ts';
import { predictCommittee } from '../heads/predict.ts';
import { evaluate } from '../testing/evaluate.ts';
import { fitRows, predictRows, toTraining } from '../testing/heads.ts';
import { toMatrix } from '../testing/select-rows.ts';
import bootstrapCommittee from './bootstrap-committee.ts';
import softmaxRegression from './softmax-regression.ts';

const random = createRandom(2);
const rows = Array.from({ length: 40 }, (_, i) => [random.next() + (i % 2), random.next()]);
const set = toTraining(
  rows,
  rows.map((_, i) => i % 2),
);

describe('bootstrap-committee', () => {
  it('is itself the regression on all rows', async () => {
    const head = await fitRows(bootstrapCommittee, set);
    expect(head.parameters).toEqual((await fitRows(softmaxRegression, set)).parameters);
    expect(linearHead(head)?.columns).toBe(3);
  });

  it('has members that each learnt from a resample: what was drawn twice counts twice', async () => {
    const seed = 5;
    const head = await fitRows(bootstrapCommittee, set, { seed, options: { members: 3, tolerance: 1e-6 } });
    const draws = createRandom(seed).fork('member 1');
    const drawn = rows.map(() => draws.below(40));
    const resample = toTraining(
      drawn.map((row) => rows[row] as number[]),
      drawn.map((row) => row % 2),
    );
    // the penalty is that of all rows
    const l2 = 0.05 * spreadOf(rows);
    const expected = await fitRows(softmaxRegression, resample, { options: { l2, tolerance: 1e-6 } });
    const probe = [[1, 0.5]];
    const committee = await predictCommittee(head, toMatrix(probe), evaluate);
    expect(committee.members).toBe(3);
    expect(committee.data[2]).toBeCloseTo((await predictRows(expected, probe))[0]?.[0] as number, 3);
  });

  it('disagrees more between the classes, and far away, than where the labels lie', async () => {
    const head = await fitRows(bootstrapCommittee, set, { options: { members: 20 } });
    const { data } = await predictCommittee(
      head,
      toMatrix([
        [0, 0.5],
        [1, 3],
      ]),
      evaluate,
    );
    const spread = (item: number): number => {
      const says = Array.from({ length: 20 }, (_, m) => data[m * 4 + item * 2] as number);
      return Math.max(...says) - Math.min(...says);
    };
    expect(spread(1)).toBeGreaterThan(2 * spread(0));
  });

  it('draws other members for another seed', async () => {
    const [a, b] = [
      await fitRows(bootstrapCommittee, set, { seed: 1 }),
      await fitRows(bootstrapCommittee, set, { seed: 2 }),
    ];
    expect(a.parameters).toEqual(b.parameters);
    expect(a.members).not.toEqual(b.members);
  });
});

function spreadOf(points: number[][]): number {
  const mean = [0, 1].map((d) => points.reduce((sum, p) => sum + (p[d] as number), 0) / points.length);
  return (
    points.reduce((sum, p) => sum + p.reduce((s, v, d) => s + (v - (mean[d] as number)) ** 2, 0), 0) / points.length
  );
}
