import type { Head } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { codeOf, predictRows } from '../testing/heads.ts';
import { toMatrix } from '../testing/select-rows.ts';
import { linearHead } from './linear-head.ts';
import { predictCommittee, predictProbabilities } from './predict.ts';

const head: Head = {
  learner: 'softmax-regression',
  classes: ['a', 'b'],
  width: 2,
  parameters: {
    weights: { data: Float32Array.of(1, 2, -1, 0), shape: [2, 2] },
    bias: { data: Float32Array.of(0.5, -0.5), shape: [1, 2] },
  },
  members: [],
  temperature: 2,
};

/** By hand: logits differ by 2 x + 2 y + 1, halved by the temperature. */
const first = (x: number, y: number): number => 1 / (1 + Math.exp(-(2 * x + 2 * y + 1) / 2));

describe('predictProbabilities', () => {
  it('is the softmax of the logits over the temperature', async () => {
    const rows = [
      [0, 0],
      [1, -2],
      [0.3, 0.4],
    ];
    for (const [i, row] of (await predictRows(head, rows)).entries()) {
      const [x, y] = rows[i] as [number, number];
      expect(row[0]).toBeCloseTo(first(x, y), 6);
      expect((row[0] as number) + (row[1] as number)).toBeCloseTo(1, 6);
    }
  });

  it('goes through more rows than one run takes, and none', async () => {
    const many = Array.from({ length: 9000 }, (_, i) => [i / 9000, -i / 4500]);
    const last = (await predictRows(head, many)).at(-1) as number[];
    expect(last[0]).toBeCloseTo(first(8999 / 9000, -8999 / 4500), 6);
    expect(await predictRows(head, [])).toEqual([]);
  });

  it('asks between blocks whether to go on', async () => {
    let looks = 0;
    const rows = { data: new Float32Array(18_000), rows: 9000, columns: 2 };
    await predictProbabilities(head, rows, evaluate, () => {
      looks++;
    });
    expect(looks).toBeGreaterThan(1);
  });

  it('names the row that is not finite, or too large', async () => {
    for (const [bad, message] of [
      [Number.NaN, /Row 1 .*NaN in column 1/],
      [Number.NEGATIVE_INFINITY, /Row 1 .*-Infinity in column 1/],
    ] as const) {
      const work = predictRows(head, [
        [0, 0],
        [0, bad],
      ]);
      await expect(work).rejects.toThrow(message);
      expect(await codeOf(predictRows(head, [[bad, 0]]))).toBe('INVALID_EMBEDDINGS');
    }
    await expect(predictRows(head, [[3e38, 3e38]])).rejects.toThrow(/Row 0 .*too large/);
  });

  it('refuses rows of another width, and a head of no learner', async () => {
    expect(await codeOf(predictRows(head, [[1, 2, 3]]))).toBe('INVALID_EMBEDDINGS');
    expect(await codeOf(predictRows({ ...head, learner: 'oracle' }, [[1, 2]]))).toBe('UNKNOWN_LEARNER');
  });
});

describe('predictCommittee', () => {
  it('asks each member in turn, with its own parameters in place of the head', async () => {
    const turned = { weights: { data: Float32Array.of(-1, 0, 1, 2), shape: [2, 2] } };
    const committee = await predictCommittee(
      { ...head, members: [turned, {}] },
      toMatrix([
        [1, 1],
        [0, 0],
      ]),
      evaluate,
    );
    expect([committee.members, committee.rows, committee.columns]).toEqual([2, 2, 2]);
    // the first member's logits differ by -2 x - 2 y + 1
    const expected = [1 / (1 + Math.exp(3 / 2)), first(0, 0), first(1, 1), first(0, 0)];
    for (const [i, p] of expected.entries()) expect(committee.data[2 * i]).toBeCloseTo(p, 6);
  });

  it('is a bug to ask of a head without members', async () => {
    await expect(predictCommittee(head, toMatrix([[1, 1]]), evaluate)).rejects.toThrow(RangeError);
  });
});

describe('linearHead', () => {
  it('holds the weights and then the bias of each class, over the temperature', () => {
    const { data, rows, columns } = linearHead(head) as NonNullable<ReturnType<typeof linearHead>>;
    expect([rows, columns]).toEqual([2, 3]);
    expect([...data]).toEqual([0.5, 1, 0.25, -0.5, 0, -0.25]);
  });

  it('is not to be had of a head that is not linear', () => {
    expect(linearHead({ ...head, learner: 'nearest-prototype' })).toBeUndefined();
  });
});
