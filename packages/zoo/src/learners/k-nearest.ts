import { copyOfRows, defineLearner, type Graph, graph, type Matrix, ops } from '@alaas/core';
import { z } from 'zod';
import { middleOf } from '../geometry/points.ts';
import { checkTraining } from '../heads/check-training.ts';

/** Below any length that float32 can square. */
const SHORTEST = 1e-20;
/** The k-th neighbour weighs about 1, an equal row 100. */
const NEAREST = 0.01;

type Metric = 'euclidean' | 'cosine';
type Votes = 'distance' | 'count';

/** One program per number of neighbours, metric and way of voting, since executors keep a session for each. */
const programs = new Map<string, Graph>();

function programOf(k: number, metric: Metric, votes: Votes): Graph {
  const key = `${k} ${metric} ${votes}`;
  const program = programs.get(key) ?? makeProgram(k, metric, votes);
  programs.set(key, program);
  return program;
}

function makeProgram(k: number, metric: Metric, votes: Votes): Graph {
  const h = ops.input('embeddings', ['rows', 'd']);
  const length = ops.sqrt(ops.reduceSum(ops.square(h), 1, true));
  const place = metric === 'cosine' ? ops.div(h, ops.max(length, SHORTEST)) : h;
  const seen = ops.sub(place, ops.input('origin', [1, 'd']));
  const squares = ops.squaredDistances(seen, ops.input(nameOfRows(metric), ['l', 'd']));
  const farthest = ops.reduceMax(ops.topK(squares, k, { largest: false }).values, 1, true);
  const ratio = ops.sqrt(ops.div(squares, ops.max(farthest, SHORTEST)));
  const weight = votes === 'count' ? 1 : ops.div(1, ops.add(ratio, NEAREST));
  // rows as near as the k-th are in, so that their order says nothing
  const counted = ops.where(ops.greater(squares, farthest), 0, ops.expandAs(weight, squares));
  const perClass = ops.matMul(counted, ops.input(nameOfLabels(votes), ['l', 'k']));
  const shares = ops.div(perClass, ops.reduceSum(perClass, 1, true));
  // k votes by the shares, and `prior` ones spread evenly
  return graph({ logits: ops.log(ops.add(ops.mul(shares, ops.input('votes', [])), ops.input('prior', [1, 'k']))) });
}

/** The form of a head is told by the names of its parameters. */
const nameOfRows = (metric: Metric): string => (metric === 'cosine' ? 'directions' : 'points');
const nameOfLabels = (votes: Votes): string => (votes === 'count' ? 'labels' : 'weightedLabels');

/**
 * The classes of the k labelled rows that are nearest, and of all that are as near as the k-th. Exact, and a new label
 * counts at once. A row votes by its weight, times 1 / (distance / distance of the k-th + 0.01) where `votes` is distance.
 *
 * p_c = (k share_c + prior / K) / (k + prior). Cover & Hart 1967. O(n L D), and the labelled rows are the head.
 */
export default defineLearner({
  id: 'k-nearest',
  title: 'k nearest neighbours',
  summary: 'The classes of the nearest labelled rows; no shape of the classes is assumed.',
  reference: 'Fix & Hodges 1951; Cover & Hart 1967',
  options: z.object({
    k: z.int().positive().max(1000).default(10).describe('Neighbours; at most as many as there are rows.'),
    metric: z.enum(['euclidean', 'cosine']).default('cosine').describe('cosine: lengths do not matter.'),
    votes: z
      .enum(['distance', 'count'])
      .default('distance')
      .describe('distance: nearer rows count more. count: all alike.'),
    prior: z.number().positive().default(1).describe('Votes spread evenly over the classes; the more, the less sure.'),
  }),
  program({ parameters }) {
    const metric = parameters.directions === undefined ? 'euclidean' : 'cosine';
    const votes = parameters.labels === undefined ? 'distance' : 'count';
    return programOf(parameters.votes?.data[0] ?? 1, metric, votes);
  },
  async fit(training, { options, checkpoint }) {
    checkTraining(training);
    checkpoint();
    const { embeddings, labels, classes, weights } = training;
    // a row of weight 0 is no neighbour
    const kept = Uint32Array.from(labels.keys()).filter((row) => weights?.[row] !== 0);
    const places = copyOfRows(embeddings, kept);
    if (options.metric === 'cosine') scaleToUnit(places);
    const all = Uint32Array.from(kept.keys());
    const origin = middleOf(places, all);
    for (let i = 0; i < places.data.length; i++) {
      places.data[i] = (places.data[i] as number) - (origin[i % places.columns] as number);
    }
    const [l, k] = [kept.length, classes.length];
    const hot = new Float32Array(l * k);
    for (const [i, row] of kept.entries()) hot[i * k + (labels[row] as number)] = weights?.[row] ?? 1;
    return {
      learner: 'k-nearest',
      classes,
      width: embeddings.columns,
      parameters: {
        origin: { data: origin, shape: [1, embeddings.columns] },
        [nameOfRows(options.metric)]: { data: places.data, shape: [l, embeddings.columns] },
        [nameOfLabels(options.votes)]: { data: hot, shape: [l, k] },
        votes: { data: Float32Array.of(Math.min(options.k, l)), shape: [] },
        prior: { data: new Float32Array(k).fill(options.prior / k), shape: [1, k] },
      },
      members: [],
      temperature: 1,
    };
  },
});

function scaleToUnit({ data, rows, columns }: Matrix): void {
  for (let start = 0; start < rows * columns; start += columns) {
    const row = data.subarray(start, start + columns);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let d = 0; d < columns; d++) row[d] = (row[d] as number) / Math.max(length, SHORTEST);
  }
}
