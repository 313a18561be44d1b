import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import sparseApproximation from './sparse-approximation.ts';

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** Gradients written out, and the objective of weights. */
class Plain {
  readonly gradients: number[][];
  readonly variances: number[];
  readonly target: number[];
  readonly likeness: number;
  readonly spread: number;

  constructor(rows: readonly { h: readonly number[]; p: readonly number[] }[], n: number, balance: number) {
    this.gradients = rows.map(({ h, p }) => {
      const likeliest = p.indexOf(Math.max(...p));
      return p.flatMap((value, c) => h.map((x) => (value - (c === likeliest ? 1 : 0)) * x));
    });
    this.variances = rows.map(({ h, p }) => (1 - product(p, p)) * product(h, h));
    this.target = this.sum(rows.map(() => n / rows.length));
    const largest = this.variances.toSorted((a, b) => b - a).slice(0, n);
    this.likeness = (1 - balance) / product(this.target, this.target);
    this.spread = balance / largest.reduce((a, b) => a + b);
  }

  sum(weights: readonly number[]): number[] {
    const total = new Array<number>((this.gradients[0] as number[]).length).fill(0);
    for (const [i, g] of this.gradients.entries()) {
      for (const [at, x] of g.entries()) total[at] = (total[at] as number) + (weights[i] as number) * x;
    }
    return total;
  }

  objective(weights: readonly number[]): number {
    const sum = this.sum(weights);
    const rest = this.target.map((value, at) => value - (sum[at] as number));
    const variance = this.variances.reduce((total, s, i) => total + (1 - (weights[i] as number)) ** 2 * s, 0);
    return this.likeness * product(rest, rest) + this.spread * variance;
  }

  /** By differences, without a formula of its own. */
  slopes(weights: readonly number[]): number[] {
    return weights.map((weight, i) => {
      const by = (step: number): number => this.objective(weights.with(i, weight + step));
      // exact, since the objective is a square
      return (by(0.5) - by(-0.5)) / 1;
    });
  }
}

describe('sparse-approximation', () => {
  it('with uncertainty alone asks the rows of largest variance, each once', async () => {
    // (1 - sum p^2) |h|^2 = 0.5 * 4, 0.375 * 9, 0.5 * 1, 0
    const from = pool({
      embeddings: Float32Array.of(0, 2, 3, 0, 0, 1, 9, 9),
      columns: 2,
      probabilities: Float32Array.of(0.5, 0.5, 0.75, 0.25, 0.5, 0.5, 1, 0),
      classes: 2,
    });
    const { rows, utilities } = await select(sparseApproximation, from, 3, { options: { balance: 1, tolerance: 0 } });
    expect(new Set(rows)).toEqual(new Set([0, 1, 2]));
    for (const utility of utilities) expect(utility).toBeCloseTo(1, 4);
  });

  it('with likeness alone gives one row of a direction the weight of all of them, by hand', async () => {
    // gradients of the same class and doubt point along h: three along x, of lengths 1, 1, 4, one along y
    const from = pool({
      embeddings: Float32Array.of(1, 0, 1, 0, 4, 0, 0, 2),
      columns: 2,
      probabilities: new Float32Array(8).fill(0.5),
      classes: 2,
    });
    const options = { balance: 0, tolerance: 0, maxIterations: 500 };
    const { rows, utilities } = await select(sparseApproximation, from, 2, { options });
    // v = 2 / 4 of (6, 2) is met by 3 = 4 w and 1 = 2 w
    expect([...rows]).toEqual([2, 3]);
    expect(utilities[0]).toBeCloseTo(0.75, 3);
    expect(utilities[1]).toBeCloseTo(0.5, 3);
  });

  it.each([0, 0.3, 0.9])(
    'ends where no kept weight can be bettered, and beats random batches, balance %d',
    async (balance) => {
      const [size, n] = [60, 12];
      const embeddings = cloud(size, 4, { seed: 3, offset: 1 });
      const probabilities = likelihoods(size, 3, 3);
      const from = pool({ embeddings, columns: 4, probabilities, classes: 3 });
      const rowsOf = Array.from({ length: size }, (_, i) => ({
        h: [...embeddings.subarray(4 * i, 4 * i + 4)],
        p: [...probabilities.subarray(3 * i, 3 * i + 3)],
      }));
      const plain = new Plain(rowsOf, n, balance);
      const options = { balance, tolerance: 0, maxIterations: 2000 };
      const { rows, utilities } = await select(sparseApproximation, from, n, { options });
      const weights = new Array<number>(size).fill(0);
      for (const [rank, row] of rows.entries()) weights[row] = Math.max(0, utilities[rank] as number);
      const found = plain.objective(weights);
      expect(found).toBeLessThan(plain.objective(new Array(size).fill(0)));
      const slopes = plain.slopes(weights);
      for (const row of rows) {
        if ((weights[row] as number) > 0) expect(Math.abs(slopes[row] as number)).toBeLessThan(0.02 * found + 1e-3);
      }
      for (let trial = 0; trial < 30; trial++) {
        const batch = new Array<number>(size).fill(0);
        for (let i = 0; i < n; i++) batch[(trial * 7 + i * 5) % size] = 1;
        expect(found).toBeLessThan(plain.objective(batch));
      }
    },
  );

  it('fills up the batch where fewer rows say it all', async () => {
    const probabilities = Float32Array.from({ length: 60 }, (_, i) => (i < 4 ? 0.5 : 1 - (i % 2)));
    const from = pool({ embeddings: cloud(30, 3), columns: 3, probabilities, classes: 2 });
    const { rows, utilities } = await select(sparseApproximation, from, 20);
    expect(new Set(rows.subarray(0, 2))).toEqual(new Set([0, 1]));
    expect(new Set(rows).size).toBe(20);
    expect([...utilities]).toEqual([...utilities].sort((a, b) => b - a));
  });
});
