import { addWork, type Compute, defineSelector, graph, type Matrix, ops, type Random, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { blockRows } from '../geometry/block-rows.ts';
import { meanRow } from '../geometry/mean-row.ts';
import { middleOf, rowsAt } from '../geometry/points.ts';
import { slices } from '../geometry/rounding.ts';
import { lists, products } from '../geometry/work.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';

const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const centres = ops.input('centres', ['classes', 'd']);
const squaresGraph = graph({ squares: ops.squaredDistances(ops.sub(x, origin), ops.sub(centres, origin)) });

/**
 * Asks items near the middle of the rarest labelled class and far from the middles of the frequent ones, as soon as the
 * picks that are left are no more than it takes to bring the rare classes level; before that, and when they are level,
 * at random. Until its label is known, a pick counts for the class whose middle is nearest. Classes without a labelled
 * item have no middle, and are not sought. Aggarwal, Popescu & Hudelot 2020, in the form of Emam et al. 2021.
 */
export default defineSelector({
  id: 'balancing',
  aliases: ['BalancingSampler', 'Balancing'],
  title: 'Balancing',
  family: 'hybrid',
  summary:
    'Asks items of rare classes, by their nearness to the labelled ones, until classes are level; else at random.',
  use: 'Classes are imbalanced, the rare ones are known and have some labels each.',
  avoid: 'Some rare class has no label yet, and cannot be sought; with level counts it draws at random.',
  formula:
    'argmin |h - m_r|^2 / min over frequent c of |h - m_c|^2, m_c the mean of class c, r the rarest, if picks left <= n_rare (mean count of frequent - mean count of rare classes), rare = fewer than the mean count; else uniform; u = B - rank',
  reference: 'Aggarwal, Popescu & Hudelot 2020; Emam, Chu, Chiang, Czaja, Leapman, Goldblum & Goldstein 2021',
  cost: 'O(N K D + B N) for K labelled classes; memory O(N K) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({}),
  work: ({ n, d, k, labelled, budget }) =>
    addWork(lists(n, 40, budget), lists(n * (k || labelled), 4), products(n, k || labelled, d)),
  async select({ embeddings, candidates, labelled }, { n, random, compute, checkpoint, progress }) {
    const classes = rowsByClass('balancing', labelled).filter((rows) => rows.length > 0);
    const squares = await squaresToMeans({ embeddings, candidates, classes, compute, checkpoint });
    const pool = new OpenItems(candidates.length, random);
    const counts = classes.map(({ length }) => length);
    const costs = new Float64Array(candidates.length);
    let sought = '';
    const rows = new Uint32Array(n);
    for (let rank = 0; rank < n; rank++) {
      checkpoint();
      const aim = aimOf(counts, n - rank, random);
      if (aim !== undefined && sought !== String([aim.rarest, aim.frequent])) {
        weigh(costs, squares, aim);
        sought = String([aim.rarest, aim.frequent]);
      }
      const item = aim === undefined ? pool.takeAny() : pool.takeCheapest(costs);
      const own = squares.data.subarray(item * classes.length, (item + 1) * classes.length);
      const nearest = own.indexOf(own.reduce((a, b) => Math.min(a, b)));
      counts[nearest] = (counts[nearest] as number) + 1;
      rows[rank] = candidates[item] as number;
      progress(rank + 1);
    }
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  },
});

interface Aim {
  readonly rarest: number;
  readonly frequent: readonly number[];
}

/** What to seek; undefined when classes are level, or more picks are left than it takes. */
function aimOf(counts: readonly number[], left: number, random: Random): Aim | undefined {
  const mean = meanOf(counts);
  const rare = counts.filter((count) => count < mean);
  if (rare.length === 0) return undefined;
  const missing = rare.length * (meanOf(counts.filter((count) => count >= mean)) - meanOf(rare));
  if (left > missing) return undefined;
  const places = [...counts.keys()];
  const fewest = rare.reduce((a, b) => Math.min(a, b));
  const rarest = places.filter((c) => counts[c] === fewest);
  return {
    rarest: rarest[random.below(rarest.length)] as number,
    frequent: places.filter((c) => (counts[c] as number) >= mean),
  };
}

/** Of a and b, a / b in the form a / (a + b), which has the same order and no division by zero but 0 / 0: a half. */
function weigh(costs: Float64Array, { data, columns }: Matrix, { rarest, frequent }: Aim): void {
  for (let i = 0; i < costs.length; i++) {
    const own = data[i * columns + rarest] as number;
    let other = Number.POSITIVE_INFINITY;
    for (const c of frequent) other = Math.min(other, data[i * columns + c] as number);
    costs[i] = own + other === 0 ? 0.5 : own / (own + other);
  }
}

/** Items that were not taken yet. */
class OpenItems {
  readonly #items: Uint32Array;
  readonly #ties: Uint32Array;
  readonly #random: Random;
  #size: number;

  constructor(size: number, random: Random) {
    this.#items = Uint32Array.from({ length: size }, (_, i) => i);
    this.#ties = this.#items.map(() => random.below(2 ** 32));
    this.#random = random;
    this.#size = size;
  }

  takeAny(): number {
    return this.#take(this.#random.below(this.#size));
  }

  /** The item of lowest cost, among equals that of the lowest tie. */
  takeCheapest(costs: Float64Array): number {
    let best = 0;
    for (let at = 1; at < this.#size; at++) {
      const [i, j] = [this.#items[at] as number, this.#items[best] as number];
      const gap = (costs[i] as number) - (costs[j] as number);
      if (gap < 0 || (gap === 0 && (this.#ties[i] as number) < (this.#ties[j] as number))) best = at;
    }
    return this.#take(best);
  }

  #take(at: number): number {
    const item = this.#items[at] as number;
    this.#size--;
    this.#items[at] = this.#items[this.#size] as number;
    return item;
  }
}

interface Means {
  readonly embeddings: Matrix;
  readonly candidates: Uint32Array;
  readonly classes: readonly Uint32Array[];
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** Squared distance of each candidate to the mean of each class: [candidates x K]. */
async function squaresToMeans({ embeddings, candidates, classes, compute, checkpoint }: Means): Promise<Matrix> {
  const { columns: d } = embeddings;
  const means = new Float32Array(classes.length * d);
  for (const [c, rows] of classes.entries()) means.set(meanRow(embeddings, rows, checkpoint), c * d);
  const feeds = {
    origin: { data: middleOf(embeddings, candidates), shape: [1, d] },
    centres: { data: means, shape: [classes.length, d] },
  };
  const out = new Float32Array(candidates.length * classes.length);
  const size = blockRows(classes.length * d);
  const scratch = new Float32Array(Math.min(size, candidates.length) * d);
  for (const [start, end] of slices(0, candidates.length, size)) {
    checkpoint();
    const data = rowsAt(embeddings, candidates.subarray(start, end), scratch);
    const { squares } = await compute.run(squaresGraph, { x: { data, shape: [end - start, d] }, ...feeds });
    out.set((squares as Tensor).data, start * classes.length);
  }
  return { data: out, rows: candidates.length, columns: classes.length };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
