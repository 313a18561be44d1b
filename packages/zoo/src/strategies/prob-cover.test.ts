import { createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { pureRadius } from '../geometry/pure-radius.ts';
import { unitPoints } from '../geometry/unit-points.ts';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore, pool, select } from '../testing/pool.ts';
import probCover from './prob-cover.ts';

/** Rows of length 1 and 2 at these angles, in degrees. */
function atAngles(...degrees: number[]): Float32Array {
  const turns = degrees.map((angle) => (angle * Math.PI) / 180);
  return Float32Array.from(turns.flatMap((t, i) => [Math.cos(t) * (1 + (i % 2)), Math.sin(t) * (1 + (i % 2))]));
}

/** Every distance written out, and every count taken anew for each pick: the largest count, whichever of equals. */
function gainsOf(
  data: Float32Array,
  columns: number,
  { delta, labelled, picks }: { delta: number; labelled: readonly number[]; picks: readonly number[] },
): { gains: number[]; best: number[] } {
  const size = data.length / columns;
  const units = Array.from({ length: size }, (_, i) => {
    const row = [...data.subarray(i * columns, (i + 1) * columns)];
    const length = Math.hypot(...row);
    return row.map((value) => (length === 0 ? 0 : value / length));
  });
  const isNear = units.map((a) => units.map((b) => Math.hypot(...a.map((x, d) => x - (b[d] as number))) < delta));
  const covered = new Set<number>();
  const cover = (i: number): void => {
    for (let j = 0; j < size; j++) if (isNear[i]?.[j]) covered.add(j);
  };
  const gain = (i: number): number => isNear[i]?.filter((near, j) => near && !covered.has(j)).length ?? 0;
  for (const i of labelled) cover(i);
  const gains: number[] = [];
  const best: number[] = [];
  for (const i of picks) {
    best.push(Math.max(...units.map((_, j) => gain(j))));
    gains.push(gain(i));
    cover(i);
  }
  return { gains, best };
}

describe('prob-cover', () => {
  // a ball of 15 degrees: chords below 2 sin(7.5 degrees)
  const options = { delta: 0.26 };
  const ring = atAngles(0, 10, 20, 30, 100, 110, 120, 200);

  it('asks the row with the most uncovered rows around it, by hand', async () => {
    const { rows, utilities } = await select(probCover, pool({ embeddings: ring, columns: 2 }), 5, { options });
    // 110 covers 3, and so do 10 and 20; what is left of their group is one row
    expect([...utilities]).toEqual([3, 3, 1, 1, 0]);
    expect([...rows.subarray(0, 2)].filter((row) => row === 5)).toEqual([5]);
    expect([1, 2]).toContain([...rows.subarray(0, 2)].find((row) => row !== 5));
    expect([...rows.subarray(2, 4)]).toContain(7);
  });

  it('counts what labelled rows cover as covered', async () => {
    const from = pool({ embeddings: ring, columns: 2, labelled: [1] });
    const { rows, utilities } = await select(probCover, from, 3, { options });
    expect(rows[0]).toBe(5);
    expect([...utilities]).toEqual([3, 1, 1]);
    expect([2, 3]).toContain([...rows.subarray(1)].find((row) => row !== 7));
  });

  it.each([
    ['kept balls', {}],
    ['balls computed when needed', { maxEdges: 0 }],
  ])('takes a largest count each time, as all distances written out say: %s', async (_, more) => {
    const embeddings = cloud(700, 5, { groups: 12, spread: 0.3 });
    const labelled = [3, 99, 400];
    for (const delta of [0.05, 0.2, 0.5]) {
      const from = pool({ embeddings, columns: 5, labelled });
      const { rows, utilities } = await select(probCover, from, 60, { options: { delta, ...more } });
      const { gains, best } = gainsOf(embeddings, 5, { delta, labelled, picks: [...rows] });
      expect([...utilities]).toEqual(gains);
      expect(gains).toEqual(best);
    }
  });

  it('asks the same rows in the same order however much memory it may take', async () => {
    const embeddings = cloud(900, 4, { groups: 20, spread: 0.2 });
    const from = pool({ embeddings, columns: 4, labelled: [7] });
    const kept = await select(probCover, from, 400, { options: { delta: 0.2 } });
    for (const maxEdges of [0, 100]) {
      expect(await select(probCover, from, 400, { options: { delta: 0.2, maxEdges } })).toEqual(kept);
    }
  });

  it('finds the same in many rows and columns, where pairs are passed over by a sketch', async () => {
    const [size, columns] = [2100, 256];
    const embeddings = cloud(size, columns, { groups: 20, spread: 0.4 });
    const delta = 0.42;
    const { utilities, rows } = await select(probCover, pool({ embeddings, columns }), 40, { options: { delta } });
    const lengths = Float64Array.from({ length: size }, (_, i) =>
      Math.sqrt(embeddings.subarray(i * columns, (i + 1) * columns).reduce((sum, x) => sum + x * x, 0)),
    );
    const covered = new Uint8Array(size);
    const gains = [...rows].map((i) => {
      let gain = 0;
      for (let j = 0; j < size; j++) {
        let square = 0;
        for (let d = 0; d < columns; d++) {
          const a = (embeddings[i * columns + d] as number) / (lengths[i] as number);
          square += (a - (embeddings[j * columns + d] as number) / (lengths[j] as number)) ** 2;
        }
        if (Math.sqrt(square) < delta && covered[j] === 0) {
          covered[j] = 1;
          gain++;
        }
      }
      return gain;
    });
    expect(gains[0]).toBeGreaterThan(20);
    expect(gains[0]).toBeLessThan(size / 2);
    expect([...utilities]).toEqual(gains);
  });

  it('finds the largest radius at which 95% of balls hold one group', async () => {
    // two groups of 20 rows, a degree apart, from 0 to 19 and from 79 to 98; 2 of 40 balls may be impure: those of 19 and
    // 79, which reach each other at 60 degrees. At 61 degrees those of 18 and 80 would be impure too.
    const embeddings = atAngles(...Array.from({ length: 40 }, (_, i) => (i < 20 ? i : 59 + i)));
    const points = unitPoints(
      matrix(embeddings, 2),
      Uint32Array.from({ length: 40 }, (_, i) => i),
      ignore,
    );
    const groups = Uint32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    const radiusAt = (purity: number): Promise<number> =>
      pureRadius({ points, groups, purity, random: createRandom(1), compute: evaluate, checkpoint: ignore });
    const chord = (degrees: number): number => 2 * Math.sin((degrees * Math.PI) / 360);
    expect(await radiusAt(0.95)).toBeCloseTo(chord(61), 4);
    expect(await radiusAt(1)).toBeCloseTo(chord(60), 4);
    expect(await radiusAt(0)).toBe(Number.POSITIVE_INFINITY);
    const { utilities } = await select(probCover, pool({ embeddings, columns: 2 }), 3, { options: { classes: 2 } });
    expect((utilities[0] as number) + (utilities[1] as number)).toBe(40);
  });

  it('can ask the last rows of the pool, and draws any when all are covered', async () => {
    // 502 rows, the densest place at the end
    const embeddings = atAngles(...Array.from({ length: 502 }, (_, i) => (i < 440 ? i / 2 : 300 + (i - 440) / 100)));
    const first = await select(probCover, pool({ embeddings, columns: 2 }), 1, { options });
    expect(first.rows[0]).toBeGreaterThanOrEqual(440);
    const same = pool({ embeddings: new Float32Array(200).fill(1), columns: 2, labelled: [0] });
    const one = await select(probCover, same, 20, { seed: 1 });
    const two = await select(probCover, same, 20, { seed: 2 });
    expect(one.rows).not.toEqual(two.rows);
    expect([...one.rows]).not.toContain(0);
    expect(new Set(one.rows).size).toBe(20);
    expect([...one.utilities].every((u) => u === 0)).toBe(true);
  });

  it('keeps a row of zeros apart from all others', async () => {
    const random = createRandom(1);
    const embeddings = Float32Array.from({ length: 60 }, (_, i) => (i < 6 ? 0 : random.next() + 0.5));
    const { utilities } = await select(probCover, pool({ embeddings, columns: 2 }), 2, { options: { delta: 0.9 } });
    expect([...utilities]).toEqual([27, 3]);
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[7 * 3] = Number.NaN;
    await expect(select(probCover, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/row 7 /);
  });
});
