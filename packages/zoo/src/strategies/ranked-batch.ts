import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { euclideanMetric } from '../geometry/euclidean-metric.ts';
import { nearestRows } from '../geometry/nearest-rows.ts';
import { nearestToMean } from '../geometry/nearest-to-mean.ts';
import { middleOf } from '../geometry/points.ts';
import { rankedSpread } from '../geometry/ranked-spread.ts';
import { lists, products, spreadWork } from '../geometry/work.ts';
import { uncertainties, uncertaintyOption } from '../maths/uncertainty.ts';

/**
 * Asks items that are unlike all that is labelled or asked already, and more and more those the model is not sure of as
 * labels come in. Without a label the first one is the row nearest to the mean of all, which is the one of least mean
 * squared distance. Cardoso, Silva, Canuto, Moro & Goncalves 2017.
 */
export default defineSelector({
  id: 'ranked-batch',
  aliases: ['RankedBatchMode', 'uncertainty_batch_sampling', 'RankedBatch'],
  title: 'Ranked batch',
  family: 'hybrid',
  summary: 'Asks items unlike all labelled and chosen ones, uncertain ones more as labels come in.',
  use: 'Few labels exist at first: it begins with what is unlike them, and turns to uncertainty as labels come in.',
  avoid: 'The pool has outliers, which are unlike everything for ever.',
  formula:
    'u(x) = a (1 - s) + (1 - a) unsure(x), in [0, 1]; s = 1 / (1 + distance to the nearest labelled or chosen item), a = open items / all items; a later u is given as no higher than one before',
  reference: 'Cardoso, Silva, Canuto, Moro & Goncalves 2017',
  cost: 'at most O(N D (L + B)), most distances are never computed; memory O(N + (L + B) D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({ uncertainty: uncertaintyOption('least-confidence') }),
  work: ({ n, d, k, labelled, budget }) =>
    addWork(lists(n, 48, k + budget), spreadWork({ n, d, picks: budget }), products(n, labelled, d)),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates, labelled } = pool;
    const worth = uncertainties(probabilities, candidates, { kind: options.uncertainty, checkpoint });
    const origin = middleOf(embeddings, candidates);
    const metric = euclideanMetric({ embeddings, rows: candidates, origin, picks: n, compute, checkpoint });
    const squares = new Float64Array(candidates.length).fill(Number.POSITIVE_INFINITY);
    const isCold = labelled.rows.length === 0;
    if (!isCold) {
      const task = { embeddings, rows: candidates, among: labelled.rows, k: 1, compute, checkpoint };
      for await (const block of nearestRows(task)) squares.set(block.squares, block.start);
    }
    const all = candidates.length + labelled.rows.length;
    const { chosen, scores } = await rankedSpread({
      metric,
      worth,
      squares,
      share: (picked) => (candidates.length - picked) / all,
      step: 1 / all,
      scale: 1,
      ...(isCold && { first: nearestToMean(embeddings, candidates, { checkpoint }) }),
      n,
      random,
      checkpoint,
      progress,
    });
    for (let i = 1; i < n; i++) scores[i] = Math.min(scores[i] as number, scores[i - 1] as number);
    return { rows: chosen.map((i) => candidates[i] as number), utilities: scores };
  },
});
