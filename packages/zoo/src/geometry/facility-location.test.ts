import { createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { facilityLocation, largestSimilarities } from './facility-location.ts';

const SIZE = 700;
const WIDTH = 4;
const embeddings = matrix(cloud(SIZE, WIDTH, { groups: 9, seed: 2 }), WIDTH);
const everything = Uint32Array.from({ length: SIZE }, (_, i) => i);
const tools = { compute: evaluate, checkpoint: ignore, progress: ignore };

function similarity(i: number, j: number): number {
  const [a, b] = [i, j].map((row) => [...embeddings.data.subarray(row * WIDTH, (row + 1) * WIDTH)]) as [
    number[],
    number[],
  ];
  return (1 + a.reduce((sum, value, d) => sum + value * (b[d] as number), 0) / Math.hypot(...a) / Math.hypot(...b)) / 2;
}

interface Plain {
  readonly items: readonly number[];
  readonly represented: readonly number[];
  readonly n: number;
  readonly covered?: readonly number[];
  readonly most?: readonly number[];
  readonly bonus?: readonly number[];
}

/** Every gain anew for every pick. */
function plain({ items, represented, n, covered, most, bonus }: Plain): { chosen: number[]; gains: number[] } {
  const rows = items.map((j) => represented.map((i) => similarity(j, i)));
  const cover = represented.map((_, at) => covered?.[at] ?? 0);
  const chosen: number[] = [];
  const gains: number[] = [];
  while (chosen.length < n) {
    const all = rows.map((row, j) => {
      if (chosen.includes(j)) return Number.NEGATIVE_INFINITY;
      const added = row.map((s, at) => Math.max(0, Math.min(s, most?.[at] ?? 1) - (cover[at] as number)));
      return (bonus?.[j] ?? 0) + added.reduce((a, b) => a + b, 0);
    });
    const best = all.indexOf(Math.max(...all));
    chosen.push(best);
    gains.push(all[best] as number);
    for (const [at, s] of (rows[best] as number[]).entries()) {
      cover[at] = Math.max(cover[at] as number, Math.min(s, most?.[at] ?? 1));
    }
  }
  return { chosen, gains };
}

describe('facilityLocation', () => {
  it('picks what greedy picks when every gain is computed anew each time', async () => {
    const n = 40;
    const task = { embeddings, items: everything, represented: everything, n, random: createRandom(1), ...tools };
    const { chosen, gains } = await facilityLocation(task);
    const expected = plain({ items: [...everything], represented: [...everything], n });
    expect([...chosen]).toEqual(expected.chosen);
    for (const [i, gain] of gains.entries()) expect(gain).toBeCloseTo(expected.gains[i] as number, 3);
  });

  it('takes what is covered, how far it pays to cover, and what items are worth by themselves', async () => {
    const random = createRandom(7);
    const items = everything.filter((i) => i % 2 === 0);
    const represented = everything.filter((i) => i % 5 === 1);
    const covered = Float32Array.from(represented, () => 0.9 * random.next());
    const most = Float32Array.from(represented, () => 0.6 + 0.4 * random.next());
    const bonus = Float32Array.from(items, () => 3 * random.next());
    const parts = { covered, most, bonus };
    const answer = await facilityLocation({ embeddings, items, represented, n: 60, random, ...parts, ...tools });
    const expected = plain({
      items: [...items],
      represented: [...represented],
      n: 60,
      covered: [...covered],
      most: [...most],
      bonus: [...bonus],
    });
    expect([...answer.chosen]).toEqual(expected.chosen);
    for (const [i, gain] of answer.gains.entries()) expect(gain).toBeCloseTo(expected.gains[i] as number, 4);
  });

  it('picks every item once when all are asked for, copies and zeros too, with gains that never rise', async () => {
    const copies = matrix(new Float32Array(300 * 2), 2);
    copies.data.fill(1, 0, 300);
    const items = Uint32Array.from({ length: 300 }, (_, i) => i);
    const answer = await facilityLocation({
      embeddings: copies,
      items,
      represented: items,
      n: 300,
      random: createRandom(3),
      ...tools,
    });
    expect(answer.chosen.toSorted()).toEqual(items);
    expect([...answer.gains]).toEqual([...answer.gains].sort((a, b) => b - a));
  });

  it('measures the largest similarity of each row to some others', async () => {
    const others = Uint32Array.of(3, 99, 500);
    const rows = everything.subarray(90, 120);
    const largest = await largestSimilarities(embeddings, rows, others, tools);
    for (const [at, i] of rows.entries()) {
      expect(largest[at]).toBeCloseTo(Math.max(...[...others].map((j) => similarity(i, j))), 5);
    }
  });
});
