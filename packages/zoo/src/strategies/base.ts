import { addWork, defineSelector, type Random, shuffled, TopB } from '@alaas/core';
import { z } from 'zod';
import { type HeadTask, headBlocks } from '../geometry/head-blocks.ts';
import { lists, products } from '../geometry/work.ts';
import { Boundaries } from '../maths/boundaries.ts';

const ROWS_PER_BLOCK = 8192;
const ROWS_PER_CHECKPOINT = 32;

/**
 * Asks, for each class alike, the items nearest to its boundaries: MASE balanced over the classes. Emam et al. 2021.
 */
export default defineSelector({
  id: 'base',
  aliases: ['BASE', 'BASESampling', 'BalancedSelectionEmbedding'],
  title: 'BASE',
  family: 'uncertainty',
  summary: 'Asks for every class as many items whose embedding lies near a boundary of that class.',
  use: 'Classes are imbalanced and the head is linear: every class gets its share of items near its boundary.',
  avoid: 'The budget is smaller than the number of classes.',
  formula:
    'each class c in turn takes the B / K items of least d_c(x) that are left; d_c = the distance to the nearest boundary where y = c, else to the boundary between y and c; u(x) = -d_c(x), the lowest finite number where classes never meet',
  reference: 'Emam et al. 2021',
  cost: 'O(N K D + N K log B); memory O(N K) beside the signals',
  needs: ['embeddings', 'head'],
  options: z.object({}),
  work: ({ n, d, k, budget }) => addWork(lists(n, 24), lists(n * k, 4, 2 + Math.log2(budget)), products(n, k, d)),
  async select({ candidates, embeddings, head }, { n, random, compute, checkpoint, progress }) {
    const task = { embeddings, head, rows: candidates, compute, checkpoint };
    const distances = await distancesByClass(task);
    const isChosen = new Uint8Array(candidates.length);
    const tie = random.below(2 ** 32);
    const picks: { readonly row: number; readonly utility: number }[] = [];
    for (const [c, quota] of quotasOf(n, head.rows, random).entries()) {
      if (quota === 0) continue;
      const best = new TopB(quota, tie);
      for (let start = 0; start < candidates.length; start += ROWS_PER_BLOCK) {
        checkpoint();
        const own = distances[c]?.subarray(start, start + ROWS_PER_BLOCK) as Float32Array;
        const utilities = Float64Array.from(own, (distance, i) =>
          // below all others, and so only there to fill the heap for a moment
          isChosen[start + i] === 1 ? Number.NEGATIVE_INFINITY : 0 - Math.min(distance, Number.MAX_VALUE),
        );
        best.offer(utilities, (i) => start + i);
      }
      const { rows, utilities } = best.ranking();
      for (const [rank, i] of rows.entries()) {
        isChosen[i] = 1;
        picks.push({ row: candidates[i] as number, utility: utilities[rank] as number });
      }
      progress(picks.length);
    }
    // equal utilities stay in the order of the classes
    picks.sort((a, b) => b.utility - a.utility);
    return {
      rows: Uint32Array.from(picks, ({ row }) => row),
      utilities: Float64Array.from(picks, ({ utility }) => utility),
    };
  },
});

/** [K] lists of [rows] distances. */
async function distancesByClass(task: HeadTask): Promise<Float32Array[]> {
  const { rows: classes } = task.head;
  const boundaries = new Boundaries(task.head);
  const out = Array.from({ length: classes }, () => new Float32Array(task.rows.length));
  for await (const { start, end, logits } of headBlocks(task)) {
    for (let i = start; i < end; i++) {
      // each class met for the first time takes K D products
      if (i % ROWS_PER_CHECKPOINT === 0) task.checkpoint();
      boundaries.measure(logits.data.subarray((i - start) * classes, (i - start + 1) * classes));
      for (const [c, distance] of boundaries.distances.entries()) (out[c] as Float32Array)[i] = distance;
    }
  }
  return out;
}

/** B / K for every class; what is left goes to classes drawn by the seed, one each. */
function quotasOf(n: number, classes: number, random: Random): Uint32Array {
  const quotas = new Uint32Array(classes).fill(Math.floor(n / classes));
  for (const c of shuffled(Uint32Array.from(quotas.keys()), n % classes, random)) quotas[c] = (quotas[c] as number) + 1;
  return quotas;
}
