/** What data is, before anything is made of it: the guesses of `inspect/` on what `source/` finds. */
import { AlaasError, type Config, type Inspection, isAlaasError, maxInspectedText } from '@alaas/core';
import { thumbnail } from './decode/index.ts';
import type { InspectQuery } from './engine.ts';
import {
  FolderTally,
  guessFormat,
  inspectText,
  modalityOfName,
  modalityOfNames,
  RowCounter,
  shownText,
} from './inspect/index.ts';
import { type createFileGate, type Look, lookAt, type SourceSet } from './source/index.ts';

export interface InspectTools {
  readonly gate: ReturnType<typeof createFileGate>;
  readonly sourceSet: SourceSet;
  readonly limits: Config['limits'];
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** Files of a folder that are counted, and milliseconds that it may take. */
const mostFiles = 200_000;
const mostMs = 3000;
/** Bytes of a manifest whose rows are counted. */
const mostBytes = 64 * 2 ** 20;
/** Milliseconds that the contents of samples may take together. */
const samplesMs = 5000;

/** @throws AlaasError `SOURCE_*` about the input itself, `CANCELLED` */
export async function inspectData(query: InspectQuery, tools: InspectTools): Promise<Inspection> {
  if ('content' in query) {
    const { content: text, ...given } = query;
    return isOneText(text, given) ? oneText(text, given.name) : inspectText({ text, ...given });
  }
  const until = tools.now() + mostMs;
  const isOver = (): boolean => tools.now() > until;
  const look = await lookAt(query.input, { ...tools, isOver });
  if (look.kind === 'folder') return await inspectFolder(look, tools, isOver);
  const modality = modalityOfName(look.name);
  if (modality === 'image' || modality === 'audio') return await inspectOne(look, tools);
  return await inspectFile(look, query, tools);
}

type Folder = Extract<Look, { kind: 'folder' }>;
type File = Extract<Look, { kind: 'file' }>;

async function inspectFolder(
  { paths, uriOf }: Folder,
  tools: InspectTools,
  isOver: () => boolean,
): Promise<Inspection> {
  const tally = new FolderTally();
  let files = 0;
  for await (const path of paths) {
    tally.add(path);
    files++;
    if (files === mostFiles) break;
  }
  const isMore = files === mostFiles || isOver();
  const samples = tally.samples.map((path) => ({ id: path, uri: uriOf(path) }));
  const read = await readSamples(samples, tools);
  return {
    kind: 'folder',
    items: { count: tally.items, isMore },
    modality: tally.modality,
    columns: [],
    guess: {},
    labels: tally.labels,
    samples: read.samples,
    warnings: [...tally.warnings(isMore), ...read.warnings],
  };
}

async function inspectOne({ uri, name }: File, tools: InspectTools): Promise<Inspection> {
  const { samples, warnings } = await readSamples([{ id: name.replace(/^.*\//, ''), uri }], tools);
  const modality = modalityOfName(name) ?? 'text';
  return {
    ...{ kind: 'single', items: { count: 1, isMore: false }, columns: [], guess: {}, labels: [] },
    modality: modalityOfNames({ [modality]: 1 }, 0),
    samples,
    warnings,
  };
}

async function inspectFile(
  { chunks, name, uriOf }: File,
  query: InspectQuery,
  tools: InspectTools,
): Promise<Inspection> {
  if (/\.(parquet|xlsx?|json|arrow|feather|zip|gz)$/i.test(name)) throw unread(name);
  const { text, isWhole, format, items } = await readStart(chunks, name, tools);
  const found = inspectText({ text, isWhole, name, format, columns: query.columns, items });
  const named = found.samples.map((sample) => {
    const uri = sample.uri === undefined ? undefined : uriOf(sample.uri);
    return { ...sample, ...(uri === undefined ? {} : { uri }) };
  });
  const { samples, warnings } = await readSamples(named, tools);
  return { ...found, samples, warnings: [...found.warnings, ...warnings] };
}

/** The beginning of a manifest as text; its rows are counted as far as that is cheap. */
async function readStart(chunks: AsyncGenerator<Uint8Array, void>, name: string, { now, signal }: InspectTools) {
  const start: Uint8Array[] = [];
  const until = now() + mostMs;
  let [bytes, isMore] = [0, false];
  let counter: RowCounter | undefined;
  const startText = (): string => decode(Buffer.concat(start), bytes > maxInspectedText);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    if (bytes < maxInspectedText) start.push(chunk.subarray(0, maxInspectedText - bytes));
    bytes += chunk.length;
    if (bytes >= maxInspectedText && counter === undefined) {
      counter = new RowCounter(guessFormat(name, startText()));
      for (const part of start) counter.push(part);
      counter.push(chunk.subarray(chunk.length - (bytes - maxInspectedText)));
    } else counter?.push(chunk);
    isMore = bytes >= mostBytes || now() > until;
    if (isMore) break;
  }
  const text = startText();
  const isWhole = bytes <= maxInspectedText && !isMore;
  const items = counter === undefined ? undefined : { count: counter.rows, isMore };
  return { text, isWhole, format: guessFormat(name, text), items };
}

/** Bytes that are no UTF-8 become U+FFFD; of a text that was cut, a character in the middle of which it was is left out. */
function decode(bytes: Uint8Array, isCut: boolean): string {
  return new TextDecoder().decode(bytes, { stream: isCut });
}

function unread(name: string): AlaasError {
  const ending = name.replace(/^.*\./, '');
  return new AlaasError(
    'SOURCE_UNSUPPORTED',
    `A file of the kind .${ending} cannot be listed as items. Save it as CSV or JSON lines (one object a line).`,
  );
}

/** Whether a dropped text is one item by itself: prose in a file that is not called a table. */
function isOneText(
  text: string,
  { name, isWhole }: { readonly name?: string | undefined; readonly isWhole: boolean },
): boolean {
  if (guessFormat(name, text) !== 'texts') return false;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length === 1 || (lines.length < 3 && isWhole);
}

function oneText(text: string, name = 'text'): Inspection {
  return {
    ...{ kind: 'single', items: { count: 1, isMore: false }, columns: [], guess: {}, labels: [] },
    modality: { guess: 'text', why: 'It is a text that is no list.', counts: { text: 1 } },
    samples: [{ id: name, text: text.slice(0, shownText) }],
    warnings: [],
  };
}

type Sample = Inspection['samples'][number];

/** Samples with what they hold, as far as it can be read in time. What cannot is a warning. */
async function readSamples(
  samples: readonly Sample[],
  { sourceSet, limits, signal }: InspectTools,
): Promise<Pick<Inspection, 'samples' | 'warnings'>> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(samplesMs)]);
  const warnings: Inspection['warnings'] = [];
  const read = samples.map(async (sample): Promise<Sample> => {
    const { uri } = sample;
    if (uri === undefined || !/^(file|https?):/i.test(uri)) return sample;
    try {
      const content = await sourceSet.open(uri, { signal: stop, maxBytes: limits.max_item_bytes });
      if (content === 'unchanged') return sample;
      return { ...sample, ...(await shownOf(content.bytes, uri, limits.max_pixels)), bytes: content.bytes.length };
    } catch (error) {
      signal.throwIfAborted();
      if (!isAlaasError(error)) throw error;
      warnings.push({ code: 'unreadable', detail: `${sample.id}: ${error.message}`, items: 1 });
      return sample;
    }
  });
  return { samples: await Promise.all(read), warnings };
}

async function shownOf(bytes: Uint8Array, uri: string, maxPixels: number): Promise<Partial<Sample>> {
  const modality = modalityOfName(uri);
  if (modality === 'image') return { preview: await thumbnail(bytes, maxPixels) };
  return modality === 'text'
    ? { text: new TextDecoder().decode(bytes.subarray(0, 4 * shownText)).slice(0, shownText) }
    : {};
}
