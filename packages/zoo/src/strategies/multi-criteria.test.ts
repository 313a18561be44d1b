import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import multiCriteria from './multi-criteria.ts';

const SIZE = 160;
const embeddings = cloud(SIZE, 4, { seed: 12 });
const probabilities = likelihoods(SIZE, 3, 12);
const labelled = Array.from({ length: 40 }, (_, i) => 4 * i + 1);
const rowOf = (i: number): number[] => [...embeddings.subarray(4 * i, 4 * i + 4)];
const said = (i: number): number[] => [...probabilities.subarray(3 * i, 3 * i + 3)];
const predicted = (i: number): number => said(i).indexOf(Math.max(...said(i)));
const distance = (i: number, j: number): number => Math.hypot(...rowOf(i).map((x, d) => x - (rowOf(j)[d] as number)));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
/** Right for two thirds of them. */
const labels = labelled.map((row, i) => (i % 3 === 0 ? (predicted(row) + 1) % 3 : predicted(row)));
const from = pool({ embeddings, columns: 4, probabilities, classes: 3, labelled, labels });

function scaled(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (value - low) / (high - low));
}

/** Everything anew for every pick, in plain lists. */
function plain(given: readonly [number, number, number, number], adapt: boolean, n: number): [number[], number[]] {
  const everything = Array.from({ length: SIZE }, (_, i) => i);
  const cosine = (i: number, j: number): number =>
    rowOf(i).reduce((sum, x, d) => sum + x * (rowOf(j)[d] as number), 0) /
    Math.hypot(...rowOf(i)) /
    Math.hypot(...rowOf(j));
  const entropies = everything.map((i) => -said(i).reduce((sum, p) => sum + p * Math.log(p), 0) / Math.log(3));
  const densities = everything.map((i) => mean(everything.map((j) => cosine(i, j))));
  const counts = [0, 1, 2].map((c) => labels.filter((label) => label === c).length);
  const rarities = everything.map((i) => 1 - (counts[predicted(i)] as number) / Math.max(...counts));
  const apart = labelled.map((i) => Math.min(...labelled.filter((j) => j !== i).map((j) => distance(i, j))));
  const isWrong = labelled.map((row, i) => predicted(row) !== labels[i]);
  const factor = (values: readonly number[]): number => {
    const wrong = values.filter((_, i) => isWrong[i]);
    const right = values.filter((_, i) => !isWrong[i]);
    const wins = wrong.flatMap((a) => right.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
    const fewer = Math.min(wrong.length, right.length);
    return adapt ? 1 + (fewer / (fewer + 10)) * (2 * mean(wins) - 1) : 1;
  };
  const atLabelled = (values: readonly number[]): number[] => labelled.map((row) => values[row] as number);
  const raw = [atLabelled(entropies), atLabelled(densities), atLabelled(rarities), apart].map(
    (values, k) => (given[k] as number) * factor(values),
  );
  const [w1, w2, w3, w4] = raw.map((w) => w / raw.reduce((a, b) => a + b)) as [number, number, number, number];
  const open = [...from.candidates];
  const atOpen = (values: readonly number[]): number[] => scaled(open.map((row) => values[row] as number));
  const [unsure, dense, rare] = [atOpen(entropies), atOpen(densities), atOpen(rarities)];
  const middle = rowOf(0).map((_, d) => mean(open.map((i) => rowOf(i)[d] as number)));
  const radius = Math.sqrt(
    mean(open.map((i) => rowOf(i).reduce((sum, x, d) => sum + (x - (middle[d] as number)) ** 2, 0))),
  );
  const known = [...labelled];
  const scores: number[] = [];
  while (scores.length < n) {
    const all = open.map((row, at) => {
      if (known.includes(row)) return -1;
      const nearest = Math.min(...known.map((j) => distance(row, j)));
      const far = 1 - 1 / (1 + nearest / radius);
      return w1 * (unsure[at] as number) + w2 * (dense[at] as number) + w3 * (rare[at] as number) + w4 * far;
    });
    const best = all.indexOf(Math.max(...all));
    known.push(open[best] as number);
    scores.push(all[best] as number);
  }
  return [known.slice(labelled.length), scores];
}

describe('multi-criteria', () => {
  it.each([
    [[1, 1, 1, 1], true],
    [[1, 1, 1, 1], false],
    [[1, 0, 2, 3], true],
    [[0, 0, 0, 1], false],
  ] as const)('agrees with all written out, weights %j, adapted: %s', async (given, adapt) => {
    const [uncertainty, density, ofLabels, similarity] = given;
    const options = { uncertainty, density, labels: ofLabels, similarity, adapt };
    const { rows, utilities } = await select(multiCriteria, from, 25, { options });
    const [expected, scores] = plain(given, adapt, 25);
    expect([...rows]).toEqual(expected);
    for (const [rank, utility] of utilities.entries()) expect(utility).toBeCloseTo(scores[rank] as number, 5);
  });

  it('takes each criterion alone, by hand', async () => {
    const parts = {
      embeddings: Float32Array.of(1, 0, 0.9, 0.1, 0, 5, 1, 0.3),
      columns: 2,
      probabilities: Float32Array.of(1, 0, 0.6, 0.4, 0.1, 0.9, 0.7, 0.3),
      classes: 2,
      labelled: [0],
    };
    const none = { uncertainty: 0, density: 0, labels: 0, similarity: 0 };
    for (const [name, first] of [
      ['uncertainty', 1],
      ['density', 3],
      ['labels', 2],
      ['similarity', 2],
    ] as const) {
      const { rows } = await select(multiCriteria, pool(parts), 3, { options: { ...none, [name]: 1 } });
      expect([name, rows[0]]).toEqual([name, first]);
    }
    await expect(select(multiCriteria, pool(parts), 1, { options: none })).rejects.toThrow(/All weights/);
  });

  it('starts without a label, and refuses a class number without a column', async () => {
    const parts = { embeddings, columns: 4, probabilities, classes: 3 };
    const { rows } = await select(multiCriteria, pool(parts), SIZE);
    expect(new Set(rows).size).toBe(SIZE);
    await expect(select(multiCriteria, pool({ ...parts, labelled: [2], labels: [3] }), 1)).rejects.toThrow(
      /Row 2 has class number 3/,
    );
  });
});
