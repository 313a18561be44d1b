import type { Head } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { codeOf, predictRows, toTraining } from '../testing/heads.ts';
import { calibrate } from './calibrate.ts';

const context = { compute: evaluate, checkpoint: () => undefined };
/** The logit of b above that of a is 8 x. */
const head: Head = {
  learner: 'softmax-regression',
  classes: ['a', 'b'],
  width: 1,
  parameters: {
    weights: { data: Float32Array.of(-4, 4), shape: [2, 1] },
    bias: { data: Float32Array.of(0, 0), shape: [1, 2] },
  },
  members: [],
  temperature: 1,
};
const ones = (count: number): number[][] => Array.from({ length: count }, () => [1]);

describe('calibrate', () => {
  it('makes a head that is right three times in four say three quarters', async () => {
    const calibrated = await calibrate(head, toTraining(ones(4), [1, 1, 1, 0]), context);
    // 8 / T = ln 3
    expect(calibrated.temperature).toBeCloseTo(8 / Math.log(3), 4);
    expect((await predictRows(calibrated, [[1]]))[0]?.[1]).toBeCloseTo(0.75, 5);
    expect(calibrated.parameters).toBe(head.parameters);
  });

  it('counts rows by their weights, and forgets the temperature that was', async () => {
    const set = toTraining(ones(2), [1, 0], { weights: [3, 1] });
    const calibrated = await calibrate({ ...head, temperature: 7 }, set, context);
    expect(calibrated.temperature).toBeCloseTo(8 / Math.log(3), 4);
  });

  it('makes a head surer that is always right, and doubt itself when it is always wrong, within limits', async () => {
    expect((await calibrate(head, toTraining(ones(3), [1, 1, 1]), context)).temperature).toBeCloseTo(0.05, 5);
    expect((await calibrate(head, toTraining(ones(3), [0, 0, 0]), context)).temperature).toBeCloseTo(20, 5);
  });

  it('reads classes by name, and leaves out those that the head does not know', async () => {
    const set = { ...toTraining(ones(5), [0, 0, 0, 1, 2]), classes: ['b', 'a', 'z'] };
    expect((await calibrate(head, set, context)).temperature).toBeCloseTo(8 / Math.log(3), 4);
    expect(await codeOf(calibrate(head, { ...toTraining(ones(1), [0]), classes: ['z'] }, context))).toBe(
      'INVALID_LABELS',
    );
  });

  it('leaves out rows of a class that the head holds for impossible', async () => {
    const far = {
      ...head,
      learner: 'nearest-prototype',
      classes: ['a', 'b', 'c'],
      parameters: {
        means: { data: Float32Array.of(-1, 1, 0), shape: [3, 1] },
        offsets: { data: Float32Array.of(0, 0, -1e30), shape: [1, 3] },
      },
    };
    const { temperature } = await calibrate(far, toTraining(ones(5), [1, 1, 1, 0, 2]), context);
    // squared distances of 1 to -1 and 1 are 4 and 0
    expect(temperature).toBeCloseTo(4 / Math.log(3), 4);
  });

  it('refuses embeddings of another width', async () => {
    expect(await codeOf(calibrate(head, toTraining([[1, 2]], [0]), context))).toBe('INVALID_EMBEDDINGS');
  });
});
