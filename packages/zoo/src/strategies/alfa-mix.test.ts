import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveLogits, randomHead } from '../testing/linear-head.ts';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import alfaMix from './alfa-mix.ts';

const compute = evaluate;
const answer = (h: number[], head: number[][]): number => {
  const logits = naiveLogits(h, head);
  return logits.indexOf(Math.max(...logits));
};

/** The embedding with some of an anchor mixed in, number by number, as the paper has it. */
function mixed(h: number[], anchor: number[], head: number[][], eps: number): number[] {
  const logits = naiveLogits(h, head);
  const top = logits.indexOf(Math.max(...logits));
  const most = Math.max(...logits);
  const chances = logits.map((z) => Math.exp(z - most));
  const sum = chances.reduce((a, b) => a + b, 0);
  const slope = h.map((_, d) =>
    head.reduce((g, w, c) => g + ((chances[c] as number) / sum - (c === top ? 1 : 0)) * (w[d] as number), 0),
  );
  const gaps = anchor.map((z, d) => z - (h[d] as number));
  const alpha = slope.map((g, d) => (eps * Math.hypot(...gaps) * g) / Math.hypot(...slope) / (gaps[d] as number));
  return h.map((x, d) => x + (alpha[d] as number) * (gaps[d] as number));
}

const rows = randomRows(120, 5, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(4 * x - d / 8)));
const weights = randomHead(4, 5, 4);
const signals = { embeddings: toMatrix(rows), head: toMatrix(weights) };
const labelled = [
  [0, 0],
  [1, 2],
  [2, 2],
] as const;
const candidates = Array.from({ length: 117 }, (_, i) => i + 3);
const anchors = [rows[0] as number[], (rows[1] as number[]).map((x, d) => (x + (rows[2]?.[d] as number)) / 2)];

/** Whether mixing in some class, under this bound, turns the answer. */
const turns = (row: number, eps: number): boolean => {
  const h = rows[row] as number[];
  return anchors.some((anchor) => answer(mixed(h, anchor, weights, eps), weights) !== answer(h, weights));
};

describe('alfa-mix', () => {
  it('knows the least bound that turns an answer, computed by hand', async () => {
    // two classes met at 0; the anchors are at -3 and 5
    const embeddings = toMatrix([[-3], [5], [1], [-1], [2], [-2.5]]);
    const head = toMatrix([
      [-1, 0],
      [1, 0],
    ]);
    const task = {
      n: 4,
      candidates: [2, 3, 4, 5],
      labelled: [
        [0, 0],
        [1, 1],
      ] as const,
      compute,
      options: { step: 1 },
    };
    const { rows: order, utilities } = await selectRows(alfaMix, { embeddings, head }, task);
    // eps = |h| / the distance to the farther anchor: 1/4, 1/6, 2/5, 2.5/7.5
    expect(order).toEqual([3, 2, 5, 4]);
    expect(utilities).toEqual([4, 3, 2, 1]);
  });

  it('turns answers at that bound and not below, when the mixing is written out', async () => {
    const { rows: order } = await selectRows(alfaMix, signals, { n: 117, candidates, labelled, compute });
    const leastOf = (row: number): number => {
      let [low, high] = [0, 1e4];
      for (let halving = 0; halving < 60; halving++) {
        const middle = (low + high) / 2;
        if (turns(row, middle)) high = middle;
        else low = middle;
      }
      return high;
    };
    const least = order.map(leastOf);
    for (let i = 1; i < least.length; i++) {
      expect(least[i] as number).toBeGreaterThan((least[i - 1] as number) * (1 - 1e-5));
    }
    // the data hold both kinds
    expect(least[0]).toBeLessThan(0.2);
    expect(least.at(-1)).toBeGreaterThan(1);
  });

  it.each([1 / 32, 0.2])('raises the bound by %d until it keeps enough, and asks among these', async (step) => {
    let steps = 1;
    while (candidates.filter((row) => turns(row, steps * step)).length < 15) steps++;
    const kept = candidates.filter((row) => turns(row, steps * step));
    expect(kept.length).toBeGreaterThan(15);
    expect(steps * step).toBeLessThan(1);
    const asked = new Set<number>();
    for (let seed = 0; seed < 8; seed++) {
      const task = { n: 15, candidates, labelled, compute, seed, options: { step } };
      const picks = await selectRows(alfaMix, signals, task);
      for (const row of picks.rows) asked.add(row);
      expect(new Set(picks.rows).size).toBe(15);
    }
    expect([...asked].every((row) => kept.includes(row))).toBe(true);
  });

  it('asks one item of each cluster of what it keeps', async () => {
    // twenty copies near each of three places beside the boundary, and others far from it
    const places = [
      [0.1, 0],
      [0.1, 50],
      [0.1, -50],
    ];
    const near = Array.from({ length: 60 }, (_, i) => places[i % 3] as number[]);
    const far = Array.from({ length: 60 }, (_, i) => [1000 + i, i]);
    const embeddings = toMatrix([[-10, 0], ...near, ...far]);
    const head = toMatrix([
      [-1, 0, 0],
      [1, 0, 0],
    ]);
    const task = {
      n: 3,
      candidates: Array.from({ length: 120 }, (_, i) => i + 1),
      labelled: [[0, 0]] as const,
      compute,
    };
    const picks = await selectRows(alfaMix, { embeddings, head }, task);
    expect(new Set(picks.rows.map((row) => (row - 1) % 3)).size).toBe(3);
    expect(picks.rows.every((row) => row <= 60)).toBe(true);
  });

  it('asks by the seed where nothing turns: one class, equal weights, or an item at the only class mean', async () => {
    const same = toMatrix(Array.from({ length: 40 }, () => [1, 2]));
    const equal = toMatrix([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    const two = toMatrix([
      [1, 1, 1],
      [-1, 1, 0],
    ]);
    for (const [embeddings, head] of [
      [toMatrix(randomRows(40, 2)), toMatrix([[1, 2, 3]])],
      [toMatrix(randomRows(40, 2)), equal],
      [same, two],
    ] as const) {
      const task = {
        n: 20,
        candidates: Array.from({ length: 39 }, (_, i) => i + 1),
        labelled: [[0, 0]] as const,
        compute,
      };
      const first = await selectRows(alfaMix, { embeddings, head }, { ...task, seed: 1 });
      const second = await selectRows(alfaMix, { embeddings, head }, { ...task, seed: 2 });
      expect(new Set(first.rows).size).toBe(20);
      expect(second.rows).not.toEqual(first.rows);
    }
  });

  it('needs labelled items of classes that the head knows', async () => {
    for (const wrong of [[], [[0, 4]]] as (readonly [number, number])[][]) {
      const task = { n: 1, candidates, labelled: wrong, compute };
      const error = await selectRows(alfaMix, signals, task).catch((e: unknown) => e);
      expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
    }
  });
});
