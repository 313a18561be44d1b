import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import fass from './fass.ts';

describe('fass', () => {
  it('asks the row that stands for the uncertain ones, then that for the rest of them, by hand', async () => {
    // directions in degrees: uncertain rows at 0, 10, 20 and 90; sure ones at 45
    const angles = [0, 45, 10, 45, 20, 45, 90, 45];
    const embeddings = Float32Array.from(
      angles.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
    );
    const probabilities = Float32Array.from(angles.flatMap((angle) => (angle === 45 ? [1, 0] : [0.5, 0.5])));
    const from = pool({ embeddings, columns: 2, probabilities, classes: 2 });
    const { rows, utilities } = await select(fass, from, 2, { options: { oversample: 2 } });
    // sums of cosines: 0: 2.924, 10: 3.143, 20: 3.266, 90: 1.516
    expect([...rows]).toEqual([4, 6]);
    const cos = (angle: number): number => Math.cos((angle * Math.PI) / 180);
    expect(utilities[0]).toBeCloseTo((4 + cos(20) + cos(10) + 1 + cos(70)) / 2, 5);
    expect(utilities[1]).toBeCloseTo((1 - cos(70)) / 2, 5);
  });

  it.each(['least-confidence', 'margin', 'entropy'])(
    'asks only of the 5 B most uncertain rows by %s',
    async (uncertainty) => {
      const probabilities = likelihoods(200, 3);
      const from = pool({ embeddings: cloud(200, 3), columns: 3, probabilities, classes: 3, labelled: [1, 5] });
      const measures: Record<string, (p: number[]) => number> = {
        'least-confidence': (p) => 1 - Math.max(...p),
        margin: (p) => (p.toSorted((a, b) => a - b)[1] as number) - Math.max(...p),
        entropy: (p) => -p.reduce((sum, value) => sum + value * Math.log(value), 0),
      };
      const measure = (i: number): number =>
        measures[uncertainty]?.([...probabilities.subarray(3 * i, 3 * i + 3)]) as number;
      const unsure = [...from.candidates].sort((a, b) => measure(b) - measure(a)).slice(0, 50);
      const { rows } = await select(fass, from, 10, { options: { uncertainty } });
      for (const row of rows) expect(unsure).toContain(row);
    },
  );

  it('asks one of a group of near copies, however uncertain they are', async () => {
    const embeddings = cloud(100, 6, { groups: 10, spread: 0.01 });
    const probabilities = Float32Array.from({ length: 200 }, (_, i) => {
      const p = Math.floor(i / 2) % 10 === 3 ? 0.5 : 0.6;
      return i % 2 === 0 ? p : 1 - p;
    });
    const { rows } = await select(fass, pool({ embeddings, columns: 6, probabilities, classes: 2 }), 10, {
      options: { oversample: 10 },
    });
    expect(new Set([...rows].map((row) => row % 10)).size).toBe(10);
  });

  it('sums over a part of the kept rows when there are many', async () => {
    const embeddings = cloud(400, 5, { groups: 4, spread: 0.01 });
    const probabilities = new Float32Array(800).fill(0.5);
    const from = pool({ embeddings, columns: 5, probabilities, classes: 2 });
    const { rows } = await select(fass, from, 4, { options: { oversample: 100, represented: 60 } });
    expect(new Set([...rows].map((row) => row % 4)).size).toBe(4);
  });
});
