import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { linearHead } from '../heads/linear-head.ts';
import { predictCommittee } from '../heads/predict.ts';
import { evaluate } from '../testing/evaluate.ts';
import { fitRows, predictRows, toTraining } from '../testing/heads.ts';
import { toMatrix } from '../testing/select-rows.ts';
import mlp from './mlp.ts';

const random = createRandom(3);

/** Class 1 inside a circle, class 0 around it: no straight line parts them. Far from the origin. */
const rows = Array.from({ length: 160 }, (_, i) => {
  const [angle, length] = [random.next() * 2 * Math.PI, i % 2 === 0 ? 2 + random.next() : random.next()];
  return [100 + length * Math.cos(angle), length * Math.sin(angle) - 40];
});
const set = toTraining(
  rows,
  rows.map((_, i) => i % 2),
);
const options = { hidden: 16, steps: 250, rate: 0.02, dropout: 0.2 };

describe('mlp', () => {
  it('tells a disc from the ring around it', async () => {
    const head = await fitRows(mlp, set, { options });
    const says = await predictRows(head, [
      [100, -40],
      [102.5, -40],
      [100, -37.5],
      [97.5, -40],
      [100, -42.5],
    ]);
    expect(says.map((row) => (row[1] as number) > 0.5)).toEqual([true, false, false, false, false]);
    expect(linearHead(head)).toBeUndefined();
  });

  it('computes what its parameters say', async () => {
    const head = await fitRows(mlp, set, { options: { ...options, steps: 3 } });
    const p = Object.fromEntries(Object.entries(head.parameters).map(([name, { data }]) => [name, data])) as Record<
      'inner' | 'innerBias' | 'outer' | 'outerBias',
      Float32Array
    >;
    const x = [101, -39.5];
    const logits = [0, 1].map((k) => {
      let sum = p.outerBias[k] as number;
      for (let u = 0; u < 16; u++) {
        const inner =
          (p.inner[2 * u] as number) * 101 + (p.inner[2 * u + 1] as number) * -39.5 + (p.innerBias[u] as number);
        sum += Math.max(0, inner) * (p.outer[k * 16 + u] as number);
      }
      return sum;
    }) as [number, number];
    expect((await predictRows(head, [x]))[0]?.[0]).toBeCloseTo(1 / (1 + Math.exp(logits[1] - logits[0])), 3);
  });

  it('has passes that each leave out units, the same ones for every item', async () => {
    const head = await fitRows(mlp, set, { options: { ...options, passes: 4, dropout: 0.5 } });
    for (const { mask } of head.members) {
      expect([...new Set(mask?.data)].sort()).toEqual([0, 2]);
    }
    expect(new Set(head.members.map(({ mask }) => String(mask?.data))).size).toBe(4);
    const alone = await predictCommittee(head, toMatrix([[100, -40]]), evaluate);
    const among = await predictCommittee(
      head,
      toMatrix([
        [102, -38],
        [100, -40],
      ]),
      evaluate,
    );
    for (let m = 0; m < 4; m++) expect(among.data[m * 4 + 2]).toBeCloseTo(alone.data[m * 2] as number, 5);
  });

  it('agrees with itself where nothing is left out', async () => {
    const head = await fitRows(mlp, set, { options: { ...options, steps: 20, passes: 2, dropout: 0 } });
    const { data } = await predictCommittee(head, toMatrix([[100, -40]]), evaluate);
    expect(data[0]).toBe((await predictRows(head, [[100, -40]]))[0]?.[0]);
    expect(data[2]).toBe(data[0]);
  });

  it('goes on from a head of as many units, and begins anew from another', async () => {
    const learnt = await fitRows(mlp, set, { options });
    const few = { ...options, steps: 1, rate: 1e-6 };
    const probe = [[100, -40]];
    const [before] = await predictRows(learnt, probe);
    const [after] = await predictRows(await fitRows(mlp, set, { options: few, previous: learnt }), probe);
    expect(after?.[1]).toBeCloseTo(before?.[1] as number, 2);
    const other = await fitRows(mlp, set, { options: { ...few, hidden: 8 }, previous: learnt });
    expect(other.parameters.innerBias?.data.length).toBe(8);
  });
});
