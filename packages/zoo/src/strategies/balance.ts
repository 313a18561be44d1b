import { addWork, type Committee, defineSelector, TopB } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { differingPairs, type MemberPairs, PairGaps, pairOptions } from '../maths/differing-pairs.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_CHECKPOINT = 512;

/**
 * Asks the items whose label tells members apart that decide differently, and leaves alone what only parts those that
 * decide alike. Zhang, Guo, Chen & Yue 2023.
 */
export default defineSelector({
  id: 'balance',
  aliases: ['BALanCe', 'BALanCeSampling'],
  title: 'BALanCe',
  family: 'committee',
  summary: 'Asks the items whose label tells apart members that decide differently.',
  use: 'A committee of many members is there, and you want to know which of the ways it decides is right.',
  avoid: 'The committee is small: pairs of members are compared, and few pairs tell little.',
  formula:
    'u(x) = 1/H sum_k [d(w_k, v_k) >= tau] sum_y p(y) (1 - l(w_k, y) l(v_k, y)), in [0, 1]; w_k, v_k member k of the first and the second half, of H = M / 2 each (the last of an odd number has no partner); p the mean of all members; l(w, y) = p^w(y) / max p^w; d the share of a sample of the pool on which the likeliest classes differ; tau = (1 - accuracy) anneal; 0 where no pair differs by tau',
  reference: 'Zhang, Guo, Chen & Yue 2023',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object(pairOptions),
  work: ({ n, k, m }) => addWork(lists(n, 40, m * (m + k)), { bytes: 8 * m * (m + k) }),
  async select({ candidates, committee }, { n, options, random, checkpoint, progress }) {
    const pairs = differingPairs(committee, candidates, { settings: options, random, checkpoint });
    const utilities = balances(committee, candidates, { pairs, checkpoint });
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(utilities, (i) => candidates[i] as number);
    progress(n);
    const ranking = best.ranking();
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

function balances(
  committee: Committee,
  rows: Uint32Array,
  { pairs, checkpoint }: { pairs: MemberPairs; checkpoint: () => void },
): Float64Array {
  const { data, members, rows: size, columns } = committee;
  const gaps = new PairGaps(committee, pairs);
  return Float64Array.from(rows, (row, i) => {
    if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
    gaps.read(row);
    let total = 0;
    for (let k = 0; k < columns; k++) {
      let p = 0;
      for (let m = 0; m < members; m++) p += data[(m * size + row) * columns + k] as number;
      let gap = 0;
      for (let at = k; at < gaps.values.length; at += columns) gap += gaps.values[at] as number;
      total += (p / members) * gap;
    }
    if (Number.isNaN(total)) throw refuseRow('committee', row);
    return pairs.total === 0 ? 0 : total / pairs.total;
  });
}
