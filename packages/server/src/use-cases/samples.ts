import { AlaasError, isAlaasError, nearest, type Sample, type SampleMade } from '@alaas/core';
import type { Access } from '@alaas/engine';
import { sampleItems } from '../sample.ts';
import type { Datasets } from './datasets.ts';
import { builtInModel } from './models.ts';

/** The pools that can be made: enough items to choose from, few enough for seconds on two cores. */
const kinds = [
  { id: 'texts', modality: 'text', items: 1000 },
  { id: 'images', modality: 'image', items: 500 },
  { id: 'audio', modality: 'audio', items: 300 },
  { id: 'series', modality: 'series', items: 300 },
  { id: 'table', modality: 'table', items: 500 },
] as const;

const seed = 1;

export interface Samples {
  list(): Sample[];
  /**
   * Makes the dataset of a sample, or finds it as it was made before, and starts its scan.
   *
   * @throws AlaasError `NOT_FOUND` for a sample that there is not, `SOURCE_FORBIDDEN` where somebody else has its dataset
   */
  make(id: string, access: Access, signal: AbortSignal): Promise<SampleMade>;
}

export function createSamples(datasets: Datasets): Samples {
  return {
    list: () => kinds.map(({ id, modality, items }) => ({ id, modality, items, dataset: datasetOf(id) })),
    async make(id, access, signal) {
      const kind = kinds.find((known) => known.id === id);
      if (kind === undefined) throw noSample(id);
      const dataset = datasetOf(id);
      const model = builtInModel(kind.modality).name;
      await datasets.create({ id: dataset, model }, access).catch((error: unknown) => {
        if (!isAlaasError(error, 'CONFLICT')) throw error;
      });
      const items = await sampleItems(kind.id, { seed, size: kind.items });
      const pushed = await datasets.push(dataset, { items }, access, signal);
      const labels = [...new Set(items.flatMap(({ label }) => (typeof label === 'string' ? [label] : [])))];
      return { ...pushed, dataset, labels };
    },
  };
}

function datasetOf(id: string): string {
  return `sample-${id}`;
}

function noSample(id: string): AlaasError {
  const ids = kinds.map((kind) => kind.id);
  const meant = nearest(id, ids);
  const hint = meant === undefined ? `There are ${ids.join(', ')}.` : `Did you mean "${meant}"?`;
  return new AlaasError('NOT_FOUND', `There is no sample "${id}". ${hint}`);
}
