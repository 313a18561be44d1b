import { randomUUID } from 'node:crypto';
import type { Config, ModelEntry, SimulationRequest, simulationRequestSchema } from '@alaas/core';
import type { Access, Engine } from '@alaas/engine';
import { findStrategy } from '@alaas/zoo';
import type { z } from 'zod';
import type { JobRecord, SimulatedPool, SimulationWork } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { chooseLearner, chooseStrategy } from './choices.ts';
import type { Datasets } from './datasets.ts';
import { checkCount, namedPool, queryItems } from './items.ts';
import { builtInModel, type Models } from './models.ts';
import { deleteIfThere, temporaryDataset, temporaryTest } from './temporary.ts';

/** A request of POST /v1/simulations after its check. */
export type CheckedSimulation = z.output<typeof simulationRequestSchema>;
type LabelledRequest = SimulationRequest['pool'];

export interface Simulations {
  /**
   * Makes a job of a simulation. Items and manifests are stored before it returns.
   *
   * @throws AlaasError about anything wrong with the request that can be seen without reading items
   */
  submit(request: CheckedSimulation, access: Access, signal: AbortSignal): Promise<JobRecord>;
}

export interface SimulationsOptions {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly models: Models;
  readonly datasets: Datasets;
  readonly config: Config;
}

export function createSimulations(options: SimulationsOptions): Simulations {
  const { engine, jobs, models, config } = options;
  return {
    async submit(request, access, signal) {
      const { pool, test, model: choice, strategies, baseline, learner: asked = config.learner, ...plan } = request;
      const learner = chooseLearner(asked);
      const model = choice === undefined ? undefined : models.resolve(choice, access);
      const chosen = strategies === 'all' ? strategies : strategies.map(chooseStrategy);
      const id = randomUUID();
      const temporary: SimulationWork['temporary'][number][] = [];
      const take = (given: LabelledRequest, dataset: string, ofPool?: ModelEntry): Promise<SimulatedPool> =>
        takePool(given, { dataset, model, ofPool, access, signal, temporary });
      try {
        const taken = await take(pool, temporaryDataset(id));
        const ofPool = 'dataset' in taken ? taken.model : undefined;
        const query = {
          ...plan,
          name: nameOf(pool),
          strategies: chosen,
          baseline: findStrategy(baseline).id,
          learner,
          training: plan.training ?? config.training,
          pool: taken,
          test: typeof test === 'number' ? test : await take(test, temporaryTest(id), ofPool),
        };
        const dataset = 'dataset' in taken ? taken.dataset : '';
        return await jobs.submit({ kind: 'simulation', dataset, access, temporary, query }, id);
      } catch (error) {
        for (const { dataset } of temporary) deleteIfThere(engine, dataset);
        throw error;
      }
    },
  };

  interface Taking {
    readonly dataset: string;
    /** The model that the request names. */
    readonly model: ModelEntry | undefined;
    /** Of items to measure on: what the pool is read with, so that their vectors can be compared. */
    readonly ofPool: ModelEntry | undefined;
    readonly access: Access;
    readonly signal: AbortSignal;
    readonly temporary: SimulationWork['temporary'][number][];
  }

  async function takePool(given: LabelledRequest, taking: Taking): Promise<SimulatedPool> {
    const { embeddings, labels, items, input, manifest, columns } = given;
    if (embeddings !== undefined && labels !== undefined) return { embeddings, labels };
    const { dataset, ofPool, access, signal, temporary } = taking;
    if (given.dataset !== undefined) {
      const model = await options.datasets.modelFor(given.dataset, taking.model ?? ofPool, access);
      return { dataset: given.dataset, model };
    }
    const model = taking.model ?? ofPool ?? models.configured;
    engine.createDataset(dataset, model ?? builtInModel('image'), access);
    temporary.push({ dataset, ...(input === undefined ? {} : { pool: { input, columns } }) });
    if (items !== undefined) {
      checkCount(items.length, config.limits);
      await engine.addItems(dataset, { items: queryItems(items) }, { signal, onProgress: () => undefined });
    } else if (manifest !== undefined) {
      await engine.addItems(dataset, namedPool({ manifest, columns }), { signal, onProgress: () => undefined });
    }
    return { dataset, model };
  }
}

/** What the report calls the data. */
function nameOf({ input, dataset, embeddings, manifest }: LabelledRequest): string {
  const place = input ?? dataset ?? (typeof embeddings === 'string' ? embeddings : undefined);
  if (place !== undefined) return place.replace(/^.*[/\\](?=[^/\\])/, '');
  return manifest === undefined ? 'items of the request' : 'a manifest';
}
