import { addWork, defineSelector, mixer, type Random, type Selection, TopB } from '@alaas/core';
import { z } from 'zod';
import { similarityMedoids } from '../geometry/similarity-medoids.ts';
import { lists } from '../geometry/work.ts';
import { differingPairs, pairOptions } from '../maths/differing-pairs.ts';
import { KEPT_NUMBERS, PairCuts } from '../maths/pair-cuts.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_CHECKPOINT = 256;
/** Below every gain. */
const TAKEN = -1;
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
  use: 'A committee of many members is there, and batches are so large that balance asks near copies.',
  avoid: 'The pool is large and time short: the joint terms cost far more than balance.',
  formula:
    'a(S) = 1/H sum_k [d(w_k, v_k) >= tau] sum_{y_S} p(y_S) (1 - l(w_k, y_S) l(v_k, y_S)) = 1/(H M) sum_{k, m} [..] (1 - prod_{x in S} sum_y p^m(y) l(w_k, y) l(v_k, y)), w, v, l, d, tau as in balance; greedily u(x) = a(S + x) - a(S); beyond greedyUpTo: some items drawn in proportion to a(x), the medoids of their clusters under a(x) + a(z) - a(x, z), u(x) = a(x)',
  reference: 'Zhang, Guo, Chen & Yue 2023',
  cost: 'O(N M H K) and O(N M H) per pick; beyond greedyUpTo O(N M H K + I C B M H) for C drawn items',
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
  work({ n, k, m, budget }, { greedyUpTo, drawn }) {
    const width = Math.floor(m / 2) * m;
    const picking =
      budget > greedyUpTo
        ? lists(Math.min(n, Math.max(drawn, DRAWN_PER_PICK * budget)) * width, 8, 50 * budget)
        : { steps: budget * n * width, isLazy: true };
    return addWork(lists(n, 48, width * k), picking, {
      bytes: 8 * (Math.min(n * width, KEPT_NUMBERS) + width * (k + 2)),
    });
  },
  async select({ candidates, committee }, { n, options, random, compute, checkpoint, progress }) {
    const pairs = differingPairs(committee, candidates, { settings: options, random, checkpoint });
    const cuts = new PairCuts(committee, pairs, candidates);
    const scores = new Float64Array(candidates.length);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      scores[i] = cuts.gain(i);
      if (Number.isNaN(scores[i])) throw refuseRow('committee', row);
    }
    const tieOf = mixer(random.below(2 ** 32));
    if (n > options.greedyUpTo) {
      const drawn = drawByScore(scores, Math.max(options.drawn, DRAWN_PER_PICK * n), random);
      const vectors = cuts.vectors(drawn);
      const seeds = Uint32Array.from({ length: n }, (_, at) => at);
      const medoids = await similarityMedoids(vectors, seeds, { compute, checkpoint });
      progress(n);
      return ranked(
        medoids.map((at) => drawn[at] as number),
        { scores, candidates, tieOf },
      );
    }
    return greedily({ scores, candidates, tieOf }, cuts, { n, checkpoint, progress });
  },
});

/**
 * Chooses the item of largest gain, n times. Gains only fall, so an item whose last known gain is below the best of this
 * time need not be looked at; nearly all gains fall together, so a heap of them would not pay.
 */
function greedily(
  { scores, candidates, tieOf }: Scored,
  cuts: PairCuts,
  { n, checkpoint, progress }: Greedy,
): Selection {
  const bounds = scores.slice();
  const rows = new Uint32Array(n);
  const utilities = new Float64Array(n);
  for (let taken = 0; taken < n; taken++) {
    let best = -1;
    let most = 0;
    for (let i = 0; i < bounds.length; i++) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      if ((bounds[i] as number) < most) continue;
      const gain = cuts.gain(i);
      bounds[i] = gain;
      const isFirst = best < 0 || tieOf(candidates[i] as number) < tieOf(candidates[best] as number);
      if (gain > most || (gain === most && isFirst)) {
        best = i;
        most = gain;
      }
    }
    rows[taken] = candidates[best] as number;
    // rounding may let a later gain come out above an earlier one
    utilities[taken] = Math.min(most, utilities[taken - 1] ?? most);
    cuts.choose(best);
    bounds[best] = TAKEN;
    progress(taken + 1);
  }
  return { rows, utilities };
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

interface Greedy {
  readonly n: number;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
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
