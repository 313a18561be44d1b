import { addWork, type Compute, defineSelector, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { blockRows } from '../geometry/block-rows.ts';
import { type Clustering, kMeans } from '../geometry/k-means.ts';
import { middleOf, rowsAt } from '../geometry/points.ts';
import { slices } from '../geometry/rounding.ts';
import { kMeansWork, lists, products } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { uncertainties, uncertaintyOption } from '../maths/uncertainty.ts';

/** Below this its inverse is more than float32 can hold. */
const LEAST_VARIANCE = 1e-37;
const ROWS_BETWEEN_CHECKS = 4096;

/** ln sum_k exp(weight_k - |x - c_k|^2 / 2 s^2), the largest term taken out so that none underflows. */
const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const centres = ops.input('centres', ['clusters', 'd']);
const weights = ops.input('weights', [1, 'clusters']);
const precision = ops.input('precision', []);
const squares = ops.squaredDistances(ops.sub(x, origin), centres);
const terms = ops.sub(weights, ops.mul(squares, precision));
const largest = ops.reduceMax(terms, 1, true);
const sum = ops.reduceSum(ops.exp(ops.sub(terms, largest)), 1, true);
const densityGraph = graph({ density: ops.reduceSum(ops.add(largest, ops.log(sum)), 1) });

/**
 * Asks items on which the model errs most, weighted with how many others lie where they lie. The density is a mixture of
 * one round Gaussian for each cluster of k-means, all of one width, by default that of the clusters; the error expected
 * is 1 - p(1). In many dimensions densities differ by hundreds of powers of ten, so all is done in logarithms. After
 * Nguyen & Smeulders 2004, with the model's own probabilities in place of theirs.
 */
export default defineSelector({
  id: 'density-weighted-uncertainty',
  aliases: ['DWUS', 'DensityWeightedUncertaintySampling', 'DensityWeightedUncertainty'],
  title: 'Density-weighted uncertainty (DWUS)',
  family: 'hybrid',
  summary: 'Asks items that the model is likely to get wrong, in places where many others lie.',
  use: 'Outliers spoil uncertainty sampling: uncertain items count by how many others are near them.',
  avoid: 'What you look for is rare: sparse regions come last.',
  formula:
    'u(x) = ln e(x) + ln sum_k P_k exp(-|h - m_k|^2 / 2 s^2), at most 0; e = 1 - p(1), m_k and P_k centre and share of cluster k of k-means, s^2 = mean squared distance to the own centre / D; where e = 0: lower than all others, by density',
  reference: 'Nguyen & Smeulders 2004',
  cost: 'O(iterations N C D + N K) for C clusters; memory O(N + C D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    clusters: z.int().min(1).max(1000).default(5).describe('Clusters of the density; at most as many as items.'),
    width: z
      .union([z.literal('auto'), z.number().min(1e-18)])
      .default('auto')
      .describe('s, the standard deviation of a cluster along each axis. auto: as measured.'),
    uncertainty: uncertaintyOption('least-confidence'),
  }),
  work: ({ n, d, k }, { clusters }) =>
    addWork(lists(n, 48, k), kMeansWork({ n, d, k: clusters, iterations: 50 }), products(n, clusters, d)),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates: rows } = pool;
    const errors = uncertainties(probabilities, rows, { kind: options.uncertainty, checkpoint });
    const k = Math.min(options.clusters, rows.length);
    const limits = { maxIterations: 50, tolerance: 5e-4 };
    const clustering = await kMeans({ embeddings, rows, k, ...limits, random, compute, checkpoint });
    const densities = await logDensities(clustering, { embeddings, rows, width: options.width, compute, checkpoint });
    const utilities = densities.map((density, i) => density + Math.log(errors[i] as number));
    rankCertain(utilities, densities);
    progress(n);
    return bestRows(utilities, rows, { n, random });
  },
});

interface Points {
  readonly embeddings: Matrix;
  readonly rows: Uint32Array;
  readonly width: number | 'auto';
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** @returns [rows], each at most 0: without the factor that all rows share */
async function logDensities(clustering: Clustering, points: Points): Promise<Float64Array> {
  const { embeddings, rows, width, compute, checkpoint } = points;
  const { columns: d } = embeddings;
  const { clusters, sizes, inertia } = clustering;
  const middle = middleOf(embeddings, rows);
  // rows that all lie on their centres, as far as float32 can tell, have no width: any will do
  const measured = inertia / (rows.length * d);
  const variance = width === 'auto' ? (measured > LEAST_VARIANCE ? measured : 1) : width * width;
  const feeds = {
    origin: { data: middle, shape: [1, d] },
    centres: { data: centresOf(clustering, points, middle), shape: [clusters, d] },
    weights: { data: Float32Array.from(sizes, (size) => Math.log(size / rows.length)), shape: [1, clusters] },
    precision: { data: Float32Array.of(1 / (2 * variance)), shape: [] },
  };
  const size = blockRows(clusters * d);
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  const out = new Float64Array(rows.length);
  for (const [start, end] of slices(0, rows.length, size)) {
    checkpoint();
    const data = rowsAt(embeddings, rows.subarray(start, end), scratch);
    const { density } = await compute.run(densityGraph, { x: { data, shape: [end - start, d] }, ...feeds });
    out.set((density as Tensor).data, start);
  }
  return out;
}

/** The mean of each cluster's rows, as seen from `origin`: [clusters x D]. */
function centresOf(
  { clusters, clusterOf, sizes }: Clustering,
  { embeddings: { data, columns }, rows, checkpoint }: Points,
  origin: Float32Array,
): Float32Array {
  const sums = new Float64Array(clusters * columns);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const at = (clusterOf[i] as number) * columns;
    for (let d = 0; d < columns; d++) {
      sums[at + d] = (sums[at + d] as number) + (data[row * columns + d] as number) - (origin[d] as number);
    }
  }
  return Float32Array.from(sums, (value, at) => value / (sizes[Math.floor(at / columns)] as number));
}

/** Puts items of no expected error, whose logarithm is not finite, below all others, in order of their densities. */
function rankCertain(utilities: Float64Array, densities: Float64Array): void {
  let lowest = 0;
  for (const utility of utilities) if (Number.isFinite(utility)) lowest = Math.min(lowest, utility);
  for (const [i, utility] of utilities.entries()) {
    if (!Number.isFinite(utility)) utilities[i] = lowest - 1 + (densities[i] as number);
  }
}
