import { type Compute, graph, type Matrix, ops, type Random, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import { highest } from './highest.ts';
import { slices } from './rounding.ts';
import { unitRows } from './unit-rows.ts';

/** Rows whose gains are brought up to date together. */
const WINDOW = 256;
/** Share by which a float32 sum of some thousands of terms may be too low. */
const ROUNDING = 1e-5;
/** Bound of a row that was picked: below all others. */
const PICKED = -1;

/** (1 + cosine) / 2, which lies in 0..1; rows come with length 1. */
const x = ops.input('x', ['rows', 'd']);
const y = ops.input('y', ['others', 'd']);
const similarity = ops.max(ops.min(ops.mul(ops.add(ops.matMul(x, y, { transposeB: true }), 1), 0.5), 1), 0);
const covered = ops.input('covered', [1, 'others']);
const most = ops.input('most', [1, 'others']);
const similarityGraph = graph({ similarity });
const largestGraph = graph({ largest: ops.reduceMax(similarity, 1) });
const gainGraph = graph({ gain: ops.reduceSum(ops.relu(ops.sub(ops.min(similarity, most), covered)), 1) });

interface Tools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Largest similarity (1 + cosine) / 2 of each of some rows to any of the others.
 *
 * @param others at least one
 * @returns [rows], each in [0, 1]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 */
export async function largestSimilarities(
  embeddings: Matrix,
  rows: Uint32Array,
  others: Uint32Array,
  { compute, checkpoint }: Tools,
): Promise<Float32Array> {
  const references = tensor(unitRows(embeddings, others));
  const out = new Float32Array(rows.length);
  for (const [start, end] of slices(
    0,
    rows.length,
    blockRows(others.length * embeddings.columns, { results: others.length }),
  )) {
    checkpoint();
    const block = tensor(unitRows(embeddings, rows.subarray(start, end)));
    const result = await compute.run(largestGraph, { x: block, y: references });
    out.set((result.largest as Tensor).data, start);
  }
  return out;
}

/** What {@link facilityLocation} covers, and with what. */
export interface CoverageTask extends Tools {
  readonly embeddings: Matrix;
  /** Pool rows to choose from. */
  readonly items: Uint32Array;
  /** Pool rows that are to be covered. */
  readonly represented: Uint32Array;
  /** How far each of these is covered already: [represented]. Default: 0. */
  readonly covered?: Float32Array;
  /** Coverage of each beyond which nothing is gained: [represented]. Default: 1, all that there is. */
  readonly most?: Float32Array;
  /** What each item gains by itself, at least 0: [items]. Default: 0. */
  readonly bonus?: Float32Array;
  /** Decides between equal gains, as where all is covered: the higher one first, at random among equals: [items]. */
  readonly preference?: Float32Array;
  /** At most as many as items. */
  readonly n: number;
  readonly random: Random;
  readonly progress: (done: number) => void;
}

/** Chosen items, best first. */
export interface Coverage {
  /** [n] places in `items`. */
  readonly chosen: Uint32Array;
  /** [n] what each added when it was chosen; never rising. */
  readonly gains: Float64Array;
}

/**
 * Again and again the item that adds most to the coverage of the represented rows; among equals at random. A row is
 * covered as far as the likest chosen item resembles it:
 *
 *     f(A) = sum_i max(0, min(most_i, max_{j in A} s_ij) - covered_i) + sum_{j in A} bonus_j,  s = (1 + cosine) / 2
 *
 * Greedy, so within 1 - 1/e of the best set (Nemhauser, Wolsey & Fisher 1978), and lazy: gains only fall, so items are
 * brought up to date in windows, those with the highest bounds, and picked while they reach the highest bound outside.
 *
 * Every pair counts here, and similarities are computed when they are needed: for some thousand represented rows. The
 * strategy `facility-location` represents a whole pool, by each item's nearest neighbours alone.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(items represented D) time for the first gains, O(items + represented D) memory beside the embeddings.
 */
export async function facilityLocation(task: CoverageTask): Promise<Coverage> {
  const { items, represented, n, checkpoint, progress } = task;
  const covering = new Covering(task);
  const bounds = await covering.bounds();
  const ties = tiesOf(task);
  const chosen = new Uint32Array(n);
  const gains = new Float64Array(n);
  let count = 0;
  let open = Uint32Array.from(items, (_, i) => i);
  while (count < n) {
    checkpoint();
    const width = Math.min(WINDOW, open.length);
    const { positions, lowest } = highest(bounds, ties, open, width);
    const similarities = await covering.similarities(positions);
    const fresh = Float64Array.from(positions, (item, at) => covering.gain(item, rowOf(similarities, at)));
    const asOf = new Uint32Array(width).fill(count);
    while (count < n) {
      const at = largest(fresh, positions, ties);
      const gain = fresh[at] as number;
      // what is outside of the window may be better from here on
      if (gain < 0 || (gain < lowest * (1 - 2 * ROUNDING) && width < open.length)) break;
      if (asOf[at] !== count) {
        fresh[at] = covering.gain(positions[at] as number, rowOf(similarities, at));
        asOf[at] = count;
        continue;
      }
      gains[count] = count > 0 ? Math.min(gain, gains[count - 1] as number) : gain;
      chosen[count++] = positions[at] as number;
      covering.cover(rowOf(similarities, at));
      fresh[at] = PICKED;
      progress(count);
      checkpoint();
    }
    for (const [at, item] of positions.entries()) bounds[item] = (fresh[at] as number) * (1 + ROUNDING);
    open = open.filter((item) => (bounds[item] as number) >= 0);
  }
  return { chosen, gains };

  function rowOf(similarities: Float32Array, at: number): Float32Array {
    return similarities.subarray(at * represented.length, (at + 1) * represented.length);
  }
}

/** Lower = first among equal gains. */
function tiesOf({ items, preference, random }: CoverageTask): Uint32Array {
  const draws = Uint32Array.from(items, () => random.below(2 ** 32));
  if (preference === undefined) return draws;
  const order = Array.from(items.keys()).sort(
    (a, b) => (preference[b] as number) - (preference[a] as number) || (draws[a] as number) - (draws[b] as number),
  );
  const ties = new Uint32Array(items.length);
  for (const [rank, item] of order.entries()) ties[item] = rank;
  return ties;
}

/** How far each represented row is covered. */
class Covering {
  readonly #task: CoverageTask;
  readonly #references: Tensor;
  readonly #covered: Float32Array;
  readonly #most: Float32Array;

  constructor(task: CoverageTask) {
    const { length } = task.represented;
    this.#task = task;
    this.#references = tensor(unitRows(task.embeddings, task.represented));
    this.#covered = task.covered?.slice() ?? new Float32Array(length);
    this.#most = task.most ?? new Float32Array(length).fill(1);
  }

  /** A little more than what each item would add to nothing: [items]. */
  async bounds(): Promise<Float32Array> {
    const { embeddings, items, represented, compute, checkpoint, bonus } = this.#task;
    const feeds = {
      y: this.#references,
      covered: { data: this.#covered, shape: [1, represented.length] },
      most: { data: this.#most, shape: [1, represented.length] },
    };
    const out = new Float32Array(items.length);
    for (const [start, end] of slices(
      0,
      items.length,
      blockRows(represented.length * embeddings.columns, { results: represented.length }),
    )) {
      checkpoint();
      const block = tensor(unitRows(embeddings, items.subarray(start, end)));
      const { gain } = await compute.run(gainGraph, { x: block, ...feeds });
      out.set((gain as Tensor).data, start);
    }
    return out.map((gain, i) => (gain + (bonus?.[i] ?? 0)) * (1 + ROUNDING));
  }

  /** [items x represented] */
  async similarities(items: Uint32Array): Promise<Float32Array> {
    const { embeddings, items: all, compute, represented, checkpoint } = this.#task;
    const out = new Float32Array(items.length * represented.length);
    for (const [start, end] of slices(
      0,
      items.length,
      blockRows(represented.length * embeddings.columns, { results: represented.length }),
    )) {
      checkpoint();
      const rows = items.subarray(start, end).map((item) => all[item] as number);
      const feeds = { x: tensor(unitRows(embeddings, rows)), y: this.#references };
      const result = await compute.run(similarityGraph, feeds);
      out.set((result.similarity as Tensor).data, start * represented.length);
    }
    return out;
  }

  gain(item: number, similarities: Float32Array): number {
    const [covered, most] = [this.#covered, this.#most];
    let sum = this.#task.bonus?.[item] ?? 0;
    for (let i = 0; i < similarities.length; i++) {
      const gain = Math.min(similarities[i] as number, most[i] as number) - (covered[i] as number);
      if (gain > 0) sum += gain;
    }
    return sum;
  }

  cover(similarities: Float32Array): void {
    const [covered, most] = [this.#covered, this.#most];
    for (let i = 0; i < similarities.length; i++) {
      covered[i] = Math.max(covered[i] as number, Math.min(similarities[i] as number, most[i] as number));
    }
  }
}

/** Where the largest value stands, among equals that of the lowest tie. */
function largest(values: Float64Array, items: Uint32Array, ties: Uint32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    const gap = (values[at] as number) - (values[best] as number);
    if (gap < 0) continue;
    if (gap > 0 || (ties[items[at] as number] as number) < (ties[items[best] as number] as number)) best = at;
  }
  return best;
}

function tensor({ data, rows, columns }: Matrix): Tensor {
  return { data, shape: [rows, columns] };
}
