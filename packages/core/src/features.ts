import type { Matrix } from './matrix.ts';
import type { Series } from './series.ts';
import type { TableRow } from './table-row.ts';

/** sRGB pixels, 3 bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Sound of one channel, samples in -1 to 1. */
export interface Clip {
  readonly samples: Float32Array;
  /** Samples per second. */
  readonly rate: number;
}

/** Decoded contents, ready for a model. */
export type Batch =
  /** float32 [size x shape...], row-major. */
  | { readonly kind: 'tensor'; readonly data: Float32Array; readonly shape: readonly number[]; readonly size: number }
  | { readonly kind: 'pixels'; readonly images: readonly Pixels[] }
  | { readonly kind: 'text'; readonly texts: readonly string[] }
  | { readonly kind: 'audio'; readonly clips: readonly Clip[] }
  | { readonly kind: 'series'; readonly series: readonly Series[] }
  | { readonly kind: 'table'; readonly rows: readonly TableRow[] };

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

/** Who runs a model: loaded once in a worker, called with one batch at a time. */
export interface Backend {
  readonly widths: FeatureWidths;
  /** @throws AlaasError `INFER_FAILED` about the whole batch, `MODEL_SHAPE` when the inputs do not fit the model */
  run(batch: Batch): Promise<Features>;
  close(): Promise<void>;
}

interface FeaturizerInfo {
  /** kebab-case, unique among the zoo's models. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly reference: string;
  /** Part of the cache key: raise it when the same input would give other numbers. */
  readonly version: number;
  /** Embedding width D. */
  readonly width: number;
}

/** A built-in text model that needs no weights. `embed` gives [D], finite; unit length, or zeros for an empty text. */
export interface TextFeaturizer extends FeaturizerInfo {
  readonly modality: 'text';
  embed(text: string): Float32Array;
}

/** A built-in image model that needs no weights. `embed` gives [D], finite, unit length. */
export interface ImageFeaturizer extends FeaturizerInfo {
  readonly modality: 'image';
  /** The pixels arrive resized to this [height, width]. */
  readonly size: readonly [number, number];
  embed(image: Pixels): Float32Array;
}

/** A built-in model of recordings that needs no weights. `embed` gives [D], finite, unit length. */
export interface AudioFeaturizer extends FeaturizerInfo {
  readonly modality: 'audio';
  /** Samples per second that every recording is resampled to. */
  readonly sampleRate: number;
  embed(clip: Clip): Float32Array;
}

/** A built-in model of time series that needs no weights. `embed` gives [D], finite, unit length. */
export interface SeriesFeaturizer extends FeaturizerInfo {
  readonly modality: 'series';
  embed(series: Series): Float32Array;
}

/** A built-in model of table rows that needs no weights. `embed` gives [D], finite, unit length. */
export interface TableFeaturizer extends FeaturizerInfo {
  readonly modality: 'table';
  embed(row: TableRow): Float32Array;
}

/** A pure function from content to an embedding, listed as an ordinary model. */
export type Featurizer = TextFeaturizer | ImageFeaturizer | AudioFeaturizer | SeriesFeaturizer | TableFeaturizer;

/** Declares a {@link Featurizer}; the default export of a file in the zoo's `models/`. */
export function defineFeaturizer<T extends Featurizer>(featurizer: T): T {
  return Object.freeze(featurizer);
}
