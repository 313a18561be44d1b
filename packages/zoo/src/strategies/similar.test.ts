import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import similar from './similar.ts';

const WIDTH = 4;
const embeddings = cloud(150, WIDTH, { groups: 6, seed: 5, spread: 0.6 });
const labelled = Array.from({ length: 18 }, (_, i) => i);
const labels = labelled.map((row) => row % 6);
const from = pool({ embeddings, columns: WIDTH, labelled, labels });

function similarity(i: number, j: number): number {
  const [a, b] = [i, j].map((row) => [...embeddings.subarray(row * WIDTH, (row + 1) * WIDTH)]) as [number[], number[]];
  return (1 + a.reduce((sum, value, d) => sum + value * (b[d] as number), 0) / Math.hypot(...a) / Math.hypot(...b)) / 2;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const most = (rows: readonly number[], i: number): number => Math.max(...rows.map((j) => similarity(i, j)));
const rowsOf = (label: number): number[] => labelled.filter((_, i) => labels[i] === label);

/** Greedy on a set function that is computed as a whole each time. */
function greedy(f: (chosen: readonly number[]) => number, n: number): { gains: number[] } {
  const rows: number[] = [];
  const gains: number[] = [];
  while (rows.length < n) {
    const before = rows.length === 0 ? 0 : f(rows);
    const left = [...from.candidates].filter((row) => !rows.includes(row));
    const values = left.map((row) => f([...rows, row]) - before);
    const best = values.indexOf(Math.max(...values));
    rows.push(left[best] as number);
    gains.push(values[best] as number);
  }
  return { gains };
}

async function expectGreedy(options: object, f: (chosen: readonly number[]) => number): Promise<void> {
  const { rows, utilities } = await select(similar, from, 8, { options });
  const { gains } = greedy(f, 8);
  expect(gains[7]).toBeGreaterThan(1e-2);
  // caps make exact ties, so the sets are compared by what they gain
  for (const [rank, gain] of utilities.entries()) {
    expect(gain).toBeCloseTo(gains[rank] as number, 4);
    expect(f([...rows.subarray(0, rank + 1)])).toBeCloseTo(sum(gains.slice(0, rank + 1)), 4);
  }
}

describe('similar', () => {
  it('with targets is greedy on their mutual information', async () => {
    const query = [...rowsOf(2), ...rowsOf(4)];
    await expectGreedy(
      { target: [2, 4], eta: 0.3 },
      (chosen) => sum(query.map((q) => most(chosen, q))) + 0.3 * sum(chosen.map((j) => most(query, j))),
    );
  });

  it('with classes to avoid is greedy on the gain given them', async () => {
    await expectGreedy({ avoid: [1], nu: 0.8 }, (chosen) =>
      sum([...from.candidates].map((i) => Math.max(0, most(chosen, i) - 0.8 * most(rowsOf(1), i)))),
    );
  });

  it('with both is greedy on the information about the one given the other', async () => {
    await expectGreedy({ target: [3], avoid: [0, 1], eta: 1.1, nu: 0.4 }, (chosen) =>
      sum(
        [...from.candidates].map((i) =>
          Math.max(
            0,
            Math.min(most(chosen, i), 1.1 * most(rowsOf(3), i)) - 0.4 * most([...rowsOf(0), ...rowsOf(1)], i),
          ),
        ),
      ),
    );
  });

  it('finds rows of the wanted group, and by itself those of the rarest class', async () => {
    const tight = cloud(120, 8, { groups: 4, spread: 0.05 });
    const rows = [0, 1, 2, 3, 4, 5, 8];
    const known = pool({ embeddings: tight, columns: 8, labelled: rows, labels: rows.map((row) => row % 4) });
    for (const [options, group] of [
      [{ target: [1] }, 1],
      [{}, 2],
    ] as const) {
      const answer = await select(similar, known, 10, { options });
      expect([...answer.rows].map((row) => row % 4)).toEqual(new Array(10).fill(group));
    }
    const away = await select(similar, known, 3, { options: { avoid: [1, 2], nu: 1 } });
    expect(new Set([...away.rows.subarray(0, 2)].map((row) => row % 4))).toEqual(new Set([0, 3]));
  });

  it('goes on with what is like the targets when nothing is gained any more', async () => {
    const tight = cloud(200, 8, { groups: 5, spread: 0.05 });
    const known = pool({ embeddings: tight, columns: 8, labelled: [0, 1, 2], labels: [0, 1, 2] });
    const both = await select(similar, known, 30, { options: { target: [2], avoid: [0, 1], nu: 1 } });
    expect(both.utilities[29]).toBe(0);
    expect([...both.rows].map((row) => row % 5)).toEqual(new Array(30).fill(2));
    const away = await select(similar, known, 90, { options: { avoid: [0, 1], nu: 1.2 } });
    expect([...away.rows].filter((row) => row % 5 < 2)).toEqual([]);
  });

  it.each([
    ['no label at all', { target: [0] }, [], [], 'INVALID_LABELS', /none is labelled/],
    ['a target without a labelled row', { target: [0, 5] }, [1, 2], [0, 3], 'INVALID_LABELS', /Class 5 .* "target"/],
    ['a class to avoid without one', { avoid: [1] }, [1, 2], [0, 3], 'INVALID_LABELS', /Class 1 .* "avoid"/],
    ['a class that is both', { target: [3], avoid: [3] }, [1, 2], [0, 3], 'INVALID_OPTION', /Class 3 is both/],
  ] as const)('refuses %s', async (_, options, rows, numbers, code, message) => {
    const known = pool({ embeddings, columns: WIDTH, labelled: rows, labels: numbers });
    const error: unknown = await select(similar, known, 2, { options }).catch((reason: unknown) => reason);
    expect(isAlaasError(error, code)).toBe(true);
    expect((error as Error).message).toMatch(message);
  });
});
