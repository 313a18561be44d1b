/** Embeddings of contents that are in no dataset, by the way that a scan takes: source -> decode -> infer. Nothing is stored. */
import { AlaasError, isAlaasError, type Matrix, matrix } from '@alaas/core';
import { checkNotCancelled } from './cancellable.ts';
import type { Watch } from './engine.ts';
import type { ExtractPool } from './extract-pool.ts';
import type { LiveContent } from './live-pool.ts';
import { createReporter } from './report-progress.ts';
import type { SourceSet } from './source/index.ts';

/** Bytes of contents that are in memory at once, but for the last one read. */
const MAX_HELD_BYTES = 64 * 2 ** 20;

/** Why one content has no answer. */
export interface Failed {
  readonly code: string;
  readonly message: string;
}

export interface EmbedParts {
  readonly pool: ExtractPool;
  readonly source: SourceSet;
  readonly maxItemBytes: number;
  readonly watch: Watch;
}

/** Rows for the contents that have any, and why the others have none. */
export interface EmbeddedContents {
  /** [places.length x D] */
  readonly embeddings: Matrix;
  /** Which content each row is of. */
  readonly places: readonly number[];
  readonly failures: ReadonlyMap<number, Failed>;
}

/**
 * Reads, decodes and infers batch by batch; a batch is read while the one before it is inferred.
 *
 * @throws AlaasError `CANCELLED`, `MODEL_*` when the model fits no content at all
 */
export async function embedContents(contents: readonly LiveContent[], parts: EmbedParts): Promise<EmbeddedContents> {
  const { pool, watch } = parts;
  const { embedding: columns } = pool.widths;
  const failures = new Map<number, Failed>();
  const rows = new Map<number, Float32Array>();
  const progress = createReporter(watch.onProgress, 'scan', contents.length);
  let under: Promise<void> = Promise.resolve();
  for (let start = 0; start < contents.length; ) {
    const batch = await readBatch(contents, start, parts, failures);
    await under;
    checkNotCancelled(watch.signal);
    const { places, bytes } = batch;
    start = batch.end;
    if (places.length === 0) continue;
    under = pool.extract(bytes).then((result) => {
      for (const [row, index] of result.indexes.entries()) {
        const values = result.embeddings?.subarray(row * columns, (row + 1) * columns);
        if (values !== undefined) rows.set(places[index] as number, values);
      }
      for (const { index, code, message } of result.failures) failures.set(places[index] as number, { code, message });
      progress.add(places.length, result.failures.length);
    });
    // looked at when the next batch is there
    under.catch(() => undefined);
  }
  await under;
  checkNotCancelled(watch.signal);
  progress.end();
  const places = [...rows.keys()].sort((a, b) => a - b);
  const data = new Float32Array(places.length * columns);
  for (const [i, place] of places.entries()) data.set(rows.get(place) as Float32Array, i * columns);
  return { embeddings: { ...matrix(data, columns), rows: places.length }, places, failures };
}

interface ReadBatch {
  readonly places: readonly number[];
  readonly bytes: readonly Uint8Array[];
  /** Where the next one starts. */
  readonly end: number;
}

/** The next contents, until there are as many as the model takes at once, or enough bytes. */
async function readBatch(
  contents: readonly LiveContent[],
  start: number,
  { pool, source, maxItemBytes, watch }: EmbedParts,
  failures: Map<number, Failed>,
): Promise<ReadBatch> {
  const places: number[] = [];
  const bytes: Uint8Array[] = [];
  let held = 0;
  let end = start;
  while (end < contents.length && places.length < pool.batchSize && held < MAX_HELD_BYTES) {
    const first = contents[end] as LiveContent;
    const together = Math.min(
      contents.length - end,
      pool.batchSize - places.length,
      first.uri === undefined ? 1 : source.concurrency(first.uri),
    );
    const read = contents.slice(end, end + together).map(async (content, i) => {
      try {
        return await bytesOf(content, source, { maxBytes: maxItemBytes, signal: watch.signal });
      } catch (error) {
        checkNotCancelled(watch.signal);
        if (!isAlaasError(error) || !error.code.startsWith('SOURCE_')) throw error;
        failures.set(end + i, { code: error.code, message: error.message });
        return undefined;
      }
    });
    for (const [i, content] of (await Promise.all(read)).entries()) {
      if (content === undefined) continue;
      places.push(end + i);
      bytes.push(content);
      held += content.byteLength;
    }
    end += together;
  }
  return { places, bytes, end };
}

async function bytesOf(
  { text, bytes, uri }: LiveContent,
  source: SourceSet,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  if (text !== undefined) return new TextEncoder().encode(text);
  if (bytes !== undefined) return bytes;
  if (uri === undefined)
    throw new AlaasError('SOURCE_READ', 'This content has neither a text nor bytes nor a URI. Give one.');
  const content = await source.open(uri, options);
  if (content === 'unchanged') throw new AlaasError('SOURCE_READ', `${uri} answered without its content.`);
  return content.bytes;
}
