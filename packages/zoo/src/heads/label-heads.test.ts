import { createRandom, graph, type Head, isAlaasError, matrix, ops } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { learners } from '../registry.gen.ts';
import { evaluate } from '../testing/evaluate.ts';
import { codeOf, fitRows, predictRows } from '../testing/heads.ts';
import { labelProgram, predictLabels } from './label-heads.ts';

/** A linear head of no and yes. */
function linear(no: readonly number[], yes: readonly number[], temperature = 1): Head {
  const width = no.length - 1;
  return {
    learner: 'softmax-regression',
    classes: ['no', 'yes'],
    width,
    parameters: {
      weights: { data: Float32Array.from([...no.slice(0, -1), ...yes.slice(0, -1)]), shape: [2, width] },
      bias: { data: Float32Array.of(no.at(-1) as number, yes.at(-1) as number), shape: [1, 2] },
    },
    members: [],
    temperature,
  };
}

const rows = [
  [1, 2],
  [-1, 0.5],
  [0, 0],
];
const asked = matrix(Float32Array.from(rows.flat()), 2);
// the log odds of yes are x1 - x2 + 1; and 2 x1 / 4
const heads = [linear([0, 1, 0], [1, 0, 1]), linear([-1, 0, 0], [1, 0, 0], 4)];
const odds = rows.map(([a = 0, b = 0]) => [a - b + 1, (2 * a) / 4]);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Three labels: the sign of the first number, of the second, and of their sum. */
const learned = Array.from({ length: 40 }, (_, i) => {
  const random = createRandom(i);
  return [2 * random.next() - 1, 2 * random.next() - 1];
});
const flagsOf = ([a = 0, b = 0]: readonly number[]): number[] => [a, b, a + b].map((x) => (x > 0 ? 1 : 0));

describe('predictLabels', () => {
  it('gives the probability of yes of each head', async () => {
    const { data, rows: n, columns } = await predictLabels(heads, asked, evaluate);
    expect([n, columns]).toEqual([3, 2]);
    for (const [i, logits] of odds.flat().entries()) expect(data[i]).toBeCloseTo(sigmoid(logits), 6);
  });

  it.each(learners.map((learner) => [learner.id, learner] as const))(
    'asks heads of %s one by one or together alike',
    async (_, learner) => {
      const own: Head[] = [];
      for (const k of [0, 1, 2]) {
        const labels = Int32Array.from(learned, (row) => flagsOf(row)[k] as number);
        own.push(
          await fitRows(learner, {
            embeddings: matrix(Float32Array.from(learned.flat()), 2),
            labels,
            classes: ['no', 'yes'],
          }),
        );
      }
      const mixed = [...own, heads[0] as Head];
      const expected = await Promise.all(mixed.map((head) => predictRows(head, rows)));
      const said = await predictLabels(mixed, asked, evaluate);
      const { logits, parameters } = labelProgram(mixed);
      const feeds = { embeddings: { data: asked.data, shape: [3, 2] }, ...parameters };
      const { out } = await evaluate.run(graph({ out: ops.sigmoid(logits) }), feeds);
      expect(out?.shape).toEqual([3, 4]);
      for (let i = 0; i < 3; i++) {
        for (let k = 0; k < 4; k++) {
          const yes = expected[k]?.[i]?.[1] as number;
          expect(said.data[4 * i + k]).toBeCloseTo(yes, 5);
          expect(out?.data[4 * i + k]).toBeCloseTo(yes, 5);
        }
      }
    },
  );

  it('refuses rows of another width, and numbers that are none, by their row', async () => {
    expect(await codeOf(predictLabels(heads, matrix(new Float32Array(3), 3), evaluate))).toBe('INVALID_EMBEDDINGS');
    const broken = matrix(Float32Array.of(1, 2, Number.NaN, 0), 2);
    const error = await predictLabels(heads, broken, evaluate).catch((fault: unknown) => fault);
    expect(isAlaasError(error, 'INVALID_EMBEDDINGS')).toBe(true);
    expect(String(error)).toContain('Row 1');
  });

  it('stops when it is told to', async () => {
    const stop = (): void => {
      throw new Error('stopped');
    };
    await expect(predictLabels(heads, asked, evaluate, stop)).rejects.toThrow('stopped');
  });
});
