import { randomUUID } from 'node:crypto';
import type { Config, ModelEntry, QueryRequest, SelectionPlan, Training } from '@alaas/core';
import type { Access, Engine, Pool } from '@alaas/engine';
import type { JobRecord, QueryWork } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { choose } from './choices.ts';
import type { Datasets } from './datasets.ts';
import { checkCount, namedPool, queryItems } from './items.ts';
import { builtInModel, type Models } from './models.ts';
import { deleteIfThere, temporaryDataset } from './temporary.ts';

/** A request of POST /v1/queries after its check. */
export type CheckedQuery = Omit<QueryRequest, 'model' | 'training'> & {
  readonly model?: string | ModelEntry | undefined;
  readonly training?: Training | undefined;
};

export interface Queries {
  /**
   * Makes a job of a query. Items and manifests are stored before it returns, so that the request's memory can go;
   * an `input` is listed by the job.
   *
   * @throws AlaasError about anything wrong with the request that can be seen without reading items
   */
  submit(query: CheckedQuery, access: Access, signal: AbortSignal): Promise<JobRecord>;
  /**
   * What the query would take. Items, manifests and an `input` are listed for it and forgotten again; nothing is scanned.
   *
   * @throws AlaasError about anything wrong with the request, `CANCELLED`
   */
  plan(query: CheckedQuery, access: Access, signal: AbortSignal): Promise<SelectionPlan>;
}

export interface QueriesOptions {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly models: Models;
  readonly datasets: Datasets;
  readonly config: Config;
}

export function createQueries({ engine, jobs, models, datasets, config }: QueriesOptions): Queries {
  return {
    async submit(query, access, signal) {
      const { choices, model } = chosen(query, access);
      if (query.dataset !== undefined) return await onDataset(query.dataset, choices, model, access);
      return await onOwnPool(query, choices, model ?? models.configured, { access, signal });
    },
    async plan(query, access, signal) {
      const { choices, model } = chosen(query, access);
      const planOf = (dataset: string, own: ModelEntry | undefined): Promise<SelectionPlan> =>
        engine.planQuery(
          { ...choices, dataset, model: own ?? builtInModel(engine.modality(dataset) ?? 'image') },
          signal,
        );
      if (query.dataset !== undefined)
        return await planOf(query.dataset, await datasets.modelFor(query.dataset, model, access));
      const own = model ?? models.configured;
      const dataset = temporaryDataset(randomUUID());
      engine.createDataset(dataset, own ?? builtInModel('image'), access);
      try {
        const { input, columns } = query;
        const pool = input === undefined ? poolOfRequest(query, config) : { input, columns };
        if (pool !== undefined) await engine.addItems(dataset, pool, { signal, onProgress: () => undefined });
        return await planOf(dataset, own);
      } finally {
        deleteIfThere(engine, dataset);
      }
    },
  };

  function chosen(
    query: CheckedQuery,
    access: Access,
  ): { readonly choices: ReturnType<typeof choose>; readonly model: ModelEntry | undefined } {
    const model = query.model === undefined ? undefined : models.resolve(query.model, access);
    return { choices: choose(query, config), model };
  }

  async function onDataset(
    dataset: string,
    choices: ReturnType<typeof choose>,
    model: ModelEntry | undefined,
    access: Access,
  ): Promise<JobRecord> {
    const own = await datasets.modelFor(dataset, model, access);
    const work = { ...choices, kind: 'query', dataset, isTemporary: false } as const;
    return await jobs.submit(own === undefined ? work : { ...work, model: own });
  }

  async function onOwnPool(
    query: CheckedQuery,
    choices: ReturnType<typeof choose>,
    model: ModelEntry | undefined,
    { access, signal }: { access: Access; signal: AbortSignal },
  ): Promise<JobRecord> {
    const id = randomUUID();
    const dataset = temporaryDataset(id);
    engine.createDataset(dataset, model ?? builtInModel('image'), access);
    try {
      const now = poolOfRequest(query, config);
      if (now !== undefined) await engine.addItems(dataset, now, { signal, onProgress: () => undefined });
      const work: QueryWork = {
        ...choices,
        kind: 'query',
        dataset,
        isTemporary: true,
        ...(query.input === undefined ? {} : { pool: { input: query.input, columns: query.columns } }),
        ...(model === undefined ? {} : { model }),
      };
      return await jobs.submit(work, id);
    } catch (error) {
      deleteIfThere(engine, dataset);
      throw error;
    }
  }
}

/** What travelled in the request itself. */
function poolOfRequest(query: CheckedQuery, config: Config): Pool | undefined {
  if (query.items !== undefined) {
    checkCount(query.items.length, config.limits);
    return { items: queryItems(query.items) };
  }
  return query.manifest === undefined ? undefined : namedPool({ manifest: query.manifest, columns: query.columns });
}
