/** A choice from a live pool, within a thread: what heads say of all items, then the strategy. */
import {
  type Committee,
  type Head,
  type Matrix,
  matrix,
  type Selection,
  type SignalName,
  type Signals,
  type WorkSize,
} from '@alaas/core';
import { findStrategy, findWraps, linearHead, predictCommittee } from '@alaas/zoo';
import { inClasses } from './in-classes.ts';
import { committeeOf } from './live-committee.ts';
import type { RankWork } from './live-message.ts';
import type { LiveHead } from './live-pool.ts';
import { flagsOf, score, type ThreadTools } from './live-teach.ts';
import { checkRoom } from './plan-selection.ts';
import { type PoolSignals, selectPool } from './select/index.ts';

export interface RankTools extends ThreadTools {
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** Bytes of memory that are free. */
  readonly free: () => number;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * The best candidates, best first, as many as there are up to the budget.
 *
 * @throws AlaasError `EMPTY_POOL`, `NOT_ENOUGH_MEMORY`, `INVALID_LABELS`, what the strategy throws, `CANCELLED`
 */
export async function rank(work: RankWork, tools: RankTools): Promise<Selection> {
  const strategy = findStrategy(work.strategy);
  const wraps = findWraps(work.wrap);
  const needs = new Set([strategy, ...wraps.map(({ wrapper }) => wrapper)].flatMap((one) => one.needs));
  const { embeddings, options, seed, training } = work;
  const labelled = labelledOf(work);
  const candidates = openOf(work.candidates, labelled.rows);
  const budget = Math.min(work.budget, Math.max(1, candidates.length));
  const heads = { ...work, head: await headFor(work, needs, tools) };
  const shape = shapeOf(heads, needs);
  const loaded = needs.has('embeddings') ? embeddings.data.byteLength : 0;
  checkRoom({ strategy, options, wraps, budget, shape, isStreamed: false }, { free: tools.free(), loaded });
  const flags = training && flagsOf(training);
  const signals: { [Name in SignalName]?: Signals[Name] } = {
    ...(needs.has('embeddings') && { embeddings }),
    ...(await saidOf(heads, needs, tools)),
    ...(needs.has('labelSets') && flags && { labelSets: matrix(Float32Array.from(flags), training.classes.length) }),
  };
  const pool: PoolSignals = { ...signals, size: embeddings.rows, labelled };
  const { compute, signal, onProgress } = tools;
  return await selectPool(pool, { strategy, options, wraps, candidates, budget, seed, compute, signal, onProgress });
}

/** Where several classes are possible, each set of them counts as a class. */
function labelledOf({ training }: RankWork): PoolSignals['labelled'] {
  if (training === undefined) return { rows: new Uint32Array(), labels: new Int32Array() };
  const { positions: rows, labels, classes } = training;
  if (labels instanceof Int32Array) return { rows, labels };
  const numbers = new Map<string, number>();
  const sets = Int32Array.from(rows, (_, i) => {
    const set = labels.subarray(i * classes.length, (i + 1) * classes.length).join('');
    const number = numbers.get(set) ?? numbers.size;
    numbers.set(set, number);
    return number;
  });
  return { rows, labels: sets };
}

/** Positions that may be chosen and are not labelled, ascending. */
function openOf(candidates: Uint8Array, labelled: Uint32Array): Uint32Array {
  const open = candidates.slice();
  for (const position of labelled) open[position] = 0;
  const rows = new Uint32Array(open.reduce((sum, is) => sum + (is === 0 ? 0 : 1), 0));
  for (let position = 0, next = 0; position < open.length; position++)
    if (open[position] !== 0) rows[next++] = position;
  return rows;
}

/** The head that signals come from: a committee is made for a strategy that needs one, where the head is none. */
async function headFor(
  { head, training, embeddings }: RankWork,
  needs: ReadonlySet<SignalName>,
  tools: ThreadTools,
): Promise<LiveHead | undefined> {
  if (!needs.has('committee') || head?.kind !== 'single' || training === undefined) return head;
  return { ...head, head: await committeeOf(head.head, training, embeddings, tools) };
}

/** Sizes of the signals that the strategy reads. */
function shapeOf(
  { head, embeddings, training }: RankWork,
  needs: ReadonlySet<SignalName>,
): Omit<WorkSize, 'budget'> & { readonly numbers: Partial<Record<SignalName, number>> } {
  const { rows: n, columns: d } = embeddings;
  const k = head?.classes.length ?? 0;
  const m = head?.kind === 'single' ? head.head.members.length : 0;
  const labelled = training?.positions.length ?? 0;
  const sizes: Partial<Record<SignalName, number>> = {
    embeddings: n * d,
    probabilities: n * k,
    previousProbabilities: n * k,
    labelProbabilities: n * k,
    committee: m * n * k,
    head: k * (d + 1),
    labelSets: labelled * k,
  };
  const numbers = Object.fromEntries(Object.entries(sizes).filter(([name]) => needs.has(name as SignalName)));
  return { n, d, k, m, labelled, numbers };
}

/** What heads say of the whole pool, as far as it is needed. */
async function saidOf(
  { head, previous, embeddings }: RankWork,
  needs: ReadonlySet<SignalName>,
  tools: ThreadTools,
): Promise<{ [Name in SignalName]?: Signals[Name] }> {
  if (head === undefined) return {};
  const said = (of: LiveHead): Promise<Matrix> => score({ head: of, embeddings }, tools);
  if (head.kind === 'multi') return needs.has('labelProbabilities') ? { labelProbabilities: await said(head) } : {};
  const linear = needs.has('head') ? linearHead(head.head) : undefined;
  return {
    ...(needs.has('probabilities') && { probabilities: await said(head) }),
    ...(needs.has('previousProbabilities') &&
      previous && { previousProbabilities: inClasses(await said(previous), previous.classes, head.classes) }),
    ...(needs.has('committee') && { committee: await committee(head.head, embeddings, tools) }),
    ...(linear && { head: linear }),
  };
}

function committee(head: Head, embeddings: Matrix, { compute, checkpoint }: ThreadTools): Promise<Committee> {
  return predictCommittee(head, embeddings, compute, checkpoint);
}
