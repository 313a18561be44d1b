import { defineLearner, graph, type Head, ops, type Tensor } from '@alaas/core';
import { z } from 'zod';
import { checkTraining } from '../heads/check-training.ts';
import { checkPrevious, classRows } from '../heads/start-from.ts';
import { dropoutMasks, trainMlp } from '../heads/train-mlp.ts';

const ID = 'mlp';

const h = ops.input('embeddings', ['rows', 'd']);
const inner = ops.add(
  ops.matMul(h, ops.input('inner', ['h', 'd']), { transposeB: true }),
  ops.input('innerBias', [1, 'h']),
);
const hidden = ops.mul(ops.relu(inner), ops.input('mask', [1, 'h']));
const program = graph({
  logits: ops.add(
    ops.matMul(hidden, ops.input('outer', ['k', 'h']), { transposeB: true }),
    ops.input('outerBias', [1, 'k']),
  ),
});

/**
 * One hidden layer of rectified units with dropout: classes may have any shape. The head uses every unit; its members are
 * dropout passes, each with one mask for the whole pool, so that a pass is one and the same network for every item.
 *
 * Minimises the mean -ln p_y by Adam (Kingma & Ba 2015) in shuffled batches of 64, with a rate that falls to 0.
 * O(steps batch (D + K) hidden).
 */
export default defineLearner({
  id: ID,
  title: 'Multilayer perceptron',
  summary: 'One hidden layer with dropout; its passes disagree where the labels leave the answer open.',
  reference: 'Srivastava et al. 2014; Gal & Ghahramani 2016 for the passes',
  options: z.object({
    hidden: z.int().positive().max(4096).default(64).describe('Units of the hidden layer.'),
    dropout: z.number().min(0).max(0.9).default(0.5).describe('Share of the units that each pass leaves out.'),
    passes: z.int().min(0).max(100).default(10).describe('Members: networks with units left out.'),
    steps: z.int().positive().max(100_000).default(500).describe('Steps of Adam, of 64 rows each.'),
    rate: z.number().positive().default(0.005).describe('How far the first steps go.'),
    decay: z.number().min(0).default(0.01).describe('Share of rate that the weights lose with each step.'),
  }),
  hasMembers: true,
  membersOf: ({ passes }) => passes,
  program: () => program,
  async fit(training, { options, random, compute, checkpoint, previous }) {
    checkTraining(training);
    const { embeddings, classes } = training;
    const start = previous && startFrom(previous, classes, embeddings.columns, options.hidden);
    const parameters = await trainMlp(
      training,
      { ...options, random, ...(start && { start }) },
      { compute, checkpoint },
    );
    const all = { data: new Float32Array(options.hidden).fill(1), shape: [1, options.hidden] };
    const masks = dropoutMasks(options.passes, options.hidden, options.dropout, random.fork('passes'));
    return {
      learner: ID,
      classes,
      width: embeddings.columns,
      parameters: { ...parameters, mask: all },
      members: masks.map((data) => ({ mask: { data, shape: [1, options.hidden] } })),
      temperature: 1,
    };
  },
});

/** A head of as many hidden units, its outputs in the order of `classes`. Undefined for another number of units. */
function startFrom(
  previous: Head,
  classes: readonly string[],
  width: number,
  units: number,
): Readonly<Record<string, Tensor>> | undefined {
  checkPrevious(previous, ID, width);
  const { inner: first, innerBias } = previous.parameters as Record<string, Tensor>;
  if (first === undefined || innerBias === undefined || innerBias.data.length !== units) return undefined;
  return {
    inner: first,
    innerBias,
    outer: { data: classRows(previous, 'outer', classes, units), shape: [classes.length, units] },
    outerBias: { data: classRows(previous, 'outerBias', classes, 1), shape: [1, classes.length] },
  };
}
