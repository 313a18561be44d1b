import { addWork, defineSelector, type Matrix, shuffled } from '@alaas/core';
import { z } from 'zod';
import { highest } from '../geometry/highest.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { type Points, plainPoints } from '../geometry/unit-points.ts';
import { copies, lists, products } from '../geometry/work.ts';
import { fitBinaryHead, logOdds, MAX_ITERATIONS } from '../heads/binary-head.ts';
import type { LinearParameters } from '../heads/softmax-metric.ts';

/**
 * Asks the items that a classifier tells apart from the labelled ones most surely: what is labelled should look like the
 * pool. Batches are chosen in parts, the classifier being trained anew after each. Gissin & Shalev-Shwartz 2019.
 */
export default defineSelector({
  id: 'discriminative',
  aliases: ['DAL', 'DiscriminativeActiveLearning', 'DiscriminativeAL'],
  title: 'Discriminative active learning',
  family: 'geometry',
  summary: 'Asks the items that least look like anything labelled, by a classifier of labelled against open items.',
  use: 'Labels should come to look like the pool, also where no class is known.',
  avoid: 'Pool and labels already look alike: the classifier then separates noise.',
  formula:
    'u(x) = P(open | h(x)), in [0, 1], by logistic regression of open against labelled and chosen items, both weighing one half; argmax u, B / batches at a time; with nothing labelled the first part is drawn at random, u = 1; u = the least of a pick so far',
  reference: 'Gissin & Shalev-Shwartz 2019',
  cost: 'O(batches iterations (L + min(N, sample)) D + batches N D); memory O(N D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    batches: z.int().min(1).max(1000).default(10).describe('Parts the batch is chosen in.'),
    sample: z
      .int()
      .min(1)
      .max(10_000_000)
      .default(10_000)
      .describe('Most open items the classifier learns from, drawn at random for each part; all are scored.'),
    l2: z
      .number()
      .positive()
      .max(1000)
      .default(1e-3)
      .describe('Weight of the squared weights, on embeddings scaled to a mean squared length of 1.'),
  }),
  work: ({ n, d, labelled, budget }, { batches, sample }) =>
    addWork(
      copies(2 * n, d),
      lists(n, 64, batches),
      copies(2 * (labelled + budget + Math.min(n, sample)), d),
      products(n, 2, d),
      { multiplications: batches * (MAX_ITERATIONS * (labelled + budget + Math.min(n, sample)) + n) * 2 * d },
    ),
  async select({ embeddings, size, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const rows = unionOf(candidates, labelled.rows, size);
    const seen = scaled(plainPoints(embeddings, rows, checkpoint));
    const context = { compute, checkpoint };
    const isOpen = new Uint8Array(rows.length);
    for (const place of placesIn(rows, candidates)) isOpen[place] = 1;
    const chosen = new Uint32Array(n);
    const utilities = new Float64Array(n).fill(1);
    let start: LinearParameters | undefined;
    for (let count = 0, part = 1; count < n; part++) {
      const room = Math.max(1, Math.round((part * n) / options.batches) - count);
      const open = rows.map((_, place) => place).filter((place) => isOpen[place] === 1);
      const known = rows.map((_, place) => place).filter((place) => isOpen[place] === 0);
      const share = Math.min(room, n - count);
      if (known.length === 0) take(shuffled(open, share, random, checkpoint));
      else {
        const few = Math.min(open.length, options.sample);
        const sample = shuffled(open, few, random, checkpoint).sort();
        const task = { embeddings: seen, l2: options.l2, ...(start && { start }) };
        const isOfClass = (place: number): boolean => isOpen[place] === 1;
        start = await fitBinaryHead({ ...task, rows: unionOf(known, sample, rows.length), isOfClass }, context);
        const all = await logOdds(start, seen, context);
        const odds = Float64Array.from(open, (place) => all[place] as number);
        const ties = open.map(() => random.below(2 ** 32));
        const each = open.map((_, at) => at);
        const best = highest(Float32Array.from(odds), ties, each, share).positions;
        best.sort((i, j) => (odds[j] as number) - (odds[i] as number) || (ties[i] as number) - (ties[j] as number));
        for (const [rank, at] of best.entries()) {
          const before = utilities[count + rank - 1] ?? 1;
          utilities[count + rank] = Math.min(before, 1 / (1 + Math.exp(-(odds[at] as number))));
        }
        take(best.map((at) => open[at] as number));
      }
      count += share;
      progress(count);

      function take(places: Uint32Array): void {
        for (const [rank, place] of places.entries()) {
          chosen[count + rank] = rows[place] as number;
          isOpen[place] = 0;
        }
      }
    }
    return { rows: chosen, utilities };
  },
});

/** Rows scaled in place so that the mean of their squared lengths is 1. */
function scaled({ seen, squares }: Points): Matrix {
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  const scale = mean === 0 ? 1 : 1 / Math.sqrt(mean);
  for (let i = 0; i < seen.data.length; i++) seen.data[i] = (seen.data[i] as number) * scale;
  return seen;
}
