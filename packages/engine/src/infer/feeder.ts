import type { Batch, Modality } from '@alaas/core';
import type { SizedImageInput } from './model-backend.ts';

/** Makes the tensors of one library. */
export type MakeTensor<Tensor> = (
  type: 'float32' | 'uint8' | 'int64' | 'int32',
  data: Float32Array | Uint8Array | BigInt64Array | Int32Array,
  dims: readonly number[],
) => Tensor;

/** Which rows a run gives. */
export interface FeedRows {
  /** Rows the graph is fed, padding included. */
  readonly fed: number;
  /** Rows to keep, from the first. */
  readonly kept: number;
  /** Real tokens of each kept row, for the mean over tokens. Default: all. */
  readonly tokens?: readonly number[];
}

/** What one run of a graph is fed. */
export interface Feed<Tensor> {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly rows: FeedRows;
  /** Positions in the batch of the rows kept. */
  readonly positions: readonly number[];
}

/** The input side of a graph: turns batches into feeds. */
export interface Feeder<Tensor> {
  readonly modality: Modality;
  readonly image?: SizedImageInput;
  /** Rows the graph takes per run, where it does not leave that free. */
  readonly fixedBatch?: number;
  /** A small blank batch, to learn the model's widths from. */
  readonly probe: Batch;
  /**
   * The runs that make up a batch, made one by one as they are asked for.
   *
   * @throws AlaasError `MODEL_SHAPE` when the batch is not of the kind or shape the graph takes
   */
  feeds(batch: Batch): Iterable<Feed<Tensor>>;
}

/** Positions 0 to `count` - 1 in runs of at most `size`. */
export function* runs(count: number, size: number): Generator<number[]> {
  for (let start = 0; start < count; start += size) {
    yield Array.from({ length: Math.min(size, count - start) }, (_, i) => start + i);
  }
}
