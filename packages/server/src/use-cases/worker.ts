import type { QueryResult, SimulationResult } from '@alaas/core';
import type { Engine, LabelledPool, Watch } from '@alaas/engine';
import type { QueryWork, ScanWork, SimulatedPool, SimulationWork } from '../jobs/job.ts';
import type { Worker } from '../jobs/jobs.ts';
import type { Metrics } from '../metrics.ts';
import type { KnownAnswers } from '../projects/known-answers.ts';
import { builtInModel } from './models.ts';
import { labelsIn } from './project-simulations.ts';
import { deleteIfThere } from './temporary.ts';

/** Does the work of jobs with the engine. */
export function createWorker(
  engine: Engine,
  metrics: Pick<Metrics, 'countInferred'>,
  answers: Pick<KnownAnswers, 'at'>,
): Worker {
  return {
    async run(request, watch) {
      if (request.kind === 'query') return await query(request, watch);
      if (request.kind === 'selection') return await engine.select(request.query, request.access, watch);
      return request.kind === 'scan' ? await scan(request, watch) : await simulation(request, watch);
    },
    cleanUp(request) {
      if (request.kind === 'query' && request.isTemporary) deleteIfThere(engine, request.dataset);
      if (request.kind === 'simulation') for (const { dataset } of request.temporary) deleteIfThere(engine, dataset);
    },
  };

  async function query(work: QueryWork, watch: Watch): Promise<QueryResult> {
    const { dataset, pool, budget, strategy, learner, training, seed, keepDuplicates } = work;
    if (pool !== undefined) await engine.addItems(dataset, pool, watch);
    const model = work.model ?? builtInModel(engine.modality(dataset) ?? 'image');
    const asked = { dataset, budget, strategy, model, learner, ...(training && { training }), seed, keepDuplicates };
    const result = await engine.query(asked, watch);
    metrics.countInferred(result.summary.inferred);
    return result;
  }

  async function simulation(
    { temporary, query: asked, access, notes, basis }: SimulationWork,
    watch: Watch,
  ): Promise<SimulationResult> {
    for (const { dataset, pool } of temporary)
      if (pool !== undefined) await engine.addItems(dataset, { ...pool, labelFolders: true }, watch);
    const { pool, test } = asked;
    const query = {
      ...asked,
      pool: await modelled(pool),
      test: typeof test === 'number' ? test : await modelled(test),
    };
    const result = await engine.simulate(query, access, watch);
    return { ...result, ...(notes && { notes: [...notes] }), ...(basis && { basis }) };
  }

  async function modelled(pool: SimulatedPool): Promise<LabelledPool> {
    if (!('dataset' in pool)) return pool;
    const { dataset, model = builtInModel(engine.modality(dataset) ?? 'image'), answers: given } = pool;
    if (given === undefined) return { dataset, model };
    return { dataset, model, labels: labelsIn(await answers.at(given.project, given.sequence), given.part) };
  }

  async function scan(work: ScanWork, watch: Watch): Promise<undefined> {
    const report = await engine.scan(work.dataset, engine.datasetModel(work.dataset), watch);
    metrics.countInferred(report.inferred);
  }
}
