import {
  addWork,
  type Compute,
  copyOfRows,
  defineSelector,
  graph,
  type Head,
  type Matrix,
  ops,
  type Tensor,
} from '@alaas/core';
import { z } from 'zod';
import { blockRows } from '../geometry/block-rows.ts';
import { slices } from '../geometry/rounding.ts';
import { copies, lists, products } from '../geometry/work.ts';
import { prototypeLogits } from '../heads/prototype-program.ts';
import nearestPrototype from '../learners/nearest-prototype.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';

const likelihoods = ops.softmax(ops.div(prototypeLogits, ops.input('temperature', [])));
const marginGraph = graph({ best: ops.topK(likelihoods, 2).values });
const nearestGraph = graph({ nearest: ops.reduceMax(prototypeLogits, 1) });

/**
 * Asks items that lie between the middles of two classes. Needs no model but the embeddings, works from the second label
 * on, and takes new classes at any time. Rows are scaled to length 1 first, as the learner nearest-prototype does. After
 * Snell, Swersky & Zemel 2017.
 */
export default defineSelector({
  id: 'prototype-margin',
  aliases: ['PrototypeMargin', 'ProtoNet', 'PrototypicalMargin'],
  title: 'Prototype margin',
  family: 'hybrid',
  summary: 'Asks items about as near to the mean of one class as to that of another; needs labelled items.',
  use: 'Classes have a few labels each, and new classes may appear from round to round.',
  avoid: 'Classes have several groups: one mean does not stand for them.',
  formula:
    'u(x) = 1 - (q(1) - q(2)), in [0, 1]; q(1) >= q(2) are the largest of softmax_c(-|h - m_c|^2 / temperature), m_c the mean of the labelled items of class c, h of length 1; with one class: u = |h - m|^2 / 4',
  reference: 'Snell, Swersky & Zemel 2017',
  cost: 'O(N K D) for K labelled classes; memory O(L D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    temperature: z
      .union([z.literal('auto'), z.number().positive()])
      .default('auto')
      .describe('Divides squared distances, which lie in 0..4; lower = surer. auto: likeliest by leave-one-out.'),
  }),
  work: ({ n, d, k, labelled }) => addWork(lists(n, 24), copies(2 * labelled, d), products(n, k || labelled, d)),
  async select({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const classes = rowsByClass('prototype-margin', labelled).filter((rows) => rows.length > 0);
    const rows = Uint32Array.from(classes.flatMap((own) => [...own]));
    const head = await nearestPrototype.fit(
      {
        embeddings: copyOfRows(embeddings, rows),
        labels: Int32Array.from(classes.flatMap((own, label) => [...own].fill(label))),
        classes: classes.map((_, label) => String(label)),
      },
      { options, random, compute, checkpoint },
    );
    const utilities = new Float64Array(candidates.length);
    for (const [start, end] of slices(0, candidates.length, blockRows(classes.length * embeddings.columns))) {
      checkpoint();
      const block = copyOfRows(embeddings, candidates.subarray(start, end));
      utilities.set(await score(block, head, compute), start);
    }
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});

async function score(
  rows: Matrix,
  { parameters, classes, temperature }: Head,
  compute: Compute,
): Promise<Float64Array> {
  const feeds = { ...parameters, embeddings: { data: rows.data, shape: [rows.rows, rows.columns] } };
  if (classes.length === 1) {
    const { nearest } = await compute.run(nearestGraph, feeds);
    return Float64Array.from((nearest as Tensor).data, (logit) => -logit / 4);
  }
  const result = await compute.run(marginGraph, {
    ...feeds,
    temperature: { data: Float32Array.of(temperature), shape: [] },
  });
  const { data } = result.best as Tensor;
  return Float64Array.from({ length: rows.rows }, (_, i) =>
    Math.min(1, Math.max(0, 1 - ((data[2 * i] as number) - (data[2 * i + 1] as number)))),
  );
}
