import type { Compute, Matrix, Random } from '@alaas/core';
import type { CentredRows } from './centre-groups.ts';
import { euclideanMetric } from './euclidean-metric.ts';
import { inNeighbourhoods } from './in-neighbourhoods.ts';
import { groupSize, NearestCentres } from './nearest-centres.ts';
import { drawSpread } from './plus-plus.ts';
import { middleOf } from './points.ts';

const ROWS_BETWEEN_CHECKS = 4096;
const NONE = -1;

/** What {@link kMeans} clusters, and how. */
export interface KMeansTask {
  readonly embeddings: Matrix;
  /** Rows to cluster, ascending. */
  readonly rows: Uint32Array;
  /** How much each row counts, above 0. Default: 1 for all. */
  readonly weights?: Float64Array;
  /** Clusters, at most as many as rows. */
  readonly k: number;
  readonly maxIterations: number;
  /** Stops when an iteration lowers the sum of squares by less than this share. */
  readonly tolerance: number;
  readonly random: Random;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** Rows in groups around centres. */
export interface Clustering {
  /** k, or the number of different rows where that is less; none is empty. */
  readonly clusters: number;
  /** [rows] cluster of each row. */
  readonly clusterOf: Uint32Array;
  /** [rows] squared distance to the centre of the own cluster. */
  readonly squares: Float64Array;
  /** [clusters] number of rows. */
  readonly sizes: Uint32Array;
  /** Weighted sum of `squares`. */
  readonly inertia: number;
}

/**
 * Lloyd's algorithm from k-means++ seeds; only distances that may change something are computed. A cluster that runs
 * empty gets the row that is farthest from its centre.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * Lloyd 1982, Ding et al. 2015. At most O(iterations N k D) time; O(k D) memory beside the embeddings and an eighth of them.
 */
export async function kMeans(task: KMeansTask): Promise<Clustering> {
  const { embeddings, rows, k, maxIterations, tolerance, checkpoint, compute, random } = task;
  const origin = middleOf(embeddings, rows);
  const metric = euclideanMetric({ embeddings, rows, origin, picks: k, compute, checkpoint });
  const seeds = await drawSpread({
    metric,
    ...(task.weights && { weights: task.weights }),
    first: random.below(rows.length),
    n: k,
    random,
    checkpoint,
    progress: () => undefined,
  });
  const items = { embeddings, rows, origin, lengths: metric.squares, compute, checkpoint };
  const places = inNeighbourhoods(
    embeddings,
    seeds.map((i) => rows[i] as number),
    groupSize(seeds.length, origin.length),
  );
  const lloyd = new Lloyd(items, places, task.weights);
  let before = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    await lloyd.assign();
    const after = lloyd.moveCentres();
    if (!(before - after > tolerance * after)) break;
    before = after;
  }
  lloyd.nearest.settle();
  const { nearest, sizes, inertia } = lloyd;
  const { clusterOf, squares } = nearest;
  return { clusters: seeds.length, clusterOf, squares, sizes, inertia };
}

class Lloyd {
  readonly nearest: NearestCentres;
  readonly sizes: Uint32Array;

  readonly #items: CentredRows;
  readonly #weights: Float64Array | undefined;
  /** [clusters x D] weighted sums of the rows, as seen from the origin. */
  readonly #sums: Float64Array;
  readonly #masses: Float64Array;
  /** The cluster that each row's values are summed in; NONE before the first time. */
  readonly #summedIn: Int32Array;
  /** Weighted sum of the squared lengths of all rows. */
  readonly #total: number;

  /** @param seeds pool rows */
  constructor(items: CentredRows, seeds: Uint32Array, weights: Float64Array | undefined) {
    const { embeddings, rows, origin } = items;
    this.#items = items;
    this.#weights = weights;
    this.nearest = new NearestCentres(items, seeds.length);
    this.sizes = new Uint32Array(seeds.length);
    this.#sums = new Float64Array(seeds.length * origin.length);
    this.#masses = new Float64Array(seeds.length);
    this.#summedIn = new Int32Array(rows.length).fill(NONE);
    this.#total = items.lengths.reduce((sum, length, i) => sum + length * this.#weight(i), 0);
    for (const [cluster, row] of seeds.entries()) {
      const from = row * origin.length;
      this.nearest.move(cluster, (j) => (embeddings.data[from + j] as number) - (origin[j] as number));
    }
  }

  get inertia(): number {
    const { squares } = this.nearest;
    let sum = 0;
    for (let i = 0; i < squares.length; i++) sum += (squares[i] as number) * this.#weight(i);
    return sum;
  }

  /** The nearest centre of each row, and a row for each centre that is nearest to none. */
  async assign(): Promise<void> {
    await this.nearest.assign();
    this.sizes.fill(0);
    for (const cluster of this.nearest.clusterOf) this.sizes[cluster] = (this.sizes[cluster] as number) + 1;
    if (!this.sizes.includes(0)) return;
    this.nearest.settle();
    for (const [cluster, size] of this.sizes.entries()) if (size === 0) this.#refill(cluster);
  }

  /** Gives an empty cluster the row that is farthest from its centre, of a cluster that keeps another one. */
  #refill(cluster: number): void {
    const { clusterOf, squares } = this.nearest;
    let farthest = NONE;
    for (let i = 0; i < squares.length; i++) {
      const isSpare = (this.sizes[clusterOf[i] as number] as number) > 1;
      if (isSpare && (farthest === NONE || (squares[i] as number) > (squares[farthest] as number))) farthest = i;
    }
    const from = clusterOf[farthest] as number;
    this.sizes[from] = (this.sizes[from] as number) - 1;
    this.sizes[cluster] = 1;
    this.nearest.reassign(farthest, cluster);
  }

  /**
   * Each centre to the weighted mean of its rows; only rows that changed sides are summed anew.
   *
   * @returns the weighted sum of squares around these means: that around the origin, less what the means explain
   */
  moveCentres(): number {
    const { clusterOf } = this.nearest;
    for (let i = 0; i < clusterOf.length; i++) {
      if (i % ROWS_BETWEEN_CHECKS === 0) this.#items.checkpoint();
      const to = clusterOf[i] as number;
      const from = this.#summedIn[i] as number;
      if (from === to) continue;
      if (from !== NONE) this.#sum(i, from, -this.#weight(i));
      this.#sum(i, to, this.#weight(i));
      this.#summedIn[i] = to;
    }
    const d = this.#items.origin.length;
    const sums = this.#sums;
    let explained = 0;
    for (const [cluster, mass] of this.#masses.entries()) {
      const start = cluster * d;
      for (let at = start; at < start + d; at++) explained += (sums[at] as number) ** 2 / mass;
      this.nearest.move(cluster, (j) => (sums[start + j] as number) / mass);
    }
    return this.#total - explained;
  }

  #sum(i: number, cluster: number, weight: number): void {
    const { embeddings, rows, origin } = this.#items;
    const { data, columns } = embeddings;
    const from = (rows[i] as number) * columns;
    const at = cluster * columns;
    const sums = this.#sums;
    for (let j = 0; j < columns; j++) {
      const value = (data[from + j] as number) - (origin[j] as number);
      sums[at + j] = (sums[at + j] as number) + weight * value;
    }
    this.#masses[cluster] = (this.#masses[cluster] as number) + weight;
  }

  #weight(i: number): number {
    return this.#weights?.[i] ?? 1;
  }
}
