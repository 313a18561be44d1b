import { jobSchema, simulationRequestSchema } from '@alaas/core';
import type { RequestAccess } from '../http/request-access.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Simulations } from '../use-cases/simulations.ts';
import { answerJob } from './answer-job.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface SimulationRoutesOptions {
  readonly simulations: Simulations;
  readonly jobs: Jobs;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** Comparing query strategies on labelled data. */
export function simulationRoutes(
  app: RouteApp,
  { simulations, jobs, accessOf, closing }: SimulationRoutesOptions,
): void {
  app.post(
    '/v1/simulations',
    {
      schema: {
        tags: ['Simulations'],
        summary: 'Compare query strategies on labelled data',
        description:
          'Makes a job. Every strategy starts from the same seed sets and labels batch after batch, the known labels being the oracle; its result has all picks, measures with intervals, and paired tests. The same request goes on where an interrupted one was.',
        body: simulationRequestSchema,
        response: answers([
          [200, 'The job has ended; its result or error is inside.', jobSchema],
          [202, 'The job has begun; follow it at Location.', jobSchema],
        ]),
      },
    },
    async (request, reply) => {
      const job = await simulations.submit(request.body, accessOf(request), closing);
      return await answerJob(job, jobs, request, reply);
    },
  );
}
