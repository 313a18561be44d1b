import { basename } from 'node:path';
import {
  AlaasError,
  isAlaasError,
  type Modality,
  type ModelEntry,
  type ModelSummary,
  modelEntrySchema,
  nearest,
} from '@alaas/core';
import type { Access } from '@alaas/engine';
import { featurizers, findFeaturizer } from '@alaas/zoo';

/** The models a request can name. */
export interface Models {
  /** The config's model, where it names one. */
  readonly configured: ModelEntry | undefined;
  /**
   * The entry behind a request's choice.
   *
   * @param access on whose behalf the entry would be read
   * @throws AlaasError `UNKNOWN_MODEL` with the nearest name, `SOURCE_FORBIDDEN` for a place the caller may not name
   */
  resolve(choice: string | ModelEntry, access: Access): ModelEntry;
  summaries(): ModelSummary[];
}

/** @param configured the config's model, where it names one */
export function createModels(configured: ModelEntry | undefined): Models {
  return {
    configured,
    resolve: (choice, access) => (typeof choice === 'string' ? byName(choice, configured) : checkEntry(choice, access)),
    summaries: () => {
      const builtIn = featurizers
        .filter((featurizer) => featurizer.id !== configured?.name)
        .map(({ id, modality, title, summary }) => ({
          name: id,
          modality,
          title,
          summary,
          hub: 'zoo',
          configured: false,
        }));
      return configured === undefined ? builtIn : [summaryOf(configured), ...builtIn];
    },
  };
}

/** The built-in model for items of a modality. */
export function builtInModel(modality: Modality): ModelEntry {
  return zooEntry(builtIn[modality]);
}

const builtIn: Readonly<Record<Modality, string>> = {
  image: 'image-descriptor',
  text: 'hashed-ngrams',
  audio: 'log-mel-statistics',
  series: 'series-statistics',
  table: 'hashed-cells',
};

function zooEntry(id: string): ModelEntry {
  return modelEntrySchema.parse({ name: id, hub: 'zoo' });
}

function byName(name: string, configured: ModelEntry | undefined): ModelEntry {
  if (name === configured?.name) return configured;
  try {
    return zooEntry(findFeaturizer(name).id);
  } catch (error) {
    if (configured === undefined || !isAlaasError(error, 'UNKNOWN_MODEL')) throw error;
    const names = [configured.name, ...featurizers.map((featurizer) => featurizer.id)];
    const meant = nearest(name, names);
    const hint = meant === undefined ? `Known: ${names.join(', ')}.` : `Did you mean "${meant}"?`;
    throw new AlaasError('UNKNOWN_MODEL', `There is no model "${name}". ${hint}`, { cause: error });
  }
}

/** Other machines may name models by id in a public place; files of this machine are none of their business. */
function checkEntry(entry: ModelEntry, access: Access): ModelEntry {
  if (access === 'local') return entry;
  const { hub = 'zoo', tokenizer } = entry;
  if (!/^(zoo$|https:\/\/|hf:|huggingface(\/|$))/i.test(hub)) {
    throw new AlaasError(
      'SOURCE_FORBIDDEN',
      `Model "${entry.name}": a client on another machine may name a hub of zoo, hf:OWNER/NAME or https://, not ${hub}. Name a model of GET /v1/models, or put this one into the service's config.`,
    );
  }
  if (tokenizer !== undefined) {
    throw new AlaasError(
      'SOURCE_FORBIDDEN',
      `Model "${entry.name}": a client on another machine may not name a tokenizer file. Put the model into the service's config.`,
    );
  }
  return entry;
}

function summaryOf(entry: ModelEntry): ModelSummary {
  const builtIn = featurizers.find(({ id }) => id === (entry.model ?? entry.name) && (entry.hub ?? 'zoo') === 'zoo');
  return {
    name: entry.name,
    ...(builtIn === undefined ? {} : { modality: builtIn.modality }),
    title: builtIn?.title ?? entry.name,
    summary: builtIn?.summary ?? 'The model of the service’s config file.',
    hub: publicHub(entry.hub ?? 'zoo'),
    configured: true,
  };
}

/** Where a model is, without this machine's folders and without credentials. */
function publicHub(hub: string): string {
  if (/^https?:/i.test(hub) && URL.canParse(hub)) {
    const { origin, pathname } = new URL(hub);
    return origin + pathname;
  }
  const isPath = /^(file:|\.{0,2}\/)/.test(hub) || hub.endsWith('.onnx');
  return isPath ? `file:${basename(hub.replace(/^file:/, ''))}` : hub;
}
