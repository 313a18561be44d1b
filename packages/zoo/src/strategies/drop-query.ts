import { addWork, type Compute, defineSelector, type Matrix, type Random } from '@alaas/core';
import { z } from 'zod';
import { diversePick } from '../geometry/diverse-pick.ts';
import { headAnswers, rowsAtOnce } from '../geometry/head-blocks.ts';
import { rowsAt } from '../geometry/points.ts';
import { slices } from '../geometry/rounding.ts';
import { kMeansWork, lists, products } from '../geometry/work.ts';
import { centredHead } from '../maths/centred-head.ts';

/**
 * Asks items of every kind whose answer hangs on a few numbers of the embedding: most of the time it turns over when some
 * of them are dropped. Gupte et al. 2024.
 */
export default defineSelector({
  id: 'drop-query',
  aliases: ['DropQuery', 'DropQuerySampling'],
  title: 'DropQuery',
  family: 'hybrid',
  summary: 'Asks one item of each cluster of those whose answer turns over when numbers of the embedding are dropped.',
  use: 'Labels are few and embeddings come from a strong pretrained encoder.',
  avoid: 'Embeddings are short or hand-made: each number that is dropped then changes too much.',
  formula:
    'the medoids of B clusters of k-means over the x of which more than half of the answers argmax W (r o h) / (1 - rate) + b differ from argmax W h + b, r of 0 with chance rate and else 1, one of its own for each item and pass; largest clusters first; where these are fewer than B, all of them, then those with most turns; u = B - rank',
  reference: 'Gupte, Aklilu, Nirschl & Yeung-Levy 2024',
  cost: 'O(P N K D + iterations C B D) for P passes and C items kept; memory O(N + B D) beside the signals',
  needs: ['embeddings', 'head'],
  options: z.object({
    passes: z.int().min(1).max(1000).default(3).describe('How often the numbers to drop are drawn for each item.'),
    rate: z.number().min(0).lt(1).default(0.75).describe('The chance of each number of the embedding to be dropped.'),
    maxIterations: z.int().min(1).max(1000).default(50).describe('Most iterations of k-means.'),
  }),
  work: ({ n, d, k, budget }, { passes, maxIterations }) =>
    addWork(
      lists(n, 40, passes * d),
      products(n * passes, k, d),
      { bytes: 8 * 4096 * d },
      kMeansWork({ n, d, k: budget, iterations: maxIterations }),
    ),
  async select({ candidates, embeddings, head }, { n, options, random, compute, checkpoint, progress }) {
    const { passes, rate, maxIterations } = options;
    const turns = await countTurns({ embeddings, head, rows: candidates, passes, rate, random, compute, checkpoint });
    const task = { embeddings, candidates, worth: turns, above: passes / 2, n, maxIterations };
    const selection = await diversePick({ ...task, random, compute, checkpoint });
    progress(n);
    return selection;
  },
});

interface Dropping {
  readonly embeddings: Matrix;
  readonly head: Matrix;
  readonly rows: Uint32Array;
  readonly passes: number;
  readonly rate: number;
  readonly random: Random;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/** How many passes turn the answer about each row: [rows]. */
async function countTurns(task: Dropping): Promise<Float64Array> {
  const { embeddings, rows, passes, rate, compute, checkpoint } = task;
  const { columns: d } = embeddings;
  // numbers are dropped, not moved to the middle: the origin stays where it is
  const head = centredHead(task.head, new Float32Array(d));
  const masks = task.random.fork('masks');
  const turns = new Float64Array(rows.length);
  const blockRows = rowsAtOnce(task.head, rows.length);
  const whole = new Float32Array(blockRows * d);
  const dropped = new Float32Array(whole.length);
  for (const [start, end] of slices(0, rows.length, blockRows)) {
    const shape = [end - start, d];
    const data = rowsAt(embeddings, rows.subarray(start, end), whole);
    const answers = await headAnswers({ data, shape }, head, compute);
    for (let pass = 0; pass < passes; pass++) {
      checkpoint();
      for (let i = 0; i < data.length; i++) dropped[i] = masks.next() < rate ? 0 : (data[i] as number) / (1 - rate);
      const others = await headAnswers({ data: dropped.subarray(0, data.length), shape }, head, compute);
      for (const [i, answer] of answers.entries()) {
        if (others[i] !== answer) turns[start + i] = (turns[start + i] as number) + 1;
      }
    }
  }
  return turns;
}
