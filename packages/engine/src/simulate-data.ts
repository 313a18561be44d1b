/** Labelled vectors for a simulation: from a dataset that has been scanned, or from files and lists of the caller. */
import { closeSync } from 'node:fs';
import { AlaasError, copyOfRows, createRandom, type Matrix, type SignalName } from '@alaas/core';
import { checkNotCancelled } from './cancellable.ts';
import { labelledEmbeddings } from './labelled-embeddings.ts';
import { type InlineSignal, inlineSignal } from './select-inline.ts';
import type { SharedMemory } from './select-memory.ts';
import type { OpenFile } from './select-message.ts';
import { fileBytes, readSignal } from './signals-file/index.ts';
import type { LabelledVectors, SimulationData } from './simulate-run.ts';
import type { PoolTable } from './store/index.ts';

/** Items with the names of their classes. */
export interface NamedVectors {
  /** [N x D] */
  readonly embeddings: Matrix;
  /** [N] */
  readonly labels: readonly string[];
}

/** The labelled items of a scanned dataset, in their order. */
export async function datasetVectors(
  { labelled }: PoolTable,
  width: number,
  read: (shard: number, signal: SignalName) => Promise<Matrix>,
  { memory, signal }: { memory: SharedMemory; signal: AbortSignal },
): Promise<NamedVectors> {
  const ordered = labelled.toSorted((a, b) => a.row - b.row);
  const embeddings = await labelledEmbeddings(ordered, {
    columns: width,
    read,
    floats: memory.floats,
    checkpoint: () => checkNotCancelled(signal),
  });
  return { embeddings, labels: ordered.map(({ label }) => label) };
}

/** Vectors and classes as a caller gives them: a string names a file. */
export interface GivenVectors {
  readonly embeddings: string | InlineSignal<'embeddings'>;
  readonly labels: string | readonly (string | number)[];
}

/**
 * @throws AlaasError `SOURCE_*` about a file, `INVALID_REQUEST` about its format, `INVALID_LABELS` when there is not one
 * label per row
 */
export async function givenVectors(
  { embeddings, labels }: GivenVectors,
  { open, memory, signal }: { open: (place: string) => Promise<OpenFile>; memory: SharedMemory; signal: AbortSignal },
): Promise<NamedVectors> {
  const checkpoint = (): void => checkNotCancelled(signal);
  const reading = async <T>(place: string, work: (file: OpenFile) => T | Promise<T>): Promise<T> => {
    const file = await open(place);
    try {
      return await work(file);
    } finally {
      closeSync(file.fd);
    }
  };
  const rows =
    typeof embeddings === 'string'
      ? await reading(embeddings, (file) => readSignal(fileBytes(file, checkpoint), 'embeddings', memory))
      : inlineSignal('embeddings', embeddings);
  const names =
    typeof labels === 'string'
      ? await reading(labels, (file) => linesOf(file, memory, checkpoint))
      : labels.map((label) => String(label));
  if (names.length !== rows.rows) {
    throw new AlaasError(
      'INVALID_LABELS',
      `There are ${names.length} labels for ${rows.rows} rows of embeddings. Give one label per row, one a line.`,
    );
  }
  return { embeddings: rows, labels: names };
}

function linesOf(file: OpenFile, memory: SharedMemory, checkpoint: () => void): string[] {
  memory.check(file.bytes);
  const bytes = new Uint8Array(file.bytes);
  fileBytes(file, checkpoint).read(0, bytes);
  const text = new TextDecoder()
    .decode(bytes)
    .replace(/^\uFEFF/, '')
    .trimEnd();
  const lines = text === '' ? [] : text.split(/\r?\n/).map((line) => line.trim());
  const empty = lines.indexOf('');
  if (empty >= 0) throw new AlaasError('INVALID_LABELS', `Line ${empty + 1} of ${file.name} is empty. Give a class.`);
  return lines;
}

/**
 * Class numbers in place of names: the classes of both parts, in numeric order where all are numbers, else in code-unit
 * order.
 *
 * @param test the items to measure on, or the share of the pool that is set aside at random for it: always the same items
 * @throws AlaasError `INVALID_LABELS` with fewer than two classes, `INVALID_EMBEDDINGS` when widths differ, `EMPTY_POOL`
 */
export function numbered(pool: NamedVectors, test: NamedVectors | number): SimulationData {
  const [kept, measured] = typeof test === 'number' ? setAside(pool, test) : [pool, test];
  if (kept.labels.length === 0 || measured.labels.length === 0) {
    throw new AlaasError(
      'EMPTY_POOL',
      `There are ${kept.labels.length} labelled items to choose from and ${measured.labels.length} to measure on. Give labelled items for both.`,
    );
  }
  if (kept.embeddings.columns !== measured.embeddings.columns) {
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `The pool's embeddings have ${kept.embeddings.columns} columns and those of the test items ${measured.embeddings.columns}. Make both by one model.`,
    );
  }
  const classes = inOrder(new Set([...kept.labels, ...measured.labels]));
  if (new Set(kept.labels).size < 2) {
    throw new AlaasError('INVALID_LABELS', 'The pool has labels of one class only. Give items of at least two.');
  }
  const numbers = new Map(classes.map((name, i) => [name, i]));
  const vectors = ({ embeddings, labels }: NamedVectors): LabelledVectors => ({
    embeddings,
    labels: Int32Array.from(labels, (name) => numbers.get(name) as number),
  });
  return { pool: vectors(kept), test: vectors(measured), classes };
}

function inOrder(names: ReadonlySet<string>): string[] {
  const list = [...names].sort();
  return list.every((name) => /^-?\d+$/.test(name)) ? list.sort((a, b) => Number(a) - Number(b)) : list;
}

function setAside(pool: NamedVectors, share: number): [NamedVectors, NamedVectors] {
  const { labels, embeddings } = pool;
  const random = createRandom(0).fork('test items');
  const order = Uint32Array.from(labels.keys());
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const row = order[i] as number;
    order[i] = order[j] as number;
    order[j] = row;
  }
  const count = Math.round(labels.length * share);
  const part = (rows: Uint32Array): NamedVectors => ({
    embeddings: copyOfRows(embeddings, rows),
    labels: Array.from(rows, (row) => labels[row] as string),
  });
  return [part(order.subarray(count).sort()), part(order.subarray(0, count).sort())];
}
