import { createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { classAnchors } from './class-anchors.ts';
import { NOBODY, nearestNeighbours } from './neighbours.ts';
import { plainPoints } from './unit-points.ts';

const tools = { compute: evaluate, checkpoint: ignore };
const places = (size: number): Uint32Array => Uint32Array.from({ length: size }, (_, i) => i);

describe('nearestNeighbours', () => {
  it('finds what all distances sorted say, over more rows than a tile holds', async () => {
    const [size, columns, k] = [4200, 3, 6];
    const data = cloud(size, columns, { groups: 4, offset: 50 });
    const points = plainPoints(matrix(data, columns), places(size), ignore);
    const of = Uint32Array.of(0, 1, 999, 4095, 4096, 4199);
    const among = places(size).filter((i) => i % 3 !== 1);
    const found = await nearestNeighbours({ points, of, among, k, ...tools });
    for (const [at, i] of of.entries()) {
      const square = (j: number): number =>
        [0, 1, 2].reduce((sum, d) => sum + ((data[i * 3 + d] as number) - (data[j * 3 + d] as number)) ** 2, 0);
      const nearest = [...among].filter((j) => j !== i).sort((a, b) => square(a) - square(b));
      expect([...found.places.subarray(at * k, (at + 1) * k)]).toEqual(nearest.slice(0, k));
      for (const [rank, j] of nearest.slice(0, k).entries()) {
        expect(found.squares[at * k + rank]).toBeCloseTo(square(j), 4);
      }
    }
  });

  it('never gives a row itself, copies of it included, and says where there is nobody', async () => {
    const points = plainPoints(matrix(Float32Array.of(1, 1, 1, 5), 1), places(4), ignore);
    const found = await nearestNeighbours({ points, of: places(4), among: places(4), k: 4, ...tools });
    expect([...found.places.subarray(0, 4)]).toEqual([1, 2, 3, NOBODY]);
    expect([...found.places.subarray(4, 8)]).toEqual([0, 2, 3, NOBODY]);
    expect([...found.squares.subarray(4, 8)]).toEqual([0, 0, 16, Number.POSITIVE_INFINITY]);
    expect([...found.places.subarray(12)]).toEqual([0, 1, 2, NOBODY]);
  });
});

describe('classAnchors', () => {
  it('takes rows of every class, spread over its groups, and each once', async () => {
    // class 0 in three far groups, class 1 one row and its copies
    const data = Float32Array.from({ length: 40 }, (_, i) => (i < 30 ? (i % 3) * 1000 + i * 1e-3 : 7));
    const labelled = { rows: places(40), labels: Int32Array.from({ length: 40 }, (_, i) => (i < 30 ? 0 : 4)) };
    const random = createRandom(2);
    const anchors = await classAnchors({ embeddings: matrix(data, 1), labelled, perClass: 3, random, ...tools });
    expect(anchors).toHaveLength(4);
    expect(new Set([...anchors.subarray(0, 3)].map((i) => i % 3)).size).toBe(3);
    expect(anchors[3]).toBeGreaterThanOrEqual(30);
  });
});
