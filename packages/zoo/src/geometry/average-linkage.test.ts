import { describe, expect, it } from 'vitest';
import { cloud, ignore } from '../testing/pool.ts';
import { averageLinkage } from './average-linkage.ts';

/** Distances between all rows, in a matrix. */
function distancesOf(data: Float32Array, columns: number): Float32Array {
  const m = data.length / columns;
  return Float32Array.from({ length: m * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m) * columns, (at % m) * columns];
    return Math.hypot(...Array.from({ length: columns }, (__, d) => (data[i + d] as number) - (data[j + d] as number)));
  });
}

/** Joins the two clusters of least mean distance, every mean taken anew over all pairs of points. */
function plain(distances: Float32Array, m: number, clusters: number): number[][] {
  const groups = Array.from({ length: m }, (_, i) => [i]);
  const mean = (a: number[], b: number[]): number =>
    a.reduce((sum, i) => sum + b.reduce((part, j) => part + (distances[i * m + j] as number), 0), 0) /
    (a.length * b.length);
  while (groups.length > clusters) {
    let best = [0, 1, Number.POSITIVE_INFINITY];
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        const gap = mean(groups[a] as number[], groups[b] as number[]);
        if (gap < (best[2] as number)) best = [a, b, gap];
      }
    }
    const [joined] = groups.splice(best[1] as number, 1);
    groups[best[0] as number]?.push(...(joined as number[]));
  }
  return groups.map((group) => group.sort((a, b) => a - b)).sort((a, b) => (a[0] as number) - (b[0] as number));
}

describe('averageLinkage', () => {
  it('joins what is nearest on average, by hand', () => {
    // 0, 1 | 3 | 8, 9.5: 3 is 2.5 from {0, 1} on average, and 5.75 from the last two
    const distances = distancesOf(Float32Array.of(0, 1, 3, 8, 9.5), 1);
    expect([...averageLinkage(distances.slice(), 5, 4, ignore)]).toEqual([0, 0, 1, 2, 3]);
    expect([...averageLinkage(distances.slice(), 5, 3, ignore)]).toEqual([0, 0, 1, 2, 2]);
    expect([...averageLinkage(distances.slice(), 5, 2, ignore)]).toEqual([0, 0, 0, 1, 1]);
    expect([...averageLinkage(distances.slice(), 5, 1, ignore)]).toEqual([0, 0, 0, 0, 0]);
    expect([...averageLinkage(distances.slice(), 5, 5, ignore)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('cuts the tree that means over all pairs of points give', () => {
    const m = 60;
    const distances = distancesOf(cloud(m, 3, { groups: 6, spread: 0.8 }), 3);
    for (const clusters of [2, 5, 17, 40]) {
      const own = averageLinkage(distances.slice(), m, clusters, ignore);
      const groups = Array.from({ length: clusters }, (_, c) => [...own.keys()].filter((i) => own[i] === c));
      expect(groups).toEqual(plain(distances, m, clusters));
    }
  });

  it('ends on points that are all equal, and on one point', () => {
    const own = averageLinkage(new Float32Array(400), 20, 4, ignore);
    expect(new Set(own).size).toBe(4);
    expect([...averageLinkage(new Float32Array(1), 1, 1, ignore)]).toEqual([0]);
  });
});
