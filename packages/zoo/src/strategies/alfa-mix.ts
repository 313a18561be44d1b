import { AlaasError, addWork, type Compute, defineSelector, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { diversePick } from '../geometry/diverse-pick.ts';
import { type HeadBlock, headBlocks } from '../geometry/head-blocks.ts';
import { kMeansWork, lists, products } from '../geometry/work.ts';
import { rivalPull, topFlags } from '../maths/rival-pull.ts';

const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const anchors = ops.input('anchors', ['classes', 'd']);
const logits = ops.input('logits', ['rows', 'k']);
const isTop = ops.input('isTop', ['rows', 'k']);
const w = ops.input('w', ['k', 'd']);
const pull = rivalPull(logits, isTop, w);
const mixGraph = graph({
  slopes: ops.matMul(pull, w, { transposeB: true }),
  lengths: ops.sqrt(ops.reduceSum(ops.square(pull), 1)),
  farthest: ops.sqrt(ops.reduceMax(ops.squaredDistances(ops.sub(x, origin), ops.sub(anchors, origin)), 1)),
});

/**
 * Asks items of every kind whose answer turns over when a little of a class's mean embedding is mixed in, number by number
 * so as to hurt most. Parvaneh et al. 2022.
 */
export default defineSelector({
  id: 'alfa-mix',
  aliases: ['ALFA-Mix', 'AlphaMix', 'AlphaMixSampling'],
  title: 'ALFA-Mix',
  family: 'hybrid',
  summary: 'Asks one item of each cluster of those whose answer turns over when a little of another class is mixed in.',
  use: 'Labels are few to moderate and batches large: it asks for diverse items that are close to other classes.',
  avoid: 'Some classes have no label yet, since it mixes with means of labelled classes only.',
  formula:
    'h mixed with the mean z_c of the labelled embeddings of class c is h + a o (z_c - h) with a = eps |z_c - h| g / |g| / (z_c - h), not clipped, so h + eps |z_c - h| g / |g|; g the gradient by h of -ln p_y(h). The least eps that turns the answer by any c is exact for a linear head: eps(x) = min_{k: s_k > s_y} (f_y - f_k) / (s_k - s_y) / max_c |z_c - h|, s = W g / |g|. Kept are the x of eps(x) < eps, the least multiple of `step` that keeps B; the medoids of B clusters of k-means over them, largest clusters first; where eps = 1 keeps fewer, all of these and then those of least eps(x); u = B - rank',
  reference: 'Parvaneh et al. 2022',
  cost: 'O(N K D + iterations C B D) for C items kept; memory O(N + B D) beside the signals',
  needs: ['embeddings', 'head'],
  matchesClasses: true,
  options: z.object({
    step: z
      .number()
      .positive()
      .max(1)
      .default(1 / 32)
      .describe('The bound eps starts here, and grows by as much until enough items are kept, at most to 1.'),
    maxIterations: z.int().min(1).max(1000).default(50).describe('Most iterations of k-means.'),
  }),
  work: ({ n, d, k, budget }, { maxIterations }) =>
    addWork(lists(n, 56, d), products(n, 2 * k, d), kMeansWork({ n, d, k: budget, iterations: maxIterations })),
  async select({ candidates, embeddings, head, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const means = classMeans(embeddings, labelled, head.rows);
    const least = new Float64Array(candidates.length);
    for await (const block of headBlocks({ embeddings, head, rows: candidates, compute, checkpoint })) {
      least.set(await leastMixes(block, means, compute), block.start);
    }
    // the bound that keeps the n-th, rounded up to a multiple of the step
    const nth = least.toSorted()[n - 1] as number;
    const bound = Math.min(1, (Math.floor(nth / options.step) + 1) * options.step);
    const worth = least.map((eps) => -eps);
    const task = { embeddings, candidates, worth, above: -bound, n, maxIterations: options.maxIterations };
    const selection = await diversePick({ ...task, random, compute, checkpoint });
    progress(n);
    return selection;
  },
});

/** The least bound under which some class turns each item's answer; Infinity where none does. */
async function leastMixes(block: HeadBlock, means: Matrix, compute: Compute): Promise<Float64Array> {
  const { data: logits, shape } = block.logits;
  const k = shape[1] as number;
  const { slopes, lengths, farthest } = await compute.run(mixGraph, {
    x: block.embeddings,
    anchors: { data: means.data, shape: [means.rows, means.columns] },
    logits: block.logits,
    isTop: { data: topFlags(logits, k), shape },
    w: block.head.w,
    origin: block.head.origin,
  });
  const { data: rises } = slopes as Tensor;
  return Float64Array.from((lengths as Tensor).data, (length, row) => {
    const start = row * k;
    let top = start;
    for (let i = start + 1; i < start + k; i++) if ((logits[i] as number) > (logits[top] as number)) top = i;
    let least = Number.POSITIVE_INFINITY;
    for (let i = start; i < start + k; i++) {
      const rise = (rises[i] as number) - (rises[top] as number);
      if (rise > 0) least = Math.min(least, (((logits[top] as number) - (logits[i] as number)) * length) / rise);
    }
    const reach = (farthest as Tensor).data[row] as number;
    // at every class mean there is nothing to mix
    return reach === 0 ? Number.POSITIVE_INFINITY : least / reach;
  });
}

/** The mean embedding of the labelled rows of each class that has any. */
function classMeans(
  { data, columns }: Matrix,
  { rows, labels }: { readonly rows: Uint32Array; readonly labels: Int32Array },
  classes: number,
): Matrix {
  if (rows.length === 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      'alfa-mix mixes in the mean embedding of labelled items, and there are none. Label some, or choose another strategy for the first round.',
    );
  }
  const outside = labels.findIndex((label) => label >= classes);
  if (outside >= 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `Row ${rows[outside]} has class number ${labels[outside]}, and the head has ${classes} classes, counted from 0.`,
    );
  }
  const sums = new Map<number, { count: number; readonly sum: Float64Array }>();
  for (const [i, row] of rows.entries()) {
    const label = labels[i] as number;
    const of = sums.get(label) ?? { count: 0, sum: new Float64Array(columns) };
    sums.set(label, of);
    of.count++;
    for (let d = 0; d < columns; d++) of.sum[d] = (of.sum[d] as number) + (data[row * columns + d] as number);
  }
  const means = new Float32Array(sums.size * columns);
  for (const [at, { count, sum }] of [...sums.values()].entries()) {
    for (let d = 0; d < columns; d++) means[at * columns + d] = (sum[d] as number) / count;
  }
  return { data: means, rows: sums.size, columns };
}
