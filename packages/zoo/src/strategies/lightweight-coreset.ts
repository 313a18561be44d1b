import { addWork, defineSelector, TopB } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_PER_CHECKPOINT = 1024;

/**
 * Asks items at random, those far from the middle more often: a sample on which clusters cost about what they cost on the
 * whole pool. Bachem, Lucic & Krause 2018. O(N D + N log B).
 */
export default defineSelector({
  id: 'lightweight-coreset',
  aliases: ['LightweightCoreset', 'LightweightCoresets'],
  title: 'Lightweight coreset',
  family: 'geometry',
  summary: 'Asks items drawn at random, those far from the mean embedding more often.',
  use: 'The pool is huge and a fast, random batch with a lean to the outside will do.',
  avoid: 'Labels are dear: other strategies on embeddings get more from each.',
  formula:
    'x is drawn without replacement in proportion to q(x) = 1 / 2N + d(x)^2 / (2 sum d^2), d the distance to the mean; u = ln q(x) + Gumbel noise',
  reference: 'Bachem, Lucic & Krause 2018',
  cost: 'O(N D + N log B)',
  needs: ['embeddings'],
  options: z.object({}),
  work: ({ n, d }) => addWork(lists(n, 24, 2 * d)),
  async select({ candidates, embeddings }, { n, random, checkpoint, progress }) {
    const { data, columns } = embeddings;
    const size = candidates.length;
    const mean = new Float64Array(columns);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      for (let d = 0; d < columns; d++) mean[d] = (mean[d] as number) + (data[row * columns + d] as number) / size;
    }
    const distances = new Float64Array(size);
    let total = 0;
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_PER_CHECKPOINT === 0) checkpoint();
      let squared = 0;
      for (let d = 0; d < columns; d++) squared += ((data[row * columns + d] as number) - (mean[d] as number)) ** 2;
      distances[i] = squared;
      total += squared;
    }
    if (!Number.isFinite(total)) {
      const isBroken = (row: number): boolean =>
        !data.subarray(row * columns, (row + 1) * columns).every(Number.isFinite);
      throw refuseRow('embeddings', candidates.find(isBroken) as number);
    }
    const keys = distances.map((squared) => {
      const share = 1 / (2 * size) + (total > 0 ? squared / (2 * total) : 1 / (2 * size));
      // the largest of ln q + Gumbel is a draw in proportion to q, the next largest one from the rest, and so on;
      // the middle of one of 2^32 steps keeps the logarithms finite
      return Math.log(share) - Math.log(-Math.log(random.next() + 2 ** -33));
    });
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(keys, (i) => candidates[i] as number);
    progress(n);
    const { rows, utilities } = best.ranking();
    return { rows: Uint32Array.from(rows), utilities };
  },
});
