import { addWork, defineSelector, type Random } from '@alaas/core';
import { z } from 'zod';
import { fillSelection } from '../geometry/fill-selection.ts';
import { gradientMetric } from '../geometry/gradient-metric.ts';
import { drawSpread } from '../geometry/plus-plus.ts';
import { lists, spreadWork } from '../geometry/work.ts';

/**
 * Asks items whose loss gradients are long and point different ways: uncertain and diverse at once, with nothing to tune.
 * Ash et al. 2020.
 */
export default defineSelector({
  id: 'badge',
  aliases: ['BadgeSampling', 'BADGE'],
  title: 'BADGE',
  family: 'hybrid',
  summary: 'Asks items whose gradients are long and far apart: uncertain and diverse at once.',
  use: 'Batches are large and a head exists: it balances uncertainty and diversity without an option to tune.',
  avoid: 'There are hundreds of classes and a large pool and time is short, or the head knows next to nothing yet.',
  formula:
    'g(x) = (p(x) - e_y) h(x), y the likeliest class; the longest g first, then by chance in proportion to the squared distance to the nearest g chosen; u = B - rank',
  reference: 'Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020',
  cost: 'at most O(B N (K + D)), most distances are never computed; memory O(N K) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({}),
  work: ({ n, d, k, budget }) => addWork(lists(n * k, 4), spreadWork({ n, d: d + k, picks: budget })),
  async select({ probabilities, embeddings, candidates }, { n, random, compute, checkpoint, progress }) {
    const metric = gradientMetric({ probabilities, embeddings, rows: candidates, picks: n, compute, checkpoint });
    const first = longest(metric.squares, random);
    const drawn = await drawSpread({ metric, first, n, random, checkpoint, progress });
    return fillSelection(drawn, candidates, { n, random });
  },
});

function longest(squares: Float64Array, random: Random): number {
  let most = 0;
  for (const square of squares) most = Math.max(most, square);
  const all = Array.from(squares.keys()).filter((i) => squares[i] === most);
  return all[random.below(all.length)] as number;
}
