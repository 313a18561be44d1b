/** Labelled vectors for a simulation: from a dataset that has been scanned, or from files and lists of the caller. */
import { createHash } from 'node:crypto';
import { AlaasError, copyOfRows, createRandom, type Matrix, type SignalName } from '@alaas/core';
import { checkNotCancelled } from './cancellable.ts';
import { labelledEmbeddings } from './labelled-embeddings.ts';
import { type ReadTools, readSignalFile } from './read-signal-file.ts';
import { type InlineSignal, inlineSignal } from './select-inline.ts';
import type { SharedMemory } from './select-memory.ts';
import type { OpenFile } from './select-message.ts';
import { fileBytes } from './signals-file/index.ts';
import type { LabelledVectors, SimulationData } from './simulate-run.ts';
import type { PoolTable } from './store/index.ts';

/** Items with the names of their classes. */
export interface NamedVectors {
  /** [N x D] */
  readonly embeddings: Matrix;
  /** [N] */
  readonly labels: readonly string[];
}

/** Labelled items of a scanned dataset, in their order there. */
export async function datasetVectors(
  labelled: PoolTable['labelled'],
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

/** Labelled vectors of which some may still be in files. Plain data: a thread is asked to read them. */
export interface UnreadVectors {
  readonly embeddings: Matrix | OpenFile;
  readonly labels: readonly string[] | OpenFile;
}

/** Opens the files that a caller names; whoever gets them closes them. @throws AlaasError `SOURCE_*` about a file */
export async function openVectors(
  { embeddings, labels }: GivenVectors,
  open: (place: string) => Promise<OpenFile>,
): Promise<UnreadVectors> {
  return {
    embeddings: typeof embeddings === 'string' ? await open(embeddings) : inlineSignal('embeddings', embeddings),
    labels: typeof labels === 'string' ? await open(labels) : labels.map((label) => String(label)),
  };
}

/** What a simulation is about. */
export interface PrepareWork {
  readonly pool: UnreadVectors;
  /** The items to measure on, or the share of the pool that is set aside for it. */
  readonly test: UnreadVectors | number;
}

/** The same, read and numbered. */
export interface PreparedData {
  readonly data: SimulationData;
  /** Of all embeddings and labels, hex. */
  readonly digest: string;
}

/**
 * Reads, parts and numbers labelled vectors. Blocks its thread for as long as files are read.
 *
 * @throws AlaasError `INVALID_REQUEST` about the format of a file, `INVALID_LABELS` when there is not one label per row,
 * `NOT_ENOUGH_MEMORY`, `CANCELLED`, what {@link numbered} throws
 */
export async function prepareData({ pool, test }: PrepareWork, tools: ReadTools): Promise<PreparedData> {
  const named = await readVectors(pool, tools);
  const data = numbered(named, typeof test === 'number' ? test : await readVectors(test, tools));
  return { data, digest: digestOf(data, tools.checkpoint) };
}

async function readVectors({ embeddings, labels }: UnreadVectors, tools: ReadTools): Promise<NamedVectors> {
  const { memory, checkpoint } = tools;
  const rows = 'fd' in embeddings ? await readSignalFile(embeddings, 'embeddings', tools) : embeddings;
  const names = 'fd' in labels ? linesOf(labels, memory, checkpoint) : labels;
  if (names.length !== rows.rows) {
    throw new AlaasError(
      'INVALID_LABELS',
      `There are ${names.length} labels for ${rows.rows} rows of embeddings. Give one label per row, one a line.`,
    );
  }
  return { embeddings: rows, labels: names };
}

/** Bytes hashed between two checkpoints. */
const HASHED_BYTES = 16 * 2 ** 20;

/** Of all numbers and names that runs depend on. */
export function digestOf({ pool, test, classes }: SimulationData, checkpoint: () => void = () => undefined): string {
  const hash = createHash('sha256').update(JSON.stringify(classes));
  for (const { embeddings, labels } of [pool, test]) {
    hash.update(JSON.stringify([embeddings.rows, embeddings.columns]));
    const bytes = bytesOf(embeddings.data);
    for (let start = 0; start < bytes.length; start += HASHED_BYTES) {
      checkpoint();
      hash.update(bytes.subarray(start, start + HASHED_BYTES));
    }
    hash.update(bytesOf(labels));
  }
  return hash.digest('hex');
}

/** Numbers as they lie in memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
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
