import type { QueryResult } from '@alaas/core';
import type { Engine, Watch } from '@alaas/engine';
import type { QueryWork, ScanWork } from '../jobs/job.ts';
import type { Worker } from '../jobs/jobs.ts';
import type { Metrics } from '../metrics.ts';
import { builtInModel } from './models.ts';
import { deleteIfThere } from './temporary.ts';

/** Does the work of jobs with the engine. */
export function createWorker(engine: Engine, metrics: Pick<Metrics, 'countInferred'>): Worker {
  return {
    async run(request, watch) {
      return request.kind === 'query' ? await query(request, watch) : await scan(request, watch);
    },
    cleanUp(request) {
      if (request.kind === 'query' && request.isTemporary) deleteIfThere(engine, request.dataset);
    },
  };

  async function query(work: QueryWork, watch: Watch): Promise<QueryResult> {
    const { dataset, pool, budget, strategy, learner, seed, keepDuplicates } = work;
    if (pool !== undefined) await engine.addItems(dataset, pool, watch);
    const model = work.model ?? builtInModel(engine.modality(dataset) ?? 'image');
    const result = await engine.query({ dataset, budget, strategy, model, learner, seed, keepDuplicates }, watch);
    metrics.countInferred(result.summary.inferred);
    return result;
  }

  async function scan(work: ScanWork, watch: Watch): Promise<undefined> {
    const report = await engine.scan(work.dataset, engine.datasetModel(work.dataset), watch);
    metrics.countInferred(report.inferred);
  }
}
