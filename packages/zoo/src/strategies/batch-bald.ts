import { addWork, type Committee, defineSelector, mixer } from '@alaas/core';
import { z } from 'zod';
import { lazyGreedyWork, lists } from '../geometry/work.ts';
import { LabelWorlds } from '../maths/label-worlds.ts';
import { lazyGreedy } from '../maths/lazy-greedy.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_CHECKPOINT = 256;

/**
 * Asks the set of items whose labels together tell most about which members are right, so that items that tell the same
 * are not both asked. Greedy, within 1 - 1/e of the best set. Kirsch, van Amersfoort & Gal 2019.
 */
export default defineSelector({
  id: 'batch-bald',
  aliases: ['BatchBALD', 'BatchBALDSampling'],
  title: 'BatchBALD',
  family: 'committee',
  summary: 'Asks the set of items whose labels together tell most about which members are right.',
  use: 'A committee is there and the batch has tens of items, which should not repeat one another.',
  avoid: 'Batches have hundreds of items: joint entropies are then sampled, costly and less exact.',
  formula:
    'u(x) = I(y_x; w | y_1 .. y_b) = H(y_1 .. y_b, y_x) - H(y_1 .. y_b) - mean_m H(p^m), in nats, when x is chosen after b others; all u sum to at most ln M',
  reference: 'Kirsch, van Amersfoort & Gal 2019',
  cost: 'O(N M K + B E J M K): J kept configurations, E items whose gain is computed anew per pick',
  needs: ['committee'],
  options: z.object({
    configurations: z
      .int()
      .min(1)
      .max(100_000)
      .default(1024)
      .describe(
        'How many configurations of labels are kept. Up to that many the joint entropy is exact; beyond, that many are drawn.',
      ),
  }),
  work: ({ n, k, m, budget }, { configurations }) =>
    addWork(lists(n, 24, m * k), lazyGreedyWork(n), {
      bytes: 40 * configurations * m * (k + 1),
      steps: budget * n * configurations * m * k,
      isLazy: true,
    }),
  async select({ candidates, committee }, { n, options, random, checkpoint, progress }) {
    const { members, columns } = committee;
    const worlds = new LabelWorlds(members, columns, { most: options.configurations, random });
    const answers = new Float64Array(members * columns);
    const bounds = new Float64Array(candidates.length);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      bounds[i] = worlds.gain(readAnswers(committee, row, answers));
      if (Number.isNaN(bounds[i])) throw refuseRow('committee', row);
    }
    const tieOf = mixer(random.below(2 ** 32));
    const rows = new Uint32Array(n);
    let taken = 0;
    const utilities = lazyGreedy({
      n,
      bounds,
      checkpoint,
      tieOf: (i) => tieOf(candidates[i] as number),
      gain: (i) => worlds.gain(readAnswers(committee, candidates[i] as number, answers)),
      take(i) {
        rows[taken++] = candidates[i] as number;
        worlds.choose(readAnswers(committee, candidates[i] as number, answers));
        progress(taken);
      },
    });
    // drawn configurations may let a later gain come out above an earlier one
    for (let i = 1; i < n; i++) utilities[i] = Math.min(utilities[i] as number, utilities[i - 1] as number);
    return { rows, utilities };
  },
});

/** The members' answers about a row, [M x K], written into `out`. */
function readAnswers({ data, members, rows, columns }: Committee, row: number, out: Float64Array): Float64Array {
  for (let m = 0; m < members; m++) {
    const from = (m * rows + row) * columns;
    for (let k = 0; k < columns; k++) out[m * columns + k] = data[from + k] as number;
  }
  return out;
}
