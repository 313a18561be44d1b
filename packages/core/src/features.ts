import type { Modality } from './item.ts';
import type { Matrix } from './matrix.ts';

/** Decoded content, ready for a model. */
export type Decoded =
  /** float32 [channels x height x width] or [height x width x channels], as the model declares. */
  | { readonly kind: 'tensor'; readonly data: Float32Array; readonly shape: readonly number[] }
  /** sRGB pixels, 3 bytes each, row by row. */
  | { readonly kind: 'pixels'; readonly data: Uint8Array; readonly width: number; readonly height: number }
  | { readonly kind: 'text'; readonly text: string };

/** What a model gives for a batch, one row per input. At least one of the two. */
export interface Features {
  /** [n x D] */
  readonly embeddings?: Matrix;
  /** [n x K], rows sum to 1. */
  readonly probabilities?: Matrix;
}

/** Widths of what a model gives; 0 where it does not give it. */
export interface FeatureWidths {
  readonly embedding: number;
  readonly probabilities: number;
}

/** Who runs a model: loaded once in a worker, called with batches. */
export interface Backend {
  readonly widths: FeatureWidths;
  /** @throws AlaasError `INFER_FAILED` about the whole batch, `MODEL_SHAPE` when the inputs do not fit the model */
  run(batch: readonly Decoded[]): Promise<Features>;
  close(): Promise<void>;
}

/** A built-in model that needs no weights: a pure function from content to an embedding. */
export interface Featurizer {
  /** kebab-case, unique among the zoo's models. */
  readonly id: string;
  readonly modality: Modality;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  /** Part of the cache key: raise it when the same input would give other numbers. */
  readonly version: number;
  /** Embedding width D. */
  readonly width: number;
  /** For images: the pixels arrive resized to this [height, width]. */
  readonly imageSize?: readonly [number, number];
  /** @returns [D], finite, unit length unless the content is empty (then zeros) */
  embed(content: Decoded): Float32Array;
}

export function defineFeaturizer(featurizer: Featurizer): Featurizer {
  return Object.freeze(featurizer);
}
