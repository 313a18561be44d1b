import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import coreSetPca from './core-set-pca.ts';
import kCenterGreedy from './k-center-greedy.ts';

/** Eigenvectors of a symmetric matrix by plane rotations (Jacobi 1846), largest eigenvalue first. */
function eigenvectors(symmetric: number[][]): number[][] {
  const d = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  const at = (m: number[][], i: number, j: number): number => m[i]?.[j] as number;
  const turn = (m: number[][], p: number, q: number, [c, s]: [number, number], isColumn: boolean): void => {
    for (let k = 0; k < d; k++) {
      const [i, j, i2, j2] = isColumn ? [k, p, k, q] : [p, k, q, k];
      const [x, y] = [at(m, i, j), at(m, i2, j2)];
      (m[i] as number[])[j] = c * x - s * y;
      (m[i2] as number[])[j2] = s * x + c * y;
    }
  };
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < d; p++) {
      for (let q = p + 1; q < d; q++) {
        if (Math.abs(at(a, p, q)) < 1e-14) continue;
        const angle = 0.5 * Math.atan2(2 * at(a, p, q), at(a, q, q) - at(a, p, p));
        const by: [number, number] = [Math.cos(angle), Math.sin(angle)];
        turn(a, p, q, by, true);
        turn(a, p, q, by, false);
        turn(v, p, q, by, true);
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return order.map((column) => v.map((row) => row[column] as number));
}

/** Rows along the main directions of their covariance, all in float64. */
function projected(data: Float32Array, columns: number, count: number): number[][] {
  const rows = Array.from({ length: data.length / columns }, (_, i) => [
    ...data.subarray(i * columns, (i + 1) * columns),
  ]);
  const mean = rows[0]?.map((_, d) => rows.reduce((sum, row) => sum + (row[d] as number), 0) / rows.length) as number[];
  const centred = rows.map((row) => row.map((value, d) => value - (mean[d] as number)));
  const covariance = mean.map((_, i) =>
    mean.map((__, j) => centred.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0) / rows.length),
  );
  const axes = eigenvectors(covariance).slice(0, count);
  return centred.map((row) => axes.map((axis) => axis.reduce((sum, value, d) => sum + value * (row[d] as number), 0)));
}

describe('core-set-pca', () => {
  it('looks along the direction of largest variance alone, by hand', async () => {
    // along x from -10 to 10; along y two rows stand out, and are not asked
    const rows = [-10, 0, -6, 0, 0, 3, 0, -3, 5, 0, 10, 0, 1, 0];
    const from = pool({ embeddings: Float32Array.from(rows), columns: 2, labelled: [0] });
    const selection = await select(coreSetPca, from, 3, { options: { components: 1 } });
    // 5 at x = 10; then x = 0 and 1 are 10 and 9 from the ends; the axis is x but for a slight turn
    expect(selection.rows[0]).toBe(5);
    expect([2, 3, 6]).toContain(selection.rows[1]);
    expect(selection.utilities[0]).toBeCloseTo(20, 1);
    expect(selection.utilities[1]).toBeLessThan(10.5);
  });

  it('asks what the textbook loop asks in the main directions, found by another method', async () => {
    const [columns, count] = [12, 4];
    const data = cloud(300, columns, { groups: 8, spread: 0.7, offset: 30 });
    // columns of different variance, so that the main directions are certain
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) / (1 + (i % columns));
    const z = projected(data, columns, count);
    const apart = (i: number, j: number): number =>
      Math.hypot(...(z[i] as number[]).map((value, d) => value - (z[j]?.[d] as number)));
    const chosen = [5, 60];
    const expected: number[] = [];
    for (let pick = 0; pick < 30; pick++) {
      const nearest = z.map((_, i) => Math.min(...chosen.map((j) => apart(i, j))));
      expected.push(Math.max(...nearest));
      chosen.push(nearest.indexOf(expected.at(-1) as number));
    }
    const from = pool({ embeddings: data, columns, labelled: [5, 60] });
    const { rows, utilities } = await select(coreSetPca, from, 30, { options: { components: count } });
    expect([...rows]).toEqual(chosen.slice(2));
    for (const [rank, utility] of expected.entries()) expect(utilities[rank]).toBeCloseTo(utility, 4);
  });

  it('is k-center greedy where all directions are kept, and where rows fill fewer than asked for', async () => {
    const flat = cloud(120, 3, { groups: 5 });
    const wide = Float32Array.from({ length: 120 * 9 }, (_, i) =>
      i % 9 < 3 ? (flat[Math.floor(i / 9) * 3 + (i % 9)] as number) : 1,
    );
    const plain = await select(kCenterGreedy, pool({ embeddings: flat, columns: 3, labelled: [7] }), 20);
    for (const [embeddings, columns] of [
      [flat, 3],
      [wide, 9],
    ] as const) {
      const { rows } = await select(coreSetPca, pool({ embeddings, columns, labelled: [7] }), 20, {
        options: { components: 5 },
      });
      expect([...rows]).toEqual([...plain.rows]);
    }
  });

  it('keeps float32 values far from zero apart', async () => {
    const data = cloud(200, 60, { groups: 3, offset: 70_000 });
    const { rows, utilities } = await select(coreSetPca, pool({ embeddings: data, columns: 60 }), 200);
    expect(new Set(rows).size).toBe(200);
    expect(utilities.every((utility) => Number.isFinite(utility))).toBe(true);
    expect(utilities[150]).toBeGreaterThan(0);
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[7 * 3] = Number.NaN;
    await expect(select(coreSetPca, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/row 7 /i);
  });
});
