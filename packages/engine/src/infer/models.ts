import { AlaasError, type ModelEntry } from '@alaas/core';
import { featurizer } from './featurizer.ts';
import { findHubPlace } from './hub-place.ts';
import type { LoadedModel, LoadOptions, LocatedModel, LocateOptions, ModelBackend } from './model-backend.ts';
import { onnx } from './onnx.ts';
import { transformers } from './transformers.ts';

/** Every way to run a model; the first that knows the place takes it. */
const backends: readonly ModelBackend[] = [featurizer, onnx, transformers];

/**
 * Finds, fetches and verifies the model of an entry. Nothing is loaded yet.
 *
 * @throws AlaasError `UNKNOWN_MODEL` for a zoo name that does not exist; `MODEL_MISSING`, `MODEL_CHECKSUM` or
 *   `MODEL_INVALID` about its files; `INVALID_CONFIG` for a URL without sha256; `SOURCE_*` from `read`
 */
export async function locateModel(entry: ModelEntry, options: LocateOptions): Promise<LocatedModel> {
  const place = await findHubPlace(entry, options.folder);
  for (const backend of backends) {
    const located = await backend.locate(entry, place, options);
    if (located !== undefined) return entry.labels === undefined ? located : { ...located, labels: entry.labels };
  }
  throw new AlaasError('MODEL_MISSING', `Model "${entry.name}": nothing here runs what is at ${entry.hub}.`);
}

/**
 * Loads a located model into this thread.
 *
 * @throws AlaasError `MODEL_INVALID`, `MODEL_SHAPE` or `MODEL_OUTPUT` when the model is not what its entry
 *   declares, `MODEL_DEPENDENCY` naming what has to be installed
 */
export async function loadModel(located: LocatedModel, options: LoadOptions): Promise<LoadedModel> {
  const backend = backends.find(({ kind }) => kind === located.kind);
  if (backend === undefined) throw new AlaasError('MODEL_MISSING', `No backend is called ${located.kind}.`);
  return backend.load(located, options);
}
