import { type Committee, defineSelector, type Matrix, mixer, type Random, TopB } from '@alaas/core';
import { z } from 'zod';
import { similarityMedoids } from '../geometry/similarity-medoids.ts';
import { differingPairs, type MemberPairs, PairGaps, pairOptions } from '../maths/differing-pairs.ts';
import { lazyGreedy } from '../maths/lazy-greedy.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_CHECKPOINT = 256;
/** Drawn items per item asked, where many are asked: room for the clusters to differ. */
const DRAWN_PER_PICK = 5;

/**
 * Asks the set of items whose labels together tell apart the members that decide differently. Small sets greedily, within
 * 1 - 1/e of the best one: the sum over all configurations of labels is a product over the items for each member and
 * pair, so it is exact and none is drawn. Large sets by clusters of items that tell the same. Zhang, Guo, Chen & Yue 2023.
 */
export default defineSelector({
  id: 'batch-balance',
  aliases: ['Batch-BALanCe', 'BatchBALanCeSampling', 'PowerBALanCe', 'BALanCeClustering'],
  title: 'Batch-BALanCe',
  family: 'committee',
  summary: 'Asks the set of items whose labels together tell apart members that decide differently.',
  formula:
    'a(S) = 1/H sum_k [d(w_k, v_k) >= tau] sum_{y_S} p(y_S) (1 - l(w_k, y_S) l(v_k, y_S)) = 1/(H M) sum_{k, m} [..] (1 - prod_{x in S} sum_y p^m(y) l(w_k, y) l(v_k, y)), w, v, l, d, tau as in balance; greedily u(x) = a(S + x) - a(S); beyond greedyUpTo: some items drawn in proportion to a(x), the medoids of their clusters under a(x) + a(z) - a(x, z), u(x) = a(x)',
  reference: 'Zhang, Guo, Chen & Yue 2023',
  cost: 'O(N M H K) and O(E M H K) per pick for E items whose gain is computed anew; beyond greedyUpTo O(N M H K + I C B M H) for C drawn items',
  needs: ['committee'],
  options: z.object({
    ...pairOptions,
    greedyUpTo: z
      .int()
      .min(0)
      .max(10_000)
      .default(50)
      .describe('Budgets up to this are chosen greedily, larger ones by clusters.'),
    drawn: z
      .int()
      .min(1)
      .max(100_000)
      .default(500)
      .describe('How many items are drawn to be clustered; at least 5 for each item to ask.'),
  }),
  async select({ candidates, committee }, { n, options, random, compute, checkpoint, progress }) {
    const pairs = differingPairs(committee, candidates, { settings: options, random, checkpoint });
    const cuts = new Cuts(committee, pairs);
    const scores = new Float64Array(candidates.length);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      scores[i] = cuts.gain(row);
      if (Number.isNaN(scores[i])) throw refuseRow('committee', row);
    }
    const tieOf = mixer(random.below(2 ** 32));
    if (n > options.greedyUpTo) {
      const drawn = drawByScore(scores, Math.max(options.drawn, DRAWN_PER_PICK * n), random);
      const vectors = cuts.vectors(
        drawn.map((i) => candidates[i] as number),
        checkpoint,
      );
      const seeds = Uint32Array.from({ length: n }, (_, at) => at);
      const medoids = await similarityMedoids(vectors, seeds, { compute, checkpoint });
      progress(n);
      return ranked(
        medoids.map((at) => drawn[at] as number),
        { scores, candidates, tieOf },
      );
    }
    const rows = new Uint32Array(n);
    let taken = 0;
    const utilities = lazyGreedy({
      n,
      bounds: scores,
      checkpoint,
      tieOf: (i) => tieOf(candidates[i] as number),
      gain: (i) => cuts.gain(candidates[i] as number),
      take(i) {
        rows[taken++] = candidates[i] as number;
        cuts.choose(candidates[i] as number);
        progress(taken);
      },
    });
    // rounding may let a later gain come out above an earlier one
    for (let i = 1; i < n; i++) utilities[i] = Math.min(utilities[i] as number, utilities[i - 1] as number);
    return { rows, utilities };
  },
});

/** For each member (whose labels they may be) and pair: how much of the pair's likelihoods the chosen items leave. */
class Cuts {
  readonly #committee: Committee;
  readonly #pairs: MemberPairs;
  readonly #gaps: PairGaps;
  /** [M x pairs], products over the chosen items */
  readonly #left: Float64Array;
  readonly #cuts: Float64Array;

  constructor(committee: Committee, pairs: MemberPairs) {
    this.#committee = committee;
    this.#pairs = pairs;
    this.#gaps = new PairGaps(committee, pairs);
    this.#left = new Float64Array(committee.members * pairs.differing.length).fill(1);
    this.#cuts = new Float64Array(this.#left.length);
  }

  /** a(S + x) - a(S), in [0, 1] */
  gain(row: number): number {
    this.#read(row);
    let sum = 0;
    for (let i = 0; i < this.#left.length; i++) sum += (this.#left[i] as number) * (this.#cuts[i] as number);
    return this.#pairs.total === 0 ? 0 : sum / (this.#pairs.total * this.#committee.members);
  }

  choose(row: number): void {
    this.#read(row);
    for (let i = 0; i < this.#left.length; i++) {
      this.#left[i] = (this.#left[i] as number) * Math.max(0, 1 - (this.#cuts[i] as number));
    }
  }

  /** [rows x M pairs]: their inner products are in proportion to a(x) + a(z) - a(x, z). */
  vectors(rows: Uint32Array, checkpoint: () => void): Matrix {
    const columns = Math.max(1, this.#cuts.length);
    const data = new Float32Array(rows.length * columns);
    for (const [i, row] of rows.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      this.#read(row);
      data.set(this.#cuts, i * columns);
    }
    return { data, rows: rows.length, columns };
  }

  /** 1 - sum_y p^m(y) l(w_k, y) l(v_k, y), each in [0, 1] */
  #read(row: number): void {
    const { data, members, rows, columns } = this.#committee;
    this.#gaps.read(row);
    const gaps = this.#gaps.values;
    for (let m = 0, i = 0; m < members; m++) {
      const start = (m * rows + row) * columns;
      for (let at = 0; at < gaps.length; i++) {
        let cut = 0;
        for (let k = 0; k < columns; k++, at++) cut += (data[start + k] as number) * (gaps[at] as number);
        this.#cuts[i] = cut;
      }
    }
  }
}

/** Positions drawn without replacement in proportion to their scores, in the order of the draw; among zeros uniformly. */
function drawByScore(scores: Float64Array, count: number, random: Random): Uint32Array {
  // the largest of ln a + Gumbel is a draw in proportion to a, the next largest one from the rest, and so on;
  // the middle of one of 2^32 steps keeps the logarithms finite
  const keys = scores.map((score) => Math.log(score) - Math.log(-Math.log(random.next() + 2 ** -33)));
  const best = new TopB(Math.min(count, scores.length), random.below(2 ** 32));
  best.offer(keys, (i) => i);
  return Uint32Array.from(best.ranking().rows);
}

interface Scored {
  readonly scores: Float64Array;
  readonly candidates: Uint32Array;
  readonly tieOf: (row: number) => number;
}

function ranked(positions: Uint32Array, { scores, candidates, tieOf }: Scored) {
  const best = new TopB(positions.length, tieOf(0));
  best.offer(
    Float64Array.from(positions, (i) => scores[i] as number),
    (at) => candidates[positions[at] as number] as number,
  );
  const { rows, utilities } = best.ranking();
  return { rows: Uint32Array.from(rows), utilities };
}
