import type { Backend, ImageInput, Modality, ModelEntry } from '@alaas/core';
import type { HubPlace } from './hub-place.ts';

export type ModelKind = 'onnx' | 'featurizer' | 'transformers';

/** A model that was found and verified. Plain data: it can be posted to a worker thread. */
export interface LocatedModel {
  readonly entry: ModelEntry;
  readonly kind: ModelKind;
  /** Absolute path of the ONNX file, or of the folder of a Hugging Face model. */
  readonly path?: string;
  /** Absolute path of a tokenizer.json. */
  readonly tokenizerPath?: string;
  /** Names of the classes in the order in which the model gives them, where somebody says. */
  readonly labels?: readonly string[];
  /** Hex SHA-256 of the weights and of everything declared that changes what the model gives. */
  readonly digest: string;
}

export interface LocateOptions {
  /** Absolute folder that relative paths start from. */
  readonly folder: string;
  /** Absolute folder of downloaded models; created when needed. */
  readonly cache: string;
  /** Reads an http(s) URI, held to the caller's limits and address guard. */
  readonly read: (uri: string, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
}

export interface LoadOptions {
  /** Threads of one inference, at least 1. */
  readonly threads: number;
  readonly device: ModelEntry['device'];
}

/** An image preprocessing whose size is known: [height, width] in pixels. */
export type SizedImageInput = ImageInput & { readonly size: [number, number] };

/** A model ready to run, and what it wants to be fed. */
export interface LoadedModel {
  readonly backend: Backend;
  readonly modality: Modality;
  /** How to make the tensors of an image model; it is fed batches of kind `tensor`. */
  readonly image?: SizedImageInput;
  /** [height, width] of an image featurizer; it is fed batches of kind `pixels`. */
  readonly pixels?: readonly [number, number];
  /** Samples per second of an audio featurizer; it is fed batches of kind `audio`. */
  readonly sampleRate?: number;
  /** Items the graph takes at a time. Other batch sizes work too: they are cut and padded. */
  readonly fixedBatch?: number;
}

/** One way to run models. A new one is a file and its line in the list of `models.ts`. */
export interface ModelBackend {
  readonly kind: ModelKind;
  /** The verified model, or undefined when this backend does not run what is at that place. */
  locate(entry: ModelEntry, place: HubPlace, options: LocateOptions): Promise<LocatedModel | undefined>;
  load(located: LocatedModel, options: LoadOptions): Promise<LoadedModel>;
}
