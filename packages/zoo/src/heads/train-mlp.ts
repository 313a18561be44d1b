import { gradient, graph, type Matrix, ops, type Random, type Tensor, type TrainingSet } from '@alaas/core';
import { adam } from '../maths/adam.ts';
import { middleAndSpread } from '../maths/middle-and-spread.ts';
import type { RunContext } from './run-rows.ts';

const BATCH = 64;

const h = ops.input('embeddings', ['rows', 'd']);
const targets = ops.input('targets', ['rows', 'k']);
const mask = ops.input('mask', ['rows', 'h']);
const weights = {
  inner: ops.input('inner', ['h', 'd']),
  innerBias: ops.input('innerBias', [1, 'h']),
  outer: ops.input('outer', ['k', 'h']),
  outerBias: ops.input('outerBias', [1, 'k']),
};
const names = ['inner', 'innerBias', 'outer', 'outerBias'] as const;
const layer = ops.relu(ops.add(ops.matMul(h, weights.inner, { transposeB: true }), weights.innerBias));
const logits = ops.add(ops.matMul(ops.mul(layer, mask), weights.outer, { transposeB: true }), weights.outerBias);
const loss = ops.neg(ops.reduceSum(ops.reduceSum(ops.mul(targets, ops.logSoftmax(logits)), 1), 0));
const slopes = gradient(
  loss,
  names.map((name) => weights[name]),
);
const stepGraph = graph(Object.fromEntries(names.map((name, i) => [name, slopes[i] as (typeof slopes)[number]])));

export interface MlpPlan {
  readonly hidden: number;
  readonly dropout: number;
  readonly steps: number;
  readonly rate: number;
  readonly decay: number;
  readonly random: Random;
  /** Parameters to begin with. Default: random ones. */
  readonly start?: Readonly<Record<string, Tensor>>;
}

/**
 * The weights of a hidden layer and an output layer, for embeddings as they are: the scale that the training works in is
 * folded into them.
 *
 * @returns `inner` [H x D], `innerBias` [1 x H], `outer` [K x H], `outerBias` [1 x K]
 */
export async function trainMlp(
  training: TrainingSet,
  plan: MlpPlan,
  { compute, checkpoint }: RunContext,
): Promise<Readonly<Record<(typeof names)[number], Tensor>>> {
  const { embeddings, labels, classes } = training;
  const scale = scaleOf(training);
  const [d, k] = [embeddings.columns, classes.length];
  const start = plan.start ? unfold(plan.start, scale) : randomWeights(d, k, plan);
  const update = adam(
    names.map((name) => start[name] as Float32Array),
    { rate: plan.rate, decay: plan.decay, steps: plan.steps },
  );
  const shapes = { inner: [plan.hidden, d], innerBias: [1, plan.hidden], outer: [k, plan.hidden], outerBias: [1, k] };
  const tensorOf = (name: (typeof names)[number]): Tensor => ({
    data: start[name] as Float32Array,
    shape: shapes[name],
  });
  const batches = shuffledBatches(labels.length, plan.random.fork('batches'));
  const dropout = plan.random.fork('dropout');
  for (let step = 0; step < plan.steps; step++) {
    checkpoint();
    const rows = batches();
    const feeds = {
      embeddings: { data: scaledRows(embeddings, rows, scale), shape: [rows.length, d] },
      targets: { data: targetsOf(training, rows), shape: [rows.length, k] },
      mask: { data: maskOf(rows.length * plan.hidden, plan.dropout, dropout), shape: [rows.length, plan.hidden] },
    };
    const weighted = Object.fromEntries(names.map((name) => [name, tensorOf(name)]));
    const slopes = await compute.run(stepGraph, { ...feeds, ...weighted });
    update(names.map((name) => (slopes[name] as Tensor).data));
  }
  return fold(
    {
      inner: tensorOf('inner'),
      innerBias: tensorOf('innerBias'),
      outer: tensorOf('outer'),
      outerBias: tensorOf('outerBias'),
    },
    scale,
  );
}

/** Masks of passes: 0 for a unit that is left out, 1 / (1 - share) for the others. */
export function dropoutMasks(passes: number, units: number, share: number, random: Random): Float32Array[] {
  return Array.from({ length: passes }, () => maskOf(units, share, random));
}

function maskOf(length: number, share: number, random: Random): Float32Array {
  const kept = 1 / (1 - share);
  return Float32Array.from({ length }, () => (random.next() < share ? 0 : kept));
}

interface Scale {
  /** [D] */
  readonly mean: Float64Array;
  /** Root of the mean squared deviation of a number from its column's mean. */
  readonly spread: number;
}

function scaleOf({ embeddings, labels, weights }: TrainingSet): Scale {
  const counts = Float64Array.from(labels, (_, row) => weights?.[row] ?? 1);
  const { mean, spread } = middleAndSpread(embeddings, counts);
  return { mean, spread: Math.sqrt(spread / mean.length) };
}

function scaledRows({ data, columns }: Matrix, rows: Uint32Array, { mean, spread }: Scale): Float32Array {
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    for (let d = 0; d < columns; d++) {
      out[i * columns + d] = ((data[row * columns + d] as number) - (mean[d] as number)) / spread;
    }
  }
  return out;
}

/** One per row and its class, over the batch's weight. */
function targetsOf({ labels, classes, weights }: TrainingSet, rows: Uint32Array): Float32Array {
  const out = new Float32Array(rows.length * classes.length);
  const total = rows.reduce((sum, row) => sum + (weights?.[row] ?? 1), 0);
  for (const [i, row] of rows.entries()) {
    // a batch of rows that do not count teaches nothing
    out[i * classes.length + (labels[row] as number)] = total === 0 ? 0 : (weights?.[row] ?? 1) / total;
  }
  return out;
}

/** Batches of rows: every row once, in a random order, then in another. */
function shuffledBatches(count: number, random: Random): () => Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  let at = count;
  return () => {
    if (at >= count) {
      for (let i = count - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      at = 0;
    }
    const rows = order.slice(at, at + BATCH);
    at += BATCH;
    return rows;
  };
}

/** Uniform, as wide as keeps the variance from layer to layer (He et al. 2015). */
function randomWeights(d: number, k: number, { hidden, random }: MlpPlan): Record<string, Float32Array> {
  const draw = random.fork('weights');
  const uniform = (length: number, fan: number): Float32Array =>
    Float32Array.from({ length }, () => (2 * draw.next() - 1) * Math.sqrt(6 / fan));
  return {
    inner: uniform(hidden * d, d),
    innerBias: new Float32Array(hidden),
    outer: uniform(k * hidden, 4 * hidden),
    outerBias: new Float32Array(k),
  };
}

/** From weights on scaled embeddings to weights on embeddings: W (h - m) / s + b. */
function fold<T extends Readonly<Record<'inner' | 'innerBias', Tensor>>>(parts: T, { mean, spread }: Scale): T {
  const { inner, innerBias } = parts;
  const data = inner.data.map((weight) => weight / spread);
  const bias = innerBias.data.map((b, i) => b - along(data, i, mean));
  return { ...parts, inner: { ...inner, data }, innerBias: { ...innerBias, data: bias } };
}

function unfold(parts: Readonly<Record<string, Tensor>>, { mean, spread }: Scale): Record<string, Float32Array> {
  const { inner, innerBias, outer, outerBias } = parts as Record<(typeof names)[number], Tensor>;
  return {
    inner: inner.data.map((weight) => weight * spread),
    innerBias: innerBias.data.map((b, i) => b + along(inner.data, i, mean)),
    outer: outer.data.slice(),
    outerBias: outerBias.data.slice(),
  };
}

function along(weights: Float32Array, unit: number, mean: Float64Array): number {
  let sum = 0;
  for (const [d, value] of mean.entries()) sum += (weights[unit * mean.length + d] as number) * value;
  return sum;
}
