import { type Compute, defineSelector, graph, type Matrix, ops, type Random, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { blockRows } from '../geometry/block-rows.ts';
import { copyOfRows } from '../geometry/points.ts';
import { slices } from '../geometry/rounding.ts';
import { unitRows } from '../geometry/unit-rows.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { likeliestTemperature } from '../maths/prototype-temperature.ts';
import { type Prototypes, prototypesOf } from '../maths/prototypes.ts';
import { sampleRows } from '../maths/sample-rows.ts';

/** Products with prototypes that are taken one after another, and rows that are looked at in any case. */
const MOST_PRODUCTS = 2 ** 24;
const LEAST_ROWS = 32;

const x = ops.input('x', ['rows', 'd']);
const prototypes = ops.input('prototypes', ['classes', 'd']);
const temperature = ops.input('temperature', []);
const squares = ops.squaredDistances(x, prototypes);
const best = ops.topK(ops.softmax(ops.neg(ops.div(squares, temperature))), 2).values;
const marginGraph = graph({ best });
const nearestGraph = graph({ nearest: ops.reduceMin(squares, 1) });

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
  async select({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint, progress }) {
    const classes = rowsByClass('prototype-margin', labelled).filter((rows) => rows.length > 0);
    const rows = Uint32Array.from(classes.flatMap((own) => [...own]));
    const labels = Int32Array.from(classes.flatMap((own, label) => [...own].fill(label)));
    const known = copyOfRows(embeddings, rows);
    const found = prototypesOf(known, labels, classes.length);
    const chosen =
      options.temperature === 'auto' ? temperatureOf(known, labels, { found, random }) : options.temperature;
    const utilities = new Float64Array(candidates.length);
    for (const [start, end] of slices(0, candidates.length, blockRows(classes.length * embeddings.columns))) {
      checkpoint();
      const block = unitRows(embeddings, candidates.subarray(start, end));
      utilities.set(await score(block, { means: found.means, temperature: chosen, compute }), start);
    }
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});

/** From as many labelled rows as can be looked at between two checkpoints, drawn at random where there are more. */
function temperatureOf(
  known: Matrix,
  labels: Int32Array,
  { found, random }: { found: Prototypes; random: Random },
): number {
  const most = Math.max(LEAST_ROWS, Math.floor(MOST_PRODUCTS / found.means.data.length));
  const rows = sampleRows(Uint32Array.from(labels.keys()), most, random);
  const own = Int32Array.from(rows, (row) => labels[row] as number);
  return likeliestTemperature(copyOfRows(known, rows), own, found);
}

interface Against {
  readonly means: Matrix;
  readonly temperature: number;
  readonly compute: Compute;
}

async function score(rows: Matrix, { means, temperature, compute }: Against): Promise<Float64Array> {
  const feeds = {
    x: { data: rows.data, shape: [rows.rows, rows.columns] },
    prototypes: { data: means.data, shape: [means.rows, means.columns] },
  };
  if (means.rows === 1) {
    const { nearest } = await compute.run(nearestGraph, feeds);
    return Float64Array.from((nearest as Tensor).data, (square) => square / 4);
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
