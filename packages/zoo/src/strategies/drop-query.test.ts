import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveLogits, randomHead } from '../testing/linear-head.ts';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import dropQuery from './drop-query.ts';

const compute = evaluate;

/** How often the answer turns over, with the masks drawn block by block of all rows: pass after pass, row after row. */
function naiveTurns(rows: number[][], head: number[][], { passes = 3, rate = 0.75, seed = 0 }): number[] {
  const masks = createRandom(seed).fork('masks');
  const answer = (h: number[]): number => {
    const logits = naiveLogits(h, head);
    return logits.indexOf(Math.max(...logits));
  };
  const turns = rows.map(() => 0);
  for (let pass = 0; pass < passes; pass++) {
    for (const [i, h] of rows.entries()) {
      const dropped = h.map((x) => (masks.next() < rate ? 0 : x / (1 - rate)));
      if (answer(dropped) !== answer(h)) turns[i] = (turns[i] as number) + 1;
    }
  }
  return turns;
}

const rows = randomRows(90, 8, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(4 * x - d / 8)));
const weights = randomHead(3, 8, 4);
const signals = { embeddings: toMatrix(rows), head: toMatrix(weights) };

describe('drop-query', () => {
  it.each([
    { passes: 3, rate: 0.75 },
    { passes: 8, rate: 0.5 },
  ])('keeps what turns over in more than half of the passes: %o', async (options) => {
    for (const seed of [0, 1]) {
      const turns = naiveTurns(rows, weights, { ...options, seed });
      const kept = [...turns.keys()].filter((row) => (turns[row] as number) > options.passes / 2);
      expect(kept.length).toBeGreaterThan(10);
      expect(kept.length).toBeLessThan(80);
      const some = await selectRows(dropQuery, signals, { n: 10, compute, options, seed });
      expect(some.rows.every((row) => kept.includes(row))).toBe(true);
      const all = await selectRows(dropQuery, signals, { n: kept.length, compute, options, seed });
      expect(all.rows.toSorted((a, b) => a - b)).toEqual(kept);
      // beyond these come those that turned over most often, of all by their turns
      const whole = await selectRows(dropQuery, signals, { n: 90, compute, options, seed });
      const order = whole.rows.map((row) => turns[row] as number);
      expect(order).toEqual(turns.toSorted((a, b) => b - a));
    }
  });

  it('asks one item of each cluster of what it keeps, and never one twice', async () => {
    // every answer hangs on the first number being there; three places, twenty copies of each
    const places = [0, 50, -50];
    const embeddings = toMatrix(Array.from({ length: 60 }, (_, i) => [1, places[i % 3] as number]));
    const head = toMatrix([
      [1, 0, 0],
      [0, 0, 0.5],
    ]);
    const options = { passes: 9, rate: 0.9 };
    const { rows: asked, utilities } = await selectRows(dropQuery, { embeddings, head }, { n: 3, compute, options });
    expect(new Set(asked.map((row) => row % 3)).size).toBe(3);
    expect(utilities).toEqual([3, 2, 1]);
    const most = await selectRows(dropQuery, { embeddings, head }, { n: 50, compute, options });
    expect(new Set(most.rows).size).toBe(50);
  });

  it('asks by the seed where no answer turns: one class, zero embeddings, equal weights, or nothing dropped', async () => {
    const equal = toMatrix([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    const embeddings = toMatrix(randomRows(40, 2));
    for (const [given, options] of [
      [{ embeddings, head: toMatrix([[1, 2, 3]]) }, {}],
      [{ embeddings: toMatrix(Array.from({ length: 40 }, () => [0, 0])), head: toMatrix(randomHead(3, 2)) }, {}],
      [{ embeddings, head: equal }, {}],
      [{ embeddings, head: toMatrix(randomHead(3, 2)) }, { rate: 0 }],
    ] as const) {
      const first = await selectRows(dropQuery, given, { n: 20, compute, options, seed: 1 });
      const second = await selectRows(dropQuery, given, { n: 20, compute, options, seed: 2 });
      expect(new Set(first.rows).size).toBe(20);
      expect(second.rows).not.toEqual(first.rows);
    }
  });

  it('draws masks of its own for each item', async () => {
    // equal items under one mask would all turn or all stay
    const embeddings = toMatrix(Array.from({ length: 80 }, () => rows[0] as number[]));
    const turns = naiveTurns(
      Array.from({ length: 80 }, () => rows[0] as number[]),
      weights,
      { passes: 1, rate: 0.5 },
    );
    expect(new Set(turns)).toEqual(new Set([0, 1]));
    const task = { n: 80, compute, options: { passes: 1, rate: 0.5 } };
    const { rows: order } = await selectRows(dropQuery, { embeddings, head: toMatrix(weights) }, task);
    expect(order.map((row) => turns[row])).toEqual(turns.toSorted((a, b) => b - a));
  });
});
