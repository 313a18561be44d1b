import { createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { ballGraph } from './ball-graph.ts';
import { radiusByClusters } from './pure-radius.ts';
import { plainPoints } from './unit-points.ts';
import { pureShare } from './work.ts';

describe('ballGraph', () => {
  const columns = 2;
  const data = cloud(1100, columns, { groups: 3 });
  const rows = Uint32Array.from({ length: 1100 }, (_, i) => i);
  const points = plainPoints(matrix(data, columns), rows, ignore);
  const build = (radius: number, maxEdges: number) =>
    ballGraph(points, radius, { maxEdges, compute: evaluate, checkpoint: ignore });
  const near = (i: number, radius: number): number[] =>
    [...rows].filter((j) => {
      const [x, y] = [0, 1].map((d) => (data[2 * i + d] as number) - (data[2 * j + d] as number)) as [number, number];
      return j !== i && Math.hypot(x, y) < radius;
    });

  it('lists the others in each ball, and counts its centre too', async () => {
    // more pairs than one piece of the list holds
    const { sizes, edges } = await build(2.5, 1e7);
    const total = sizes.reduce((sum, size) => sum + size - 1, 0);
    expect(total / 2).toBeGreaterThan(100_000);
    for (const i of [0, 1, 511, 512, 1099]) {
      const expected = near(i, 2.5);
      expect(sizes[i]).toBe(expected.length + 1);
      const own = edges?.ends.slice(edges.starts[i], edges.starts[i + 1]).sort();
      expect([...(own ?? [])]).toEqual(expected);
    }
  });

  it('keeps lists up to the limit exactly, and counts beyond it', async () => {
    const { sizes, edges } = await build(0.3, 1e7);
    const total = sizes.reduce((sum, size) => sum + size - 1, 0);
    expect(edges?.ends).toHaveLength(total);
    expect((await build(0.3, total)).edges?.ends).toHaveLength(total);
    const beyond = await build(0.3, total - 2);
    expect(beyond.edges).toBeUndefined();
    expect(beyond.sizes).toEqual(sizes);
  });

  it('lists no more than is planned for where the radius is found by purity, whether groups are far apart or not', async () => {
    for (const groups of [3, 12, 1]) {
      const own = plainPoints(matrix(cloud(1100, columns, { groups }), columns), rows, ignore);
      const tools = { compute: evaluate, checkpoint: ignore };
      const radius = await radiusByClusters({
        points: own,
        classes: 3,
        purity: 0.95,
        random: createRandom(1),
        ...tools,
      });
      const { sizes } = await ballGraph(own, radius, { maxEdges: 1e7, ...tools });
      const pairs = sizes.reduce((sum, size) => sum + size - 1, 0) / 2;
      expect(pairs).toBeLessThan((pureShare(3) * 1100 ** 2) / 2);
    }
  });

  it('holds every other point in a ball without end', async () => {
    const { sizes } = await build(Number.POSITIVE_INFINITY, 0);
    expect(new Set(sizes)).toEqual(new Set([1100]));
  });
});
