import { type Compute, graph, type Matrix, ops, type Random, type Tensor } from '@alaas/core';
import { euclideanMetric } from './euclidean-metric.ts';
import { drawSpread } from './plus-plus.ts';
import { copyRow, middleOf, rowsAt } from './points.ts';
import { slices, sound } from './rounding.ts';

/** Rows that a product with all centres takes at once. */
const BLOCK_ROWS = 1024;
const ROWS_BETWEEN_CHECKS = 4096;
const NONE = -1;

/** Nearest centre of each row; centres come multiplied by -2, with |c|^2. */
const x = ops.input('x', ['rows', 'd']);
const middle = ops.input('origin', [1, 'd']);
const c = ops.input('c', ['centres', 'd']);
const lengths = ops.input('lengths', [1, 'centres']);
const gaps = ops.add(ops.matMul(ops.sub(x, middle), c, { transposeB: true }), lengths);
const nearestGraph = graph({ nearest: ops.argMin(gaps), least: ops.reduceMin(gaps, 1) });

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
 * Lloyd's algorithm from k-means++ seeds. A cluster that runs empty gets the row that is farthest from its centre.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * Lloyd 1982. O(iterations N k D) time, O(N + k D) memory beside the embeddings.
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
  const lloyd = new Lloyd(task, { origin, lengths: metric.squares, seeds });
  let before = Number.POSITIVE_INFINITY;
  for (let iteration = 0; ; iteration++) {
    await lloyd.assign();
    lloyd.refillEmpty();
    const { inertia } = lloyd;
    if (iteration === maxIterations || !(before - inertia > tolerance * inertia)) break;
    before = inertia;
    lloyd.moveCentres();
  }
  const { clusterOf, squares, sizes, inertia } = lloyd;
  return { clusters: seeds.length, clusterOf, squares, sizes, inertia };
}

interface Start {
  readonly origin: Float32Array;
  /** Squared length of each row as seen from the origin. */
  readonly lengths: Float32Array;
  /** Positions in `rows`. */
  readonly seeds: Uint32Array;
}

class Lloyd {
  readonly clusterOf: Uint32Array;
  readonly squares: Float64Array;
  readonly sizes: Uint32Array;

  readonly #task: KMeansTask;
  readonly #start: Start;
  /** [clusters x D], as seen from the origin and multiplied by -2. */
  readonly #centres: Float32Array;
  readonly #sums: Float64Array;
  readonly #masses: Float64Array;
  /** The cluster that each row's values are summed in; NONE before the first time. */
  readonly #summedIn: Int32Array;
  readonly #scratch: Float32Array;

  constructor(task: KMeansTask, start: Start) {
    const { columns: d } = task.embeddings;
    const count = task.rows.length;
    this.#task = task;
    this.#start = start;
    this.clusterOf = new Uint32Array(count);
    this.squares = new Float64Array(count);
    this.sizes = new Uint32Array(start.seeds.length);
    this.#centres = new Float32Array(start.seeds.length * d);
    this.#sums = new Float64Array(start.seeds.length * d);
    this.#masses = new Float64Array(start.seeds.length);
    this.#summedIn = new Int32Array(count).fill(NONE);
    this.#scratch = new Float32Array(Math.min(BLOCK_ROWS, count) * d);
    for (const [cluster, i] of start.seeds.entries()) {
      copyRow(task.embeddings, task.rows[i] as number, start.origin, { out: this.#centres, at: cluster, scale: -2 });
    }
  }

  get inertia(): number {
    let sum = 0;
    for (let i = 0; i < this.squares.length; i++) sum += (this.squares[i] as number) * this.#weight(i);
    return sum;
  }

  /** The nearest centre of each row. */
  async assign(): Promise<void> {
    const { embeddings, rows, compute, checkpoint } = this.#task;
    const { origin, lengths } = this.#start;
    const d = origin.length;
    const k = this.sizes.length;
    const centres = {
      origin: { data: origin, shape: [1, d] },
      c: { data: this.#centres, shape: [k, d] },
      lengths: { data: this.#centreLengths(), shape: [1, k] },
    };
    this.sizes.fill(0);
    for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
      checkpoint();
      const data = rowsAt(embeddings, rows.subarray(start, end), this.#scratch);
      const result = await compute.run(nearestGraph, { x: { data, shape: [end - start, d] }, ...centres });
      const nearest = (result.nearest as Tensor).data;
      const least = (result.least as Tensor).data;
      for (let i = start; i < end; i++) {
        const cluster = nearest[i - start] as number;
        const length = lengths[i] as number;
        this.clusterOf[i] = cluster;
        this.sizes[cluster] = (this.sizes[cluster] as number) + 1;
        this.squares[i] = sound((least[i - start] as number) + length, 2 * length);
      }
    }
  }

  /** Gives each empty cluster the row that is farthest from its centre, of a cluster that keeps another one. */
  refillEmpty(): void {
    for (const [cluster, size] of this.sizes.entries()) {
      if (size > 0) continue;
      let farthest = NONE;
      for (let i = 0; i < this.squares.length; i++) {
        const isSpare = (this.sizes[this.clusterOf[i] as number] as number) > 1;
        if (isSpare && (farthest === NONE || (this.squares[i] as number) > (this.squares[farthest] as number))) {
          farthest = i;
        }
      }
      const from = this.clusterOf[farthest] as number;
      this.sizes[from] = (this.sizes[from] as number) - 1;
      this.sizes[cluster] = 1;
      this.clusterOf[farthest] = cluster;
      this.squares[farthest] = 0;
    }
  }

  /** Each centre to the weighted mean of its rows; only rows that changed sides are summed anew. */
  moveCentres(): void {
    for (let i = 0; i < this.clusterOf.length; i++) {
      if (i % ROWS_BETWEEN_CHECKS === 0) this.#task.checkpoint();
      const to = this.clusterOf[i] as number;
      const from = this.#summedIn[i] as number;
      if (from === to) continue;
      if (from !== NONE) this.#sum(i, from, -this.#weight(i));
      this.#sum(i, to, this.#weight(i));
      this.#summedIn[i] = to;
    }
    const d = this.#start.origin.length;
    for (const [cluster, mass] of this.#masses.entries()) {
      for (let at = cluster * d; at < (cluster + 1) * d; at++)
        this.#centres[at] = (-2 * (this.#sums[at] as number)) / mass;
    }
  }

  #sum(i: number, cluster: number, weight: number): void {
    const { data, columns } = this.#task.embeddings;
    const { origin } = this.#start;
    const from = (this.#task.rows[i] as number) * columns;
    const at = cluster * columns;
    const sums = this.#sums;
    for (let j = 0; j < columns; j++) {
      const value = (data[from + j] as number) - (origin[j] as number);
      sums[at + j] = (sums[at + j] as number) + weight * value;
    }
    this.#masses[cluster] = (this.#masses[cluster] as number) + weight;
  }

  #centreLengths(): Float32Array {
    const d = this.#start.origin.length;
    return Float32Array.from(this.sizes, (_, cluster) => {
      let sum = 0;
      for (let at = cluster * d; at < (cluster + 1) * d; at++) sum += (this.#centres[at] as number) ** 2;
      return sum / 4;
    });
  }

  #weight(i: number): number {
    return this.#task.weights?.[i] ?? 1;
  }
}
