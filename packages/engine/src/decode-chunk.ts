import type { Batch, Clip, Pixels } from '@alaas/core';
import { toAlaasError } from '@alaas/core';
import {
  createAudioDecoder,
  type DecodeLimits,
  decodeRow,
  decodeText,
  openImageDecoder,
  openPixelDecoder,
} from './decode/index.ts';
import type { Failure } from './extract-message.ts';
import type { LoadedModel } from './infer/index.ts';

/** A chunk after decoding: the batch holds what could be decoded, in order. */
export interface DecodedChunk {
  readonly batch: Batch;
  readonly size: number;
  /** Which content each row of the batch is. */
  readonly indexes: number[];
  readonly failures: (Failure & { readonly index: number })[];
  /** Gives the batch's memory back for the next chunk. */
  release(): void;
}

export type DecodeChunk = (contents: readonly Uint8Array[]) => Promise<DecodedChunk>;

/** The decoder that makes what this model eats. */
export async function createChunkDecoder(model: LoadedModel, limits: DecodeLimits): Promise<DecodeChunk> {
  if (model.image !== undefined) return tensorDecoder(model.image, limits.maxPixels);
  if (model.pixels !== undefined) return pixelDecoder(model.pixels, limits.maxPixels);
  if (model.sampleRate !== undefined) return audioDecoder(model.sampleRate, limits.maxSeconds);
  if (model.modality === 'series') {
    // it brings libraries of tables along, which no other worker needs
    const { decodeSeriesFile } = await import('./series-decoder.ts');
    return valueDecoder(
      (bytes) => decodeSeriesFile(bytes, limits.maxValues),
      (series) => ({ kind: 'series', series }),
    );
  }
  if (model.modality === 'table') return valueDecoder(decodeRow, (rows) => ({ kind: 'table', rows }));
  return valueDecoder(decodeText, (texts) => ({ kind: 'text', texts }));
}

async function tensorDecoder(input: NonNullable<LoadedModel['image']>, maxPixels: number): Promise<DecodeChunk> {
  const decoder = await openImageDecoder(input, maxPixels);
  const free: Float32Array[] = [];
  return async (contents) => {
    const length = contents.length * decoder.length;
    const reused = free.pop();
    const data = reused !== undefined && reused.length >= length ? reused : new Float32Array(length);
    const { indexes, failures } = await decodeEach(contents, (bytes, i) =>
      decoder.decode(bytes, data, i * decoder.length),
    );
    // rows move up over those that failed
    for (const [row, index] of indexes.entries()) {
      if (row !== index) data.copyWithin(row * decoder.length, index * decoder.length, (index + 1) * decoder.length);
    }
    const size = indexes.length;
    const batch: Batch = { kind: 'tensor', data: data.subarray(0, size * decoder.length), shape: decoder.shape, size };
    return { batch, size, indexes, failures, release: () => free.push(data) };
  };
}

async function pixelDecoder(size: NonNullable<LoadedModel['pixels']>, maxPixels: number): Promise<DecodeChunk> {
  const decoder = await openPixelDecoder(size, maxPixels);
  return async (contents) => {
    const images: Pixels[] = [];
    const { indexes, failures } = await decodeEach(contents, async (bytes, i) => {
      images[i] = await decoder.decode(bytes);
    });
    const batch: Batch = { kind: 'pixels', images: indexes.map((i) => images[i] as Pixels) };
    return { batch, size: indexes.length, indexes, failures, release: () => undefined };
  };
}

/** One recording after the other: each takes this thread alone, and memory while it is decoded. */
function audioDecoder(sampleRate: number, maxSeconds: number): DecodeChunk {
  const decoder = createAudioDecoder(sampleRate, maxSeconds);
  return async (contents) => {
    const clips: Clip[] = [];
    let last: Promise<unknown> = Promise.resolve();
    const { indexes, failures } = await decodeEach(contents, async (bytes, i) => {
      const before = last;
      const decoded = before.then(() => decoder.decode(bytes));
      last = decoded.catch(() => undefined);
      clips[i] = await decoded;
    });
    const batch: Batch = { kind: 'audio', clips: indexes.map((i) => clips[i] as Clip) };
    return { batch, size: indexes.length, indexes, failures, release: () => undefined };
  };
}

function valueDecoder<T>(decode: (bytes: Uint8Array) => T, toBatch: (values: T[]) => Batch): DecodeChunk {
  return async (contents) => {
    const values: T[] = [];
    const { indexes, failures } = await decodeEach(contents, (bytes, i) => {
      values[i] = decode(bytes);
    });
    const batch = toBatch(indexes.map((i) => values[i] as T));
    return { batch, size: indexes.length, indexes, failures, release: () => undefined };
  };
}

/** Decodes all at once, as many as there are native threads really run together. */
async function decodeEach(
  contents: readonly Uint8Array[],
  decode: (bytes: Uint8Array, index: number) => Promise<void> | void,
): Promise<Pick<DecodedChunk, 'indexes' | 'failures'>> {
  const failed = new Map<number, Failure>();
  const note = (index: number, error: unknown): void => {
    const { code, message } = toAlaasError(error);
    failed.set(index, { code: code === 'INTERNAL' ? 'DECODE_CORRUPT' : code, message });
  };
  const waiting: Promise<void>[] = [];
  for (const [i, bytes] of contents.entries()) {
    try {
      const promise = decode(bytes, i);
      if (promise !== undefined) waiting.push(promise.catch((error: unknown) => note(i, error)));
    } catch (error) {
      note(i, error);
    }
  }
  await Promise.all(waiting);
  const indexes: number[] = [];
  for (let i = 0; i < contents.length; i++) if (!failed.has(i)) indexes.push(i);
  const failures = [...failed].sort(([a], [b]) => a - b).map(([index, failure]) => ({ index, ...failure }));
  return { indexes, failures };
}
