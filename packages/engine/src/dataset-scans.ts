/** Features of a dataset's items: what is missing is made, once, however many ask for it at the same time. */
import { hash } from 'node:crypto';
import { AlaasError, type Config, type FeatureWidths, type ModelEntry } from '@alaas/core';
import { cancellable } from './cancellable.ts';
import { decodeVersion } from './decode/index.ts';
import type { Access, Watch } from './engine.ts';
import { type LocatedModel, locateModel } from './infer/index.ts';
import type { LoadedModels } from './loaded-models.ts';
import { scan } from './pipeline.ts';
import type { SourceSet } from './source/index.ts';
import type { Extractor, Store, StoredDataset } from './store/index.ts';

interface Parts {
  readonly store: Store;
  readonly models: LoadedModels;
  readonly sources: Readonly<Record<Access, SourceSet>>;
  readonly limits: Config['limits'];
  /** Relative model paths start here. */
  readonly modelFolder: string;
  /** Where models from elsewhere are kept. */
  readonly modelCache: string;
}

/** Names of a model's classes in the order of its probabilities, where they are known. */
export type ModelLabels = readonly string[] | undefined;

/** Refuses, by throwing and before a scan starts, what a model cannot give. */
type CheckWidths = (widths: FeatureWidths, labels: ModelLabels) => void;

/** Features that are there, and how many rows were computed for it. */
interface Scanned {
  readonly extractor: Extractor;
  readonly labels: ModelLabels;
  readonly inferred: number;
}

/** Scans datasets by models. */
export class DatasetScans {
  readonly #parts: Parts;
  /** Scans under way by dataset and model, so that a second one waits instead of repeating. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes the features that are missing. A scan of the same items by the same model that is under way is waited for. */
  async scan(dataset: StoredDataset, entry: ModelEntry, watch: Watch, accept: CheckWidths): Promise<Scanned> {
    const model = await this.locate(entry, accessOf(dataset), watch.signal);
    const key = `${dataset.number} ${model.digest}`;
    for (let other = this.#underWay.get(key); other !== undefined; other = this.#underWay.get(key)) {
      await cancellable(other, watch.signal);
    }
    const work = this.#scan(dataset, model, watch, accept);
    this.#underWay.set(key, work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(key);
    }
  }

  /**
   * What a model gives, and where its features are, if it ever ran here: loads it where nobody knows.
   *
   * @throws AlaasError as {@link scan}
   */
  async gives(
    dataset: StoredDataset,
    entry: ModelEntry,
    signal: AbortSignal,
  ): Promise<{
    readonly widths: FeatureWidths;
    readonly labels: ModelLabels;
    readonly extractor: Extractor | undefined;
  }> {
    const model = await this.locate(entry, accessOf(dataset), signal);
    const extractor = this.#parts.store.features.find(extractorDigest(model));
    const widths = extractor?.widths ?? (await this.#parts.models.use(model, async (pool) => pool.widths));
    return { widths, labels: labelsOf(model, widths), extractor };
  }

  /** Resolves when no scan is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  /** Finds and verifies a model, fetching it where it is elsewhere. @throws AlaasError `MODEL_*`, `SOURCE_*` */
  locate(model: ModelEntry, access: Access, signal: AbortSignal): Promise<LocatedModel> {
    const { modelFolder, modelCache, sources } = this.#parts;
    return locateModel(model, {
      folder: modelFolder,
      cache: modelCache,
      signal,
      read: async (uri, maxBytes, stop) => {
        const content = await sources[access].open(uri, { signal: stop, maxBytes });
        if (content === 'unchanged') throw new AlaasError('SOURCE_READ', `${uri} answered without its content.`);
        return content.bytes;
      },
    });
  }

  async #scan(dataset: StoredDataset, model: LocatedModel, watch: Watch, accept: CheckWidths): Promise<Scanned> {
    const { store, models, sources, limits } = this.#parts;
    const { datasets, features } = store;
    const digest = extractorDigest(model);
    const known = features.find(digest);
    let start = 0;
    if (known !== undefined) {
      const labels = labelsOf(model, known.widths);
      accept(known.widths, labels);
      datasets.setExtractor(dataset, known.number);
      const pending = await store.firstPending(dataset, known);
      if (pending === undefined) return { extractor: known, labels, inferred: 0 };
      start = pending;
    }
    watch.onProgress({ stage: 'model', done: 0, total: 1, failed: 0 });
    return await models.use(model, async (pool) => {
      const labels = labelsOf(model, pool.widths);
      accept(pool.widths, labels);
      const extractor = features.register(digest, pool.widths);
      datasets.setExtractor(dataset, extractor.number);
      const { inferred } = await scan({
        pending: (after, limit) => datasets.pending(dataset, extractor.number, Math.max(after, start - 1), limit),
        total: datasets.pendingCount(dataset, extractor.number, start),
        sources: sources[accessOf(dataset)],
        pool,
        log: store.scanLog(dataset, extractor),
        maxItemBytes: limits.max_item_bytes,
        watch,
      });
      return { extractor, labels, inferred };
    });
  }
}

/** On whose behalf a dataset's items are read. */
export function accessOf(dataset: StoredDataset): Access {
  return dataset.access === 'local' ? 'local' : 'remote';
}

/** The key of cached features: the model, and the version of the code that decodes for it. */
export function extractorDigest(model: LocatedModel): string {
  return hash('sha256', `${model.digest} decode ${decodeVersion}`, 'hex');
}

/** @throws AlaasError `MODEL_SHAPE` when the entry names more or fewer labels than there are probabilities */
function labelsOf({ entry, labels }: LocatedModel, { probabilities }: FeatureWidths): ModelLabels {
  if (labels === undefined || probabilities === 0 || labels.length === probabilities) return labels;
  // what a config says beside the model is no promise
  if (entry.labels === undefined) return undefined;
  throw new AlaasError(
    'MODEL_SHAPE',
    `Model "${entry.name}" gives probabilities of ${probabilities} classes, and its entry names ${labels.length} labels. Name each class, in the order of the model's outputs.`,
  );
}
