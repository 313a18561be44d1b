import { randomUUID } from 'node:crypto';
import {
  AlaasError,
  type Config,
  type Dataset,
  type FileUploaded,
  type ItemsPush,
  type ItemsPushed,
  type ModelEntry,
  type manifestQuerySchema,
} from '@alaas/core';
import type { Access, Engine, Pool, Upload } from '@alaas/engine';
import type { z } from 'zod';
import type { DatasetNotes } from '../database/dataset-table.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { limitedBytes } from '../limited-bytes.ts';
import { pushPool } from './items.ts';
import { builtInModel, type Models } from './models.ts';
import { isTemporary } from './temporary.ts';

export interface CheckedDataset {
  readonly id?: string | undefined;
  readonly model?: string | ModelEntry | undefined;
}

export interface Datasets {
  /** @throws AlaasError `CONFLICT`, `UNKNOWN_MODEL`, `SOURCE_FORBIDDEN` */
  create(asked: CheckedDataset, access: Access): Promise<Dataset>;
  list(): Dataset[];
  /** @throws AlaasError `NOT_FOUND` */
  get(id: string): Dataset;
  /** Whether it is there, however large: nothing is counted. @throws AlaasError `NOT_FOUND` */
  check(id: string): void;
  accessOf(id: string): Promise<Access>;
  /** True while the model waits for the first item to be chosen by its modality. */
  isModelOpen(id: string): Promise<boolean>;
  /**
   * The model that the dataset is asked with, where `asked` is the one that a request names; undefined while it still waits
   * to be chosen by the items.
   *
   * @throws AlaasError `NOT_FOUND`, `SOURCE_FORBIDDEN`
   */
  modelFor(id: string, asked: ModelEntry | undefined, access: Access): Promise<ModelEntry | undefined>;
  /** Cancels the dataset's jobs, then forgets its items. @throws AlaasError `NOT_FOUND`, `CONFLICT` for one in use */
  delete(id: string): Promise<void>;
  /**
   * Adds items and starts their scan in the background.
   *
   * @throws AlaasError `NOT_FOUND`, `SOURCE_FORBIDDEN`, `INVALID_MANIFEST`, `TOO_LARGE`
   */
  push(id: string, push: ItemsPush, access: Access, signal: AbortSignal): Promise<ItemsPushed>;
  /**
   * Adds the rows of a manifest while it arrives; what was read before a fault is stored, and the same manifest sent again
   * completes it.
   *
   * @throws AlaasError as {@link push}, `INVALID_MANIFEST` with the first problems and their lines
   */
  pushManifest(id: string, bytes: AsyncIterable<Uint8Array>, how: ManifestUpload): Promise<ItemsPushed>;
  /**
   * Keeps a content, adds it as an item and starts its scan.
   *
   * @throws AlaasError `NOT_FOUND`, `SOURCE_FORBIDDEN`, `SOURCE_EMPTY`, `SOURCE_TOO_LARGE`, `DECODE_UNSUPPORTED`, `STORE_FULL`
   */
  addFile(id: string, file: Upload, access: Access): Promise<FileUploaded>;
  /** {@link push} for pools that arrive one after the other; each is stored before the next is asked for. */
  pushPools(id: string, pools: AsyncIterable<Pool>, access: Access, signal: AbortSignal): Promise<ItemsPushed>;
}

export interface ManifestUpload {
  readonly query: z.output<typeof manifestQuerySchema>;
  readonly access: Access;
  readonly signal: AbortSignal;
}

export interface DatasetsOptions {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly models: Models;
  readonly notes: DatasetNotes;
  readonly limits: Config['limits'];
  /** Ids of the projects on a dataset. */
  readonly projectsOn: (id: string) => Promise<readonly string[]>;
}

export function createDatasets({ engine, jobs, models, notes, limits, projectsOn }: DatasetsOptions): Datasets {
  const datasets: Datasets = {
    async create({ id = randomUUID(), model: choice }, access) {
      const model = choice === undefined ? models.configured : models.resolve(choice, access);
      const dataset = engine.createDataset(id, model ?? builtInModel('image'), access);
      try {
        await notes.put(id, { access, isModelOpen: model === undefined });
      } catch (error) {
        engine.deleteDataset(id);
        throw error;
      }
      return dataset;
    },
    list: () => engine.datasets().filter((dataset) => !isTemporary(dataset.id)),
    get(id) {
      datasets.check(id);
      return engine.dataset(id);
    },
    check(id) {
      if (isTemporary(id)) throw notFound(id);
      engine.datasetModel(id);
    },
    // as the engine reads its items: notes stay behind when a store gets another database
    accessOf: async (id) => engine.datasetAccess(id),
    isModelOpen: async (id) => (await notes.get(id))?.isModelOpen ?? false,
    async modelFor(id, asked, access) {
      datasets.check(id);
      const isFromElsewhere = asked !== models.configured && /^https?:/i.test(asked?.hub ?? '');
      if (access === 'remote' && isFromElsewhere && (await datasets.accessOf(id)) === 'local') {
        throw new AlaasError(
          'SOURCE_FORBIDDEN',
          `Dataset ${id} was made on the service's own machine, where any address may be read; a client on another machine cannot bring a model from elsewhere to it. Put the model into the service's config.`,
        );
      }
      const isModelOpen = asked === undefined && (await datasets.isModelOpen(id));
      return isModelOpen ? undefined : (asked ?? engine.datasetModel(id));
    },
    async delete(id) {
      datasets.check(id);
      const [project] = await projectsOn(id);
      if (project !== undefined) {
        throw new AlaasError('CONFLICT', `Project "${project}" labels dataset ${id}. Delete the project first.`);
      }
      await jobs.cancelDataset(id);
      engine.deleteDataset(id);
      await notes.delete(id);
    },
    push: (id, push, access, signal) => datasets.pushPools(id, once(pushPool(push, limits)), access, signal),
    pushManifest(id, bytes, { query: { format, base, ...columns }, access, signal }) {
      const text = limitedBytes(bytes, limits.max_body_bytes);
      const manifest = { text, format, base, isNamedByContent: true };
      return datasets.pushPools(id, once({ manifest, columns }), access, signal);
    },
    async addFile(id, file, access) {
      datasets.check(id);
      await checkAccess(id, access);
      const { id: item, uri, type, bytes, added } = await engine.addUpload(id, file);
      if (added) await settleModel(id);
      const job = await jobs.submitScan(id);
      return { item, uri, type, bytes, added, job: job.id };
    },
    async pushPools(id, pools, access, signal) {
      datasets.check(id);
      await checkAccess(id, access);
      let added = 0;
      let known = 0;
      try {
        for await (const pool of pools) {
          const counts = await engine.addItems(id, pool, { signal, onProgress: () => undefined });
          added += counts.added;
          known += counts.known;
        }
      } finally {
        // even when a later part is refused: what is stored already must be scanned with the right model
        if (added > 0) await settleModel(id);
      }
      const job = await jobs.submitScan(id);
      return { added, known, job: job.id };
    },
  };
  return datasets;

  async function checkAccess(id: string, access: Access): Promise<void> {
    if (access === 'local' || (await datasets.accessOf(id)) === 'remote') return;
    throw new AlaasError(
      'SOURCE_FORBIDDEN',
      `Dataset ${id} was made on the service's own machine, where any file may be read; a client on another machine cannot add to it. Make a dataset of your own: POST /v1/datasets.`,
    );
  }

  async function settleModel(id: string): Promise<void> {
    const note = await notes.get(id);
    const modality = engine.modality(id);
    if (note?.isModelOpen !== true || modality === undefined) return;
    engine.setModel(id, builtInModel(modality));
    await notes.put(id, { ...note, isModelOpen: false });
  }
}

async function* once<T>(value: T): AsyncGenerator<T, void> {
  yield value;
}

function notFound(id: string): AlaasError {
  return new AlaasError('NOT_FOUND', `There is no dataset "${id}". GET /v1/datasets lists them.`);
}
