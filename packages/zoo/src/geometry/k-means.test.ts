import { createRandom, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore } from '../testing/pool.ts';
import { type Clustering, kMeans } from './k-means.ts';

const columns = 3;

function run(
  data: Float32Array,
  k: number,
  { seed = 1, weights }: { seed?: number; weights?: Float64Array } = {},
): Promise<Clustering> {
  return kMeans({
    embeddings: matrix(data, columns),
    rows: Uint32Array.from({ length: data.length / columns }, (_, i) => i),
    ...(weights && { weights }),
    k,
    maxIterations: 300,
    tolerance: 0,
    random: createRandom(seed),
    compute: evaluate,
    checkpoint: ignore,
  });
}

const rowOf = (data: Float32Array, i: number): number[] => [...data.subarray(i * columns, (i + 1) * columns)];
const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((s, x, j) => s + (x - (b[j] as number)) ** 2, 0);

/** The weighted mean of each cluster's rows. */
function means(
  data: Float32Array,
  { clusters, clusterOf }: Clustering,
  weightOf = (_: number): number => 1,
): number[][] {
  return Array.from({ length: clusters }, (_, cluster) => {
    const own = [...clusterOf.keys()].filter((i) => clusterOf[i] === cluster);
    const mass = own.reduce((sum, i) => sum + weightOf(i), 0);
    return [0, 1, 2].map((j) => own.reduce((sum, i) => sum + weightOf(i) * (rowOf(data, i)[j] as number), 0) / mass);
  });
}

describe('k-means', () => {
  it('ends where every row is in the cluster of the nearest mean, far from zero too', async () => {
    for (const offset of [0, 1000]) {
      const data = cloud(300, columns, { groups: 5, offset });
      const clustering = await run(data, 8);
      const centres = means(data, clustering);
      for (const [i, cluster] of clustering.clusterOf.entries()) {
        const gaps = centres.map((centre) => apart(rowOf(data, i), centre));
        expect(gaps[cluster]).toBeCloseTo(Math.min(...gaps), 2);
        expect(clustering.squares[i]).toBeCloseTo(gaps[cluster] as number, 2);
      }
    }
  });

  it('finds groups that lie far apart', async () => {
    const data = cloud(200, columns, { groups: 4, spread: 0.01, seed: 3 });
    const { clusterOf, sizes } = await run(data, 4);
    expect([...sizes]).toEqual([50, 50, 50, 50]);
    for (const [i, cluster] of clusterOf.entries()) expect(cluster).toBe(clusterOf[i % 4]);
  });

  it('moves centres to weighted means', async () => {
    const data = Float32Array.of(0, 0, 0, 1, 0, 0, 10, 0, 0, 14, 0, 0);
    const weights = Float64Array.of(3, 1, 1, 3);
    const clustering = await run(data, 2, { weights });
    expect(
      means(data, clustering, (i) => weights[i] as number)
        .map(([x]) => x)
        .sort((a, b) => (a as number) - (b as number)),
    ).toEqual([0.25, 13]);
    // 3 * 0.25^2 + 0.75^2 + 3^2 + 3 * 1^2
    expect(clustering.inertia).toBeCloseTo(12.75, 4);
  });

  it('makes as many clusters as there are different rows when these are fewer', async () => {
    const data = Float32Array.from({ length: 60 * columns }, (_, i) => Math.floor(i / columns) % 5);
    const { clusters, inertia } = await run(data, 20);
    expect(clusters).toBe(5);
    expect(inertia).toBe(0);
  });

  it('leaves no cluster empty, whatever the seeds', async () => {
    const data = cloud(60, columns, { groups: 3, spread: 0.2 });
    for (let seed = 0; seed < 30; seed++) {
      const { clusters, clusterOf, sizes } = await run(data, 40, { seed });
      expect(clusters).toBe(40);
      for (const [cluster, size] of sizes.entries()) {
        expect(size).toBeGreaterThan(0);
        expect([...clusterOf].filter((own) => own === cluster)).toHaveLength(size);
      }
    }
  });
});
