import { AlaasError, type Backend, type Batch, type Featurizer, matrix } from '@alaas/core';
import { valueDigest } from './file-digest.ts';
import type { ModelBackend } from './model-backend.ts';

/** Runs the zoo's featurizers: pure functions from content to an embedding. */
export const featurizer: ModelBackend = {
  kind: 'featurizer',

  async locate(entry, place) {
    if (place.kind !== 'zoo') return undefined;
    const { id, version } = await findFeaturizer(place.name);
    return { entry, kind: 'featurizer', digest: valueDigest({ kind: 'featurizer', id, version }) };
  },

  async load({ entry }) {
    const found = await findFeaturizer(entry.model ?? entry.name);
    const backend = createBackend(found);
    const { modality } = found;
    if (modality === 'image') return { backend, modality, pixels: found.size };
    return { backend, modality, ...(modality === 'audio' && { sampleRate: found.sampleRate }) };
  },
};

/** A worker that runs another kind of model does without the zoo, which is large. */
async function findFeaturizer(name: string): Promise<Featurizer> {
  const zoo = await import('@alaas/zoo/featurizers');
  return zoo.findFeaturizer(name);
}

function createBackend(found: Featurizer): Backend {
  return {
    widths: { embedding: found.width, probabilities: 0 },
    async run(batch) {
      const rows = embedAll(found, batch);
      const data = new Float32Array(rows.length * found.width);
      for (const [i, row] of rows.entries()) data.set(row, i * found.width);
      return { embeddings: matrix(data, found.width) };
    },
    close: () => Promise.resolve(),
  };
}

function embedAll(found: Featurizer, batch: Batch): Float32Array[] {
  if (found.modality === 'text' && batch.kind === 'text') return batch.texts.map((text) => found.embed(text));
  if (found.modality === 'image' && batch.kind === 'pixels') return batch.images.map((image) => found.embed(image));
  if (found.modality === 'audio' && batch.kind === 'audio') return batch.clips.map((clip) => found.embed(clip));
  if (found.modality === 'series' && batch.kind === 'series') return batch.series.map((series) => found.embed(series));
  if (found.modality === 'table' && batch.kind === 'table') return batch.rows.map((row) => found.embed(row));
  throw new AlaasError(
    'MODEL_SHAPE',
    `The built-in model ${found.id} takes contents of kind ${found.modality} and was given ${batch.kind}.`,
  );
}
