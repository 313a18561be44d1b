import { type Matrix, matrix, mix, type ProjectEvaluation } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';
import { controlSample } from './control-arm.ts';
import { crossFit } from './cross-fit.ts';
import type { HeadKind, LabelledItem } from './labelled-items.ts';
import { measure } from './measure.ts';
import { type Snapshot, teachingOf } from './snapshot.ts';
import { type StoredRound, stopSetSize, writeStopSet } from './stop-advice.ts';

/** How good a version is, as it is stored. */
export interface VersionEvaluation {
  /** Labels that people had given. */
  readonly spent: number;
  readonly evaluation: ProjectEvaluation | null;
  /** Present where a batch of labels was complete. */
  readonly round?: StoredRound | undefined;
}

/** Salts of seeds. */
const INTERVALS = 0x17e4;

/** The random sample that a snapshot holds, in random order. */
export function sampleOf({ items, order }: Snapshot): LabelledItem[] {
  return controlSample(items, order);
}

/** What heads say of labelled items from which they have not learnt. */
export interface CrossFitted {
  readonly items: readonly LabelledItem[];
  /** [items x K] */
  readonly said: Matrix;
  readonly kind: HeadKind;
  /** Rows of the random sample on which a version is measured, in its order. */
  readonly sample: readonly number[];
}

/**
 * Asks about every labelled item a head that has not learnt from it: the version itself about those from which nobody learns,
 * about each other one a head of the rest.
 *
 * @returns undefined: there is no random sample to measure on yet
 * @throws AlaasError `CANCELLED`, what the learner throws
 */
export async function crossFitVersion(
  snapshot: Snapshot,
  head: LiveHead,
  signal: AbortSignal,
): Promise<CrossFitted | undefined> {
  const { plan, pool, order, items } = snapshot;
  const sample = sampleOf(snapshot);
  if (plan === undefined || sample.length === 0) return undefined;
  const said = await crossFit(items, teachingOf(items), { pool, order, plan, signal, whole: head });
  const rows = new Map(items.map((item, row) => [item, row]));
  return { items, said, kind: plan, sample: sample.map((item) => rows.get(item) as number) };
}

/**
 * Measures a version on the random sample.
 *
 * @returns null: there is none yet
 */
export function evaluateVersion(fitted: CrossFitted | undefined, { setting }: Snapshot): ProjectEvaluation | null {
  if (fitted === undefined) return null;
  const { items, said, kind, sample } = fitted;
  const sampled = sample.map((row) => items[row] as LabelledItem);
  return measure(sampled, rowsOf(said, sample), kind, mix(setting.settings.seed, INTERVALS));
}

/**
 * What the stopping rules are told of a version.
 *
 * @param scores of the whole pool by the version
 * @param batch positions that it asked for
 * @param at milliseconds since 1970
 */
export function roundFacts(
  { setting, order, known, plan, pool }: Snapshot,
  evaluation: ProjectEvaluation | null,
  { scores, batch, at }: { readonly scores: Matrix; readonly batch: readonly number[]; readonly at: number },
): StoredRound {
  const isMulti = plan?.isMulti ?? false;
  const rows = stopRows(order.otherPlaces, stopSetSize(scores.columns));
  const id = `${rows.length} of ${pool.digest(order.size)}`;
  const said = rowsOf(scores, batch);
  return {
    labels: known.length,
    seconds: Math.max(0, at - setting.createdAt) / 1000,
    poolLeft: Math.max(0, order.order.length - known.length),
    metrics: evaluation === null ? undefined : pick(evaluation),
    stopSet: writeStopSet(id, isMulti ? asPairs(rowsOf(scores, rows)) : rowsOf(scores, rows)),
    batchConfidences: Array.from(batch, (_, row) =>
      confidence(said.data.subarray(row * said.columns, (row + 1) * said.columns), isMulti),
    ),
  };
}

function pick({ accuracy, macroF1, items }: ProjectEvaluation): NonNullable<StoredRound['metrics']> {
  return { accuracy, macroF1, items };
}

/** By the numbers of a pool, and how many of them were chosen: a pool stays the same for many versions. */
const chosen = new WeakMap<Float64Array, readonly number[]>();

/** The positions of the lowest random numbers: the same ones while the pool stays the same. */
function stopRows(places: Float64Array, count: number): readonly number[] {
  const known = chosen.get(places);
  if (known?.length === Math.min(count, places.length)) return known;
  const rows = lowest(places, count);
  chosen.set(places, rows);
  return rows;
}

function lowest(places: Float64Array, count: number): number[] {
  const share = Math.min(1, (1.5 * count + 20) / Math.max(1, places.length));
  const low = Array.from(places.keys()).filter((position) => (places[position] as number) < share);
  return low
    .sort((a, b) => (places[a] as number) - (places[b] as number) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function rowsOf({ data, columns }: Matrix, rows: readonly number[]): Matrix {
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) out.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  return matrix(out, columns);
}

/** Every pair of item and label as a row of its own: no and yes. */
function asPairs({ data }: Matrix): Matrix {
  const out = new Float32Array(data.length * 2);
  for (const [i, yes] of data.entries()) out.set([1 - yes, yes], 2 * i);
  return matrix(out, 2);
}

/** Of several labels, how sure the least sure one is. */
function confidence(row: Float32Array, isMulti: boolean): number {
  if (!isMulti) return row.reduce((most, value) => Math.max(most, value), 0);
  return row.reduce((least, value) => Math.min(least, Math.max(value, 1 - value)), 1);
}
