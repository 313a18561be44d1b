import {
  AlaasError,
  isPerItem,
  type SignalName,
  type Signals,
  type Strategy,
  signalFlag,
  signalNames,
  signalTable,
  type Wrapper,
} from '@alaas/core';
import { type Checkpoint, checkSignal } from './check-signals.ts';

/** A whole pool in memory, with whatever signals somebody has of it. */
export interface PoolSignals extends Partial<Signals> {
  /** N */
  readonly size: number;
  /** Rows whose label is known, in any order, and their class numbers from 0. They are not asked for. */
  readonly labelled: { readonly rows: Uint32Array; readonly labels: Int32Array };
}

/** Signals with a row per item. */
const itemSignals = signalNames.filter(isPerItem);

/**
 * The rows of the first signal there is: N, if all are of one pool.
 *
 * @throws AlaasError `INVALID_REQUEST` when there is none
 */
export function poolSize(signals: { readonly [Name in SignalName]?: { readonly rows: number } | undefined }): number {
  const first = itemSignals.find((name) => signals[name] !== undefined);
  const rows = first && signals[first]?.rows;
  if (rows !== undefined) return rows;
  throw new AlaasError('INVALID_REQUEST', `The pool has no signals. Give at least one of ${itemSignals.join(', ')}.`);
}

/** @throws AlaasError `STRATEGY_NEEDS` naming every signal that is missing, and how to give it */
export function checkGiven(asker: Strategy | Wrapper, given: readonly SignalName[]): void {
  const missing = asker.needs.filter((name) => !given.includes(name));
  if (missing.length === 0) return;
  const flags = missing.map((name) => `--${signalFlag(name)}`).join(' and ');
  throw new AlaasError(
    'STRATEGY_NEEDS',
    `${asker.id} needs ${missing.join(' and ')}, and got ${given.join(' and ') || 'nothing'}. Give ${flags} on the command line, or "${missing.join('" and "')}" in the request.`,
  );
}

/**
 * Refuses signals that no strategy could read.
 *
 * @throws AlaasError `INVALID_REQUEST` when two signals differ in rows, `INVALID_EMBEDDINGS` or `INVALID_PROBABILITIES`
 * naming the row, `INVALID_LABELS`, `CANCELLED`
 */
export function checkSignals(pool: PoolSignals, checkpoint: Checkpoint): void {
  checkRows(pool);
  checkLabelled(pool.labelled, pool.size);
  for (const name of signalNames) {
    const signal = pool[name];
    if (signal !== undefined) checkSignal(name, signal, checkpoint);
  }
  checkHead(pool);
  checkLabelSets(pool);
}

function checkRows(pool: PoolSignals): void {
  const labelled = pool.labelled.rows.length;
  for (const name of signalNames) {
    const rows = pool[name]?.rows;
    if (rows === undefined || signalTable[name].rows === 'model') continue;
    if (!isPerItem(name)) {
      if (rows === labelled) continue;
      throw new AlaasError(
        'INVALID_LABELS',
        `The ${name} have ${rows} rows, and there are ${labelled} labelled rows. Give one for each, in their order.`,
      );
    }
    if (rows === pool.size) continue;
    const others = itemSignals.filter((other) => other !== name && pool[other]?.rows === pool.size);
    throw new AlaasError(
      'INVALID_REQUEST',
      `The ${name} have ${rows} rows, and the ${others.join(' and ') || 'pool'} ${pool.size}. Give one row per item in each.`,
    );
  }
}

/** A head must fit the embeddings it is for, and the classes that the probabilities name. */
function checkHead({ head, embeddings, probabilities }: PoolSignals): void {
  if (head === undefined) return;
  if (embeddings !== undefined && head.columns !== embeddings.columns + 1) {
    throw new AlaasError(
      'INVALID_SIGNAL',
      `The head has ${head.columns} columns, and embeddings of width ${embeddings.columns} need ${embeddings.columns + 1}: a weight for each, then the bias.`,
    );
  }
  if (probabilities !== undefined && head.rows !== probabilities.columns) {
    throw new AlaasError(
      'INVALID_SIGNAL',
      `The head has ${head.rows} classes, and the probabilities have ${probabilities.columns}. Give those of one model.`,
    );
  }
}

/** What is known of the labels must be of the labels that are predicted. */
function checkLabelSets({ labelSets, labelProbabilities }: PoolSignals): void {
  if (labelSets === undefined || labelProbabilities === undefined) return;
  // an empty list has no width
  if (labelSets.rows === 0 || labelSets.columns === labelProbabilities.columns) return;
  throw new AlaasError(
    'INVALID_SIGNAL',
    `The labelSets have ${labelSets.columns} labels, and the labelProbabilities ${labelProbabilities.columns}. Give those of the same labels in the same order.`,
  );
}

function checkLabelled({ rows, labels }: PoolSignals['labelled'], size: number): void {
  if (rows.length !== labels.length) {
    throw new AlaasError(
      'INVALID_LABELS',
      `There are ${rows.length} labelled rows and ${labels.length} labels. Give one class number per labelled row.`,
    );
  }
  const outside = rows.findIndex((row) => row >= size);
  if (outside >= 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `Labelled row ${rows[outside]} is not in the pool of ${size} rows. Rows are counted from 0.`,
    );
  }
  const negative = labels.findIndex((label) => label < 0);
  if (negative >= 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `Row ${rows[negative]} has class number ${labels[negative]}. Classes are counted from 0.`,
    );
  }
  const seen = new Uint8Array(size);
  for (const row of rows) {
    if (seen[row] === 1) throw new AlaasError('INVALID_LABELS', `Row ${row} is labelled twice. Name each row once.`);
    seen[row] = 1;
  }
}

/** The rows that are not labelled, ascending: of those `among`, or of all. */
export function candidatesOf(size: number, labelled: Uint32Array, among?: Uint32Array): Uint32Array {
  const taken = new Uint8Array(size);
  for (const row of labelled) taken[row] = 1;
  if (among !== undefined) return among.filter((row) => taken[row] === 0);
  const candidates = new Uint32Array(size - labelled.length);
  for (let row = 0, next = 0; row < size; row++) if (taken[row] === 0) candidates[next++] = row;
  return candidates;
}
