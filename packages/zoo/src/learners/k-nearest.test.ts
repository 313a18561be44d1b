import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { fitRows, predictRows, toTraining } from '../testing/heads.ts';
import kNearest from './k-nearest.ts';

const random = createRandom(8);
const draw = (count: number): number[][] =>
  Array.from({ length: count }, () => [random.next() - 0.5, random.next() - 0.5, random.next() - 0.5]);

interface Way {
  readonly k: number;
  readonly metric: 'euclidean' | 'cosine';
  readonly votes: 'distance' | 'count';
  readonly prior: number;
}

/** The same by sorting the rows for each item. */
function naive(rows: number[][], labels: number[], item: number[], { k, metric, votes, prior }: Way): number[] {
  const unit = (row: number[]): number[] =>
    metric === 'cosine' ? row.map((value) => value / Math.hypot(...row)) : row;
  const seen = rows.map((row, i) => {
    const [a, b] = [unit(row), unit(item)];
    return { label: labels[i] as number, distance: Math.hypot(...a.map((value, d) => value - (b[d] as number))) };
  });
  const nearest = seen.toSorted((a, b) => a.distance - b.distance).slice(0, k);
  const last = (nearest.at(-1) as { distance: number }).distance;
  const counts = [0, 0, 0];
  for (const { label, distance } of nearest) {
    counts[label] = (counts[label] as number) + (votes === 'count' ? 1 : 1 / (distance / last + 0.01));
  }
  const sum = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => ((count / sum) * k + prior / 3) / (k + prior));
}

describe('k-nearest', () => {
  it.each([
    { k: 5, metric: 'cosine', votes: 'distance', prior: 1 },
    { k: 1, metric: 'euclidean', votes: 'distance', prior: 0.1 },
    { k: 7, metric: 'euclidean', votes: 'count', prior: 3 },
    { k: 30, metric: 'cosine', votes: 'count', prior: 1 },
  ] as const)('is what sorting all rows gives, for %o', async (way) => {
    const rows = draw(30);
    const labels = rows.map((_, i) => i % 3);
    const items = draw(12);
    const head = await fitRows(kNearest, toTraining(rows, labels), { options: way });
    for (const [i, row] of (await predictRows(head, items)).entries()) {
      const expected = naive(rows, labels, items[i] as number[], way);
      for (const [c, p] of row.entries()) expect(p).toBeCloseTo(expected[c] as number, 4);
    }
  });

  it('counts all rows that are as near as the k-th, so that their order says nothing', async () => {
    const corners = [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ];
    const options = { k: 2, metric: 'euclidean', votes: 'count', prior: 1 };
    const head = await fitRows(kNearest, toTraining(corners, [0, 1, 2, 3]), { options });
    for (const p of (await predictRows(head, [[0, 0]]))[0] as number[]) expect(p).toBeCloseTo(1 / 4, 5);
  });

  it('is nearly certain of a row that it knows, and believes more the smaller the prior', async () => {
    const set = toTraining(
      draw(20),
      Array(20)
        .fill(0)
        .map((_, i) => i % 2),
    );
    const known = [[...set.embeddings.data.subarray(0, 3)]];
    const sure = async (prior: number): Promise<number> =>
      (await predictRows(await fitRows(kNearest, set, { options: { k: 3, prior } }), known))[0]?.[0] as number;
    expect(await sure(0.01)).toBeGreaterThan(0.9);
    expect(await sure(0.01)).toBeGreaterThan(await sure(5));
  });
});
