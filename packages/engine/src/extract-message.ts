import type { ErrorCode, FeatureWidths, Modality } from '@alaas/core';
import type { DecodeLimits } from './decode/index.ts';
import type { LocatedModel } from './infer/index.ts';

/** What a worker is started with. */
export interface ExtractSetup {
  readonly model: LocatedModel;
  /** Threads inside one inference. */
  readonly threads: number;
  readonly limits: DecodeLimits;
  /** Whether this worker shall find the best batch size; the others are told by the size of what they get. */
  readonly findBatchSize: boolean;
}

/** Sent to a worker. */
export type ToWorker =
  /** Contents end to end in one buffer: content i is bytes `ends[i - 1]` to `ends[i]`. */
  | { readonly type: 'extract'; readonly id: number; readonly bytes: Uint8Array; readonly ends: Uint32Array }
  /** Finish what was sent before, free the model, and end. */
  | { readonly type: 'close' };

/** An error as it crosses threads, where classes do not. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What became of one chunk of contents. */
export interface Extracted {
  /** Which contents have features, in the order of the rows below. */
  readonly indexes: Uint32Array;
  /** [indexes.length x D], when the model gives it */
  readonly embeddings?: Float32Array;
  /** [indexes.length x K], when the model gives it */
  readonly probabilities?: Float32Array;
  readonly failures: readonly (Failure & { readonly index: number })[];
}

/** Sent by a worker. */
export type FromWorker =
  | { readonly type: 'ready'; readonly modality: Modality; readonly widths: FeatureWidths; readonly batchSize: number }
  | { readonly type: 'extracted'; readonly id: number; readonly result: Extracted }
  /** The whole chunk failed for a reason that every chunk would meet. */
  | { readonly type: 'failed'; readonly id: number | undefined; readonly failure: Failure };
