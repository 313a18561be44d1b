import {
  AlaasError,
  type Compute,
  createRandom,
  type Head,
  type Learner,
  type Matrix,
  parseOptions,
  type TrainingSet,
} from '@alaas/core';
import { calibrate, findLearner, type PseudoSchedule, predictProbabilities, pseudoLabels } from '@alaas/zoo';
import { roundWeights, type TrainingMode } from './training-mode.ts';

/** Rows that people labelled. */
export interface LabelledRows {
  /** [L x D] */
  readonly embeddings: Matrix;
  /** [L] class names. */
  readonly labels: readonly string[];
}

/** What a head is made from. Plain data, so that a thread can be asked for it. */
export interface FitTask extends LabelledRows {
  /** Id of the learner. */
  readonly learner: string;
  readonly options: Record<string, unknown>;
  /** The head's classes, those that have no row yet among them. Default: those of the labels, in code-unit order. */
  readonly classes?: readonly string[];
  /** [L] how much each row counts. Default: 1 each. */
  readonly weights?: Float32Array;
  /** Default: cumulative. Incremental needs `rounds`. */
  readonly mode?: TrainingMode;
  /** [L] in which round each row was labelled, from 0. Default: all in one. */
  readonly rounds?: Int32Array;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** A head of the same learner to start from. */
  readonly previous?: Head;
  /** Labelled rows that are not learnt from; the temperature is the one under which they are likeliest. */
  readonly heldOut?: LabelledRows;
  /** Unlabelled rows: the surest of them are learnt from too, by the class that a first head gives them. */
  readonly pseudo?: { readonly embeddings: Matrix; readonly schedule: PseudoSchedule };
}

interface FitContext {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * A head that knows the given labels. What a first head says of unlabelled
 * rows is used within this call and nowhere else: it is never a label, never held out, and no metric can come to see it.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_OPTION`, `INVALID_LABELS` when fewer than two classes are named,
 * `INVALID_EMBEDDINGS`, `CANCELLED`
 */
export async function fitHead(task: FitTask, context: FitContext): Promise<Head> {
  const learner = findLearner(task.learner);
  const classes = task.classes ?? [...new Set(task.labels)].sort();
  if (classes.length < 2) {
    throw new AlaasError(
      'INVALID_LABELS',
      `The labels name only ${classes.map((name) => `"${name}"`).join(', ')}; give items of at least two classes.`,
    );
  }
  const human = numbered(task, classes, weightsOf(task));
  const first = await fit(learner, task, human, task.previous, context);
  const { heldOut, pseudo } = task;
  const head = pseudo === undefined ? first : await fitWithPseudo(learner, task, { pseudo, human, first }, context);
  if (heldOut === undefined) return head;
  return await calibrate(head, numbered(heldOut, [...new Set(heldOut.labels)].sort()), context);
}

async function fit(
  learner: Learner,
  { options, seed }: FitTask,
  training: TrainingSet,
  previous: Head | undefined,
  { compute, checkpoint }: FitContext,
): Promise<Head> {
  return await learner.fit(training, {
    options: parseOptions(learner, options),
    random: createRandom(seed).fork(learner.id),
    compute,
    checkpoint,
    ...(previous && { previous }),
  });
}

/** Wang et al. 2016 (CEAL): the labelled rows, and those that the first head is sure of. */
async function fitWithPseudo(
  learner: Learner,
  task: FitTask,
  { pseudo, human, first }: { pseudo: NonNullable<FitTask['pseudo']>; human: TrainingSet; first: Head },
  context: FitContext,
): Promise<Head> {
  const { embeddings, schedule } = pseudo;
  const says = await predictProbabilities(first, embeddings, context.compute, context.checkpoint);
  const sure = pseudoLabels(says, schedule);
  if (sure.rows.length === 0) return first;
  const { columns } = embeddings;
  const count = human.labels.length;
  const rows = new Float32Array((count + sure.rows.length) * columns);
  rows.set(human.embeddings.data.subarray(0, count * columns));
  for (const [i, row] of sure.rows.entries()) {
    rows.set(embeddings.data.subarray(row * columns, (row + 1) * columns), (count + i) * columns);
  }
  const labels = new Int32Array(count + sure.rows.length);
  labels.set(human.labels);
  labels.set(sure.classes, count);
  const weights = new Float32Array(labels.length).fill(1);
  if (human.weights !== undefined) weights.set(human.weights);
  const both = { embeddings: { data: rows, rows: labels.length, columns }, labels, classes: human.classes, weights };
  return await fit(learner, task, both, first, context);
}

function weightsOf({ weights, rounds, mode }: FitTask): Float32Array | undefined {
  const byRound = mode && rounds && roundWeights(rounds, mode);
  if (byRound === undefined || weights === undefined) return byRound ?? weights;
  return byRound.map((weight, row) => weight * (weights[row] as number));
}

function numbered(
  { embeddings, labels }: LabelledRows,
  classes: readonly string[],
  weights?: Float32Array,
): TrainingSet {
  const numbers = new Map(classes.map((name, i) => [name, i]));
  return {
    embeddings,
    labels: Int32Array.from(labels, (name) => numbers.get(name) as number),
    classes,
    ...(weights && { weights }),
  };
}
