import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import dcom from './dcom.ts';
import probCover from './prob-cover.ts';

const columns = 3;
const classes = 4;

interface Case {
  readonly embeddings: Float32Array;
  readonly probabilities: Float32Array;
  readonly labelled: readonly number[];
  readonly labels: readonly number[];
}

/** The whole strategy in lists, every distance written out. */
function plain({ embeddings, probabilities, labelled, labels }: Case, delta: number, n: number, [a, k] = [0.8, 50]) {
  const size = embeddings.length / columns;
  const all = Array.from({ length: size }, (_, i) => i);
  const units = all.map((i) => {
    const row = [...embeddings.subarray(i * columns, (i + 1) * columns)];
    return row.map((value) => value / Math.hypot(...row));
  });
  const d = units.map((x) => units.map((y) => Math.hypot(...x.map((v, c) => v - (y[c] as number)))));
  const rowOf = (i: number): number[] => [...probabilities.subarray(i * classes, (i + 1) * classes)];
  const classOf = all.map((i) => {
    const at = labelled.indexOf(i);
    return at >= 0 ? labels[at] : rowOf(i).indexOf(Math.max(...rowOf(i)));
  });
  const within = (i: number, radius: number): number[] => all.filter((j) => (d[i]?.[j] as number) < radius);
  const before = new Set(labelled.flatMap((i) => within(i, delta)));
  const least = 0.4 + (0.2 * before.size) / size;
  const radii = labelled.map((i) => {
    let [low, high] = [0, 1.1];
    while (high - low > 0.05) {
      const middle = (low + high) / 2;
      const ball = within(i, middle);
      const equal = ball.filter((j) => classOf[j] === classOf[i]);
      if (equal.length / ball.length >= least) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
  const covered = new Set(labelled.flatMap((i, at) => within(i, radii[at] as number)));
  const radius = radii.length === 0 ? delta : radii.reduce((x, y) => x + y, 0) / radii.length;
  const weight = (1 + Math.exp(-k * (1 - a))) / (1 + Math.exp(-k * (covered.size / size - a)));
  const scaled = (values: number[]): number[] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return values.map((value) => (high > low ? (value - low) / (high - low) : 0));
  };
  const margins = scaled(
    all.map((i) => {
      const [first, second] = rowOf(i).sort((x, y) => y - x) as [number, number];
      return second - first;
    }),
  ).map((value, i) => (labelled.includes(i) ? 0 : value));
  const chosen: number[] = [];
  const values: number[] = [];
  while (chosen.length < n) {
    const degrees = all.map((i) =>
      labelled.includes(i) ? 0 : within(i, radius).filter((j) => !covered.has(j)).length,
    );
    const [m, o] = [scaled(margins), scaled(degrees)];
    const value = all.map((i) =>
      labelled.includes(i) || chosen.includes(i) ? -1 : weight * (m[i] as number) + (1 - weight) * (o[i] as number),
    );
    const best = value.indexOf(Math.max(...value));
    chosen.push(best);
    values.push(Math.min(value[best] as number, values.at(-1) ?? 2));
    margins[best] = 0;
    for (const j of within(best, radius)) covered.add(j);
  }
  return { chosen, values, weight };
}

describe('dcom', () => {
  const embeddings = cloud(150, columns, { groups: 9, spread: 0.5, seed: 4 });
  const probabilities = likelihoods(150, classes);
  const labelled = [0, 1, 5, 20, 66, 120];
  const labels = [0, 1, 2, 3, 0, 1];
  const given = { embeddings, probabilities, labelled, labels };

  it.each([
    ['little is covered', [0.8, 50]],
    ['margin and coverage weigh alike', [0.3, 4]],
    ['most is covered', [0.05, 50]],
  ] as const)('agrees with the rule written out where %s', async (_, [a, k]) => {
    const expected = plain(given, 0.3, 20, [a, k]);
    for (const maxEdges of [1_000_000, 0]) {
      const from = pool({ ...given, columns, classes });
      const { rows, utilities } = await select(dcom, from, 20, { options: { delta: 0.3, a, k, maxEdges } });
      expect([...rows]).toEqual(expected.chosen);
      for (const [rank, value] of expected.values.entries()) expect(utilities[rank]).toBeCloseTo(value, 5);
    }
  });

  it('covers as ProbCover does before anything is labelled', async () => {
    const from = pool({ embeddings, probabilities, columns, classes });
    const options = { delta: 0.4 };
    const { rows } = await select(dcom, from, 5, { options });
    const cover = await select(probCover, from, 5, { options });
    const first = plain({ embeddings, probabilities, labelled: [], labels: [] }, 0.4, 5);
    expect(first.weight).toBeLessThan(1e-10);
    // equal counts go to the surer margin, a weight of 1e-17 apart
    expect(cover.utilities[0]).toBeGreaterThan(cover.utilities[4] as number);
    expect(new Set(rows).size).toBe(5);
    const within = (i: number): number =>
      [...from.candidates].filter((j) => {
        const unit = (r: number): number[] => {
          const row = [...embeddings.subarray(r * columns, (r + 1) * columns)];
          return row.map((value) => value / Math.hypot(...row));
        };
        return Math.hypot(...unit(i).map((x, c) => x - (unit(j)[c] as number))) < 0.4;
      }).length;
    expect(within(rows[0] as number)).toBe(cover.utilities[0]);
  });

  it('asks every row once when all are covered, drawn by the seed where all are equal', async () => {
    const equal = { embeddings: new Float32Array(90).fill(1), probabilities: new Float32Array(120).fill(0.25) };
    const from = pool({ ...equal, columns, classes, labelled: [3], labels: [2] });
    const one = await select(dcom, from, 29, { seed: 1 });
    expect([...one.rows].sort((x, y) => x - y)).toEqual([...from.candidates]);
    expect((await select(dcom, from, 29, { seed: 2 })).rows).not.toEqual(one.rows);
  });
});
