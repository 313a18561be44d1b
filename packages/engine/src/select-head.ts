/** A head on the labelled rows of a dataset, made and asked in a selection thread: array programs block theirs. */
import {
  type FeatureWidths,
  type Head,
  type LearnerChoice,
  type Matrix,
  parseOptions,
  type SignalName,
  type Strategy,
  type Summary,
  type Training,
} from '@alaas/core';
import { findLearner, linearHead, type PseudoSchedule } from '@alaas/zoo';
import { inClasses } from './in-classes.ts';
import { labelledEmbeddings } from './labelled-embeddings.ts';
import type { StoredSignals, Taught } from './select-blocks.ts';
import type { SharedMemory } from './select-memory.ts';
import type { HeadSignal } from './select-message.ts';
import { sureRows } from './select-sure-rows.ts';
import type { SelectThread } from './select-thread.ts';
import type { HeadHistory, PoolTable } from './store/index.ts';
import { type FitTask, heldOutBy, modeOf } from './train/index.ts';

/** Stands in where a strategy needs a committee and the learner makes none. */
export const committeeLearner = 'bootstrap-committee';

export interface HeadParts extends StoredSignals {
  readonly pool: Pick<PoolTable, 'labelled' | 'rows' | 'positions' | 'groups'>;
  readonly widths: FeatureWidths;
  readonly strategy: Pick<Strategy, 'id'>;
  /** Signals that the strategy and its wrappers read. */
  readonly needs: readonly SignalName[];
  readonly learner: LearnerChoice;
  readonly training: Training;
  readonly history: HeadHistory;
  readonly memory: SharedMemory;
  readonly seed: number;
}

/** A head, what a strategy can be given of it, and what it was made from. */
export interface TrainedHead extends Taught {
  readonly head: Head;
  readonly report: Pick<Summary, 'learner' | 'learnerNote' | 'taught'>;
}

/** Whether something is needed that labels can teach. Probabilities of a head outrank the model's own. */
export function wantsHead({
  widths,
  needs,
  labelled,
}: Pick<HeadParts, 'widths' | 'needs'> & { readonly labelled: number }): boolean {
  const isTaught = widths.embedding > 0 && labelled > 0;
  return isTaught && needs.some((need) => need === 'head' || need === 'previousProbabilities' || isPredicted(need));
}

function isPredicted(need: SignalName): need is HeadSignal {
  return need === 'probabilities' || need === 'committee';
}

/**
 * The learner of the head that a strategy gets: the one that was asked for, unless the strategy needs a committee and that
 * one has none.
 *
 * @returns its id, and why it is another one than was asked for
 * @throws AlaasError `UNKNOWN_LEARNER`
 */
export function chooseLearner(
  asked: string,
  asker: Pick<Strategy, 'id' | 'needs'>,
): { readonly id: string; readonly note?: string } {
  const { id, hasMembers } = findLearner(asked);
  if (!asker.needs.includes('committee') || hasMembers === true) return { id };
  return { id: committeeLearner, note: `${asker.id} needs a committee, and ${id} makes none.` };
}

/** The same with every option. Options are of the learner that was asked for, and of no other. */
function learnerFor(
  asked: LearnerChoice,
  asker: Pick<Strategy, 'id' | 'needs'>,
): { readonly id: string; readonly note?: string; readonly options: Record<string, unknown> } {
  const chosen = chooseLearner(asked.type, asker);
  return {
    ...chosen,
    options: parseOptions(findLearner(chosen.id), chosen.note === undefined ? asked.options : {}),
  };
}

/** How many members the head has that a strategy gets. */
export function membersOf(asked: LearnerChoice, asker: Pick<Strategy, 'id' | 'needs'>): number {
  const { id, options } = learnerFor(asked, asker);
  return findLearner(id).membersOf?.(options) ?? 0;
}

/**
 * A head that knows the labelled rows.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_OPTION`, `INVALID_LABELS`, `INVALID_EMBEDDINGS`, `NOT_ENOUGH_MEMORY`,
 * `STORE_CORRUPT`, `CANCELLED`
 */
export async function trainHead(parts: HeadParts, thread: SelectThread, signal: AbortSignal): Promise<TrainedHead> {
  const { strategy, needs, training, history, pool } = parts;
  const { id, note, options } = learnerFor(parts.learner, { id: strategy.id, needs });
  const { task, heldOut } = await taskOf(parts, { id, options });
  const first = await thread.fit(task, signal);
  const sure = await pseudoOf(parts, first, thread, signal);
  const head =
    sure === undefined || sure.embeddings.rows === 0 ? first : await thread.fit({ ...task, pseudo: sure }, signal);
  const linear = needs.includes('head') ? linearHead(head) : undefined;
  const taught = {
    options,
    training,
    round: history.round,
    labels: pool.labelled.length - heldOut,
    heldOut,
    pseudoLabels: sure?.embeddings.rows ?? 0,
  };
  return {
    head,
    ...(linear && { linear }),
    predict: predictor(parts, head, thread, signal),
    report: { learner: id, ...(note !== undefined && { learnerNote: note }), taught },
  };
}

/** What is learnt from, and how many labelled rows are held out of it. */
async function taskOf(
  { pool, widths, read, training, history, seed }: HeadParts,
  { id, options }: { readonly id: string; readonly options: Record<string, unknown> },
): Promise<{ readonly task: FitTask; readonly heldOut: number }> {
  const isHeld = heldOutBy(seed, training.calibrate);
  const learnt = pool.labelled.filter(({ row }) => !isHeld(row));
  // with few labels none may be left to learn from
  const own = learnt.length === 0 ? pool.labelled : learnt;
  const held = learnt.length === 0 ? [] : pool.labelled.filter(({ row }) => isHeld(row));
  // shared with the thread: the task may be given twice
  const floats = (length: number) => new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  const rowsOf = async (labelled: PoolTable['labelled']) => ({
    embeddings: await labelledEmbeddings(labelled, { columns: widths.embedding, read, floats }),
    labels: labelled.map(({ label }) => label),
  });
  const classes = [...new Set(pool.labelled.map(({ label }) => label))].sort();
  const { previous } = history;
  const starts =
    training.mode === 'incremental' && previous?.learner === id && knows(classes, previous, widths.embedding);
  const task: FitTask = {
    ...(await rowsOf(own)),
    learner: id,
    options,
    classes,
    mode: modeOf(training),
    rounds: Int32Array.from(own, ({ row }) => history.roundOf(row)),
    seed,
    ...(starts && { previous }),
    ...(held.length > 0 && { heldOut: await rowsOf(held) }),
  };
  return { task, heldOut: held.length };
}

/** The unlabelled rows that a first head is sure of. */
async function pseudoOf(
  parts: HeadParts,
  first: Head,
  thread: SelectThread,
  signal: AbortSignal,
): Promise<FitTask['pseudo'] | undefined> {
  const { pseudoLabels } = parts.training;
  if (pseudoLabels === false) return undefined;
  const { round } = parts.history;
  const schedule: PseudoSchedule = { round, ...(pseudoLabels === true ? {} : pseudoLabels) };
  const predict: Taught['predict'] = (rows) => thread.predict(first, rows, { wanted: ['probabilities'], signal });
  return {
    embeddings: await sureRows(parts, { predict, schedule, columns: parts.widths.embedding, signal }),
    schedule,
  };
}

/** Asks the head, and that of the round before; before there is one, nothing has changed yet. */
function predictor(
  { needs, history, widths }: HeadParts,
  head: Head,
  thread: SelectThread,
  signal: AbortSignal,
): Taught['predict'] {
  const wanted = needs.filter(isPredicted);
  const { previous } = history;
  const before = previous !== undefined && knows(head.classes, previous, widths.embedding) ? previous : head;
  const says = async (of: Head, rows: Matrix): Promise<Matrix> => {
    const { probabilities } = await thread.predict(of, rows, { wanted: ['probabilities'], signal });
    return inClasses(probabilities as Matrix, of.classes, head.classes);
  };
  return async (rows) => ({
    ...(wanted.length > 0 && (await thread.predict(head, rows, { wanted, signal }))),
    ...(needs.includes('previousProbabilities') && { previousProbabilities: await says(before, rows) }),
  });
}

/** Whether a head is of this width, and has no class but these. */
function knows(classes: readonly string[], head: Head, width: number): boolean {
  return head.width === width && head.classes.every((name) => classes.includes(name));
}
