import { AlaasError, fromProblem, legacyPostSchema, type QueryResult } from '@alaas/core';
import { z } from 'zod';
import type { RequestAccess } from '../http/request-access.ts';
import type { JobRecord } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { legacyAnswer, legacyContext, legacyQuery } from '../use-cases/legacy-query.ts';
import type { Queries } from '../use-cases/queries.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface LegacyRouteOptions {
  readonly queries: Queries;
  readonly jobs: Jobs;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** ALaaS 2022's own call. */
export function legacyRoute(app: RouteApp, { queries, jobs, accessOf, closing }: LegacyRouteOptions): void {
  app.post(
    '/post',
    {
      schema: {
        tags: ['ALaaS 2022'],
        summary: 'Ask which items to label, as ALaaS 2022 clients do',
        description: 'Waits for the result. Only the execEndpoint /query is served.',
        body: legacyPostSchema,
        response: answers([[200, 'The chosen documents alone, best first.', z.record(z.string(), z.unknown())]]),
      },
    },
    async (request, reply) => {
      const context = legacyContext(request.body, request.id);
      const job = await queries.submit(legacyQuery(request.body), accessOf(request), closing);
      request.body = legacyPostSchema.parse({ data: [] });
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const ended = (await jobs.wait(job.id, gone.signal)) ?? job;
      return legacyAnswer(resultOf(ended), context);
    },
  );
}

/** @throws AlaasError the job's own error */
function resultOf(job: JobRecord): QueryResult {
  if (job.error !== undefined) throw fromProblem(job.error);
  if (job.resultJson !== undefined) return JSON.parse(job.resultJson) as QueryResult;
  if (job.state === 'cancelled') throw new AlaasError('CANCELLED', `Job ${job.id} was cancelled before it finished.`);
  throw new AlaasError('NOT_READY', `The service is stopping; job ${job.id} goes on when it is back.`);
}
