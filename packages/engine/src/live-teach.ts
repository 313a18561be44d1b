/** Heads of a live pool, made and asked within a thread. */
import { AlaasError, type Compute, copyOfRows, type Head, type Matrix } from '@alaas/core';
import { findLearner, predictLabels, predictProbabilities } from '@alaas/zoo';
import type { ScoreWork, TeachWork } from './live-message.ts';
import type { LiveHead, LiveTraining } from './live-pool.ts';
import { type FitTask, fitHead, fitLabelHeads } from './train/index.ts';

/** What work in a thread is done with. */
export interface ThreadTools {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * A head that knows the labels.
 *
 * @throws AlaasError `INVALID_LABELS`, `UNKNOWN_LEARNER`, `INVALID_OPTION`, `INVALID_EMBEDDINGS`, `CANCELLED`
 */
export async function teach({ training, embeddings }: TeachWork, tools: ThreadTools): Promise<LiveHead> {
  const { classes, learner, options, seed, weights } = training;
  const flags = flagsOf(training);
  if (flags === undefined) {
    checkTellsApart(training);
    const head = await fitHead(fitTask(training, embeddings), tools);
    return { kind: 'single', classes, head };
  }
  const rows = rowsOf(training, embeddings);
  const previous = previousByLabel(training, rows.columns);
  const task = { learner, options, embeddings: rows, flags, labels: classes, seed, previous };
  return { kind: 'multi', classes, heads: await fitLabelHeads({ ...task, ...(weights && { weights }) }, tools) };
}

/** The training of a head over all classes, as any caller of `fitHead` would write it. */
export function fitTask(training: LiveTraining, embeddings: Matrix): FitTask {
  const { classes, learner, options, labels, seed, weights } = training;
  const previous = previousHead(training, embeddings.columns);
  return {
    learner,
    options,
    embeddings: rowsOf(training, embeddings),
    labels: Array.from(labels, (label) => classes[label] as string),
    classes,
    ...(weights && { weights }),
    seed,
    ...(previous && { previous }),
  };
}

/** What the head says: [rows x K]. @throws AlaasError `INVALID_EMBEDDINGS`, `CANCELLED` */
export async function score({ head, embeddings, positions }: ScoreWork, tools: ThreadTools): Promise<Matrix> {
  const rows = positions === undefined ? embeddings : copyOfRows(embeddings, positions);
  const { compute, checkpoint } = tools;
  return head.kind === 'single'
    ? await predictProbabilities(head.head, rows, compute, checkpoint)
    : await predictLabels(head.heads, rows, compute, checkpoint);
}

/** [L x K] where each item may have several classes, else undefined. */
export function flagsOf({ labels }: LiveTraining): Uint8Array | undefined {
  return labels instanceof Uint8Array ? labels : undefined;
}

function rowsOf({ positions }: LiveTraining, embeddings: Matrix): Matrix {
  const outside = positions.find((position) => position >= embeddings.rows);
  if (outside === undefined) return copyOfRows(embeddings, positions);
  throw new AlaasError('INVALID_LABELS', `There is no position ${outside} in a pool of ${embeddings.rows} items.`);
}

/** A head of one class would say it of everything. @throws AlaasError `INVALID_LABELS` */
function checkTellsApart({ labels, positions, classes }: LiveTraining): void {
  if (labels.length !== positions.length) {
    throw new AlaasError('INVALID_LABELS', `${positions.length} items have ${labels.length} labels; give one each.`);
  }
  const stray = labels.find((label) => label < 0 || label >= classes.length);
  if (stray !== undefined) {
    throw new AlaasError(
      'INVALID_LABELS',
      `There is a class number ${stray}, and there are ${classes.length} classes, counted from 0.`,
    );
  }
  if (labels.some((label) => label !== labels[0])) return;
  const what =
    labels.length === 0 ? 'Nothing is labelled' : `All ${labels.length} labels are "${classes[labels[0] as number]}"`;
  throw new AlaasError('INVALID_LABELS', `${what}; a head needs items of at least two classes.`);
}

/** Only a head of the same learner and width is one to start from. */
function isStart({ learner, width }: Head, training: LiveTraining, columns: number): boolean {
  return learner === findLearner(training.learner).id && width === columns;
}

function previousHead(training: LiveTraining, columns: number): Head | undefined {
  const { previous } = training;
  return previous?.kind === 'single' && isStart(previous.head, training, columns) ? previous.head : undefined;
}

function previousByLabel(training: LiveTraining, columns: number): ReadonlyMap<string, Head> {
  const { previous } = training;
  if (previous?.kind !== 'multi') return new Map();
  const known = previous.classes.map((name, k) => [name, previous.heads[k] as Head] as const);
  return new Map(known.filter(([, head]) => isStart(head, training, columns)));
}
