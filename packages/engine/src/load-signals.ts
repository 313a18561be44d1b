/** A selection's signals: first how large they are, then what is in them. */
import { type Committee, type Matrix, type SignalName, type Signals, signalNames, signalTable } from '@alaas/core';
import { type ReadTools, readSignalFile } from './read-signal-file.ts';
import { type PoolSignals, poolSize } from './select/index.ts';
import type { OpenFile, SelectWork } from './select-message.ts';
import type { PoolShape } from './selection-work.ts';
import { fileBytes, npyShape, parseIntegers } from './signals-file/index.ts';

const MAX_ROW = 2 ** 32 - 1;
const MAX_CLASS = 2 ** 31 - 1;

/** A pool whose sizes are known, and what had to be read for it. */
export interface SizedPool {
  readonly shape: PoolShape;
  readonly loaded: { readonly [Name in SignalName]?: Signals[Name] };
  readonly labelled: PoolSignals['labelled'];
  /** Bytes of `loaded`. */
  readonly loadedBytes: number;
}

type Sizes = Omit<Matrix, 'data'> & Partial<Pick<Committee, 'members'>>;

/**
 * The sizes of the signals: of NPY files from their headers; files of other formats are read for it.
 *
 * @throws AlaasError about a file, `INVALID_REQUEST` when no signal has a row per item, `NOT_ENOUGH_MEMORY`, `CANCELLED`
 */
export async function sizeUp(work: SelectWork, tools: ReadTools): Promise<SizedPool> {
  const loaded: Partial<Record<SignalName, Matrix | Committee>> = {};
  const sizes: Partial<Record<SignalName, Sizes>> = {};
  let loadedBytes = 0;
  for (const name of signalNames) {
    const given = work.signals[name];
    if (given === undefined) continue;
    const known = 'fd' in given ? headerSizes(given, name, tools) : undefined;
    if (known !== undefined) {
      sizes[name] = known;
      continue;
    }
    const signal = 'fd' in given ? await readSignalFile(given, name, tools) : given;
    loaded[name] = signal;
    sizes[name] = signal;
    loadedBytes += signal.data.byteLength;
  }
  const labelled = loadLabelled(work, tools);
  const n = work.size ?? poolSize(sizes);
  return {
    shape: shapeOf(sizes, n, labelled.rows.length),
    loaded: loaded as SizedPool['loaded'],
    labelled,
    loadedBytes,
  };
}

/** The pool with all that its sizes did not need. @throws AlaasError about a file, `NOT_ENOUGH_MEMORY`, `CANCELLED` */
export async function loadPool(work: SelectWork, sized: SizedPool, tools: ReadTools): Promise<PoolSignals> {
  const { loaded, labelled, shape } = sized;
  const signals: Partial<Record<SignalName, unknown>> = { ...loaded };
  for (const name of signalNames) {
    const given = work.signals[name];
    if (given === undefined || !('fd' in given) || signals[name] !== undefined) continue;
    signals[name] = await readSignalFile(given, name, tools);
  }
  return { ...(signals as Partial<Signals>), size: shape.n, labelled };
}

/** Undefined where the header does not tell, or tells what no such signal is: reading it then says so. */
function headerSizes(file: OpenFile, name: SignalName, { checkpoint }: ReadTools): Sizes | undefined {
  const shape = npyShape(fileBytes(file, checkpoint));
  const isCommittee = signalTable[name].rows === 'members';
  if (shape?.length !== (isCommittee ? 3 : 2)) return undefined;
  const [columns = 0, rows = 0, members] = shape.toReversed();
  return { rows, columns, ...(members !== undefined && { members }) };
}

function shapeOf(sizes: { readonly [Name in SignalName]?: Sizes }, n: number, labelled: number): SizedPool['shape'] {
  const { probabilities, committee, labelProbabilities, labelSets, head, embeddings, predictions } = sizes;
  const classes = probabilities ?? committee ?? labelProbabilities ?? labelSets;
  const numbers = signalNames.flatMap((name) => {
    const of = sizes[name];
    return of === undefined ? [] : [[name, of.rows * of.columns * (of.members ?? 1)] as const];
  });
  return {
    n,
    d: embeddings?.columns ?? 0,
    k: classes?.columns ?? head?.rows ?? 0,
    m: committee?.members ?? predictions?.columns ?? 0,
    labelled,
    numbers: Object.fromEntries(numbers),
  };
}

function loadLabelled({ labelled }: SelectWork, tools: ReadTools): PoolSignals['labelled'] {
  const { rows: given = new Uint32Array(), labels } = labelled ?? {};
  const rows = 'fd' in given ? Uint32Array.from(integersOf(given, MAX_ROW, tools)) : given;
  return { rows, labels: classesOf(labels, rows.length, tools) };
}

/** Without class numbers all are 0: what is known of the rows is in other signals. */
function classesOf(labels: Int32Array | OpenFile | undefined, rows: number, tools: ReadTools): Int32Array {
  if (labels === undefined) return new Int32Array(rows);
  return 'fd' in labels ? Int32Array.from(integersOf(labels, MAX_CLASS, tools)) : labels;
}

function integersOf(file: OpenFile, max: number, { memory, checkpoint }: ReadTools): number[] {
  memory.check(file.bytes);
  const bytes = new Uint8Array(file.bytes);
  fileBytes(file, checkpoint).read(0, bytes);
  return parseIntegers(new TextDecoder().decode(bytes), file.name, max);
}
