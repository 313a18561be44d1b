import { jobSchema, queryRequestSchema, selectionPlanSchema } from '@alaas/core';
import { z } from 'zod';
import { maxWaitSeconds } from '../http/prefer.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Queries } from '../use-cases/queries.ts';
import { answerJob } from './answer-job.ts';
import { answers, type RouteApp } from './route-app.ts';
import { untilClosed } from './until-closed.ts';

export interface QueryRoutesOptions {
  readonly queries: Queries;
  readonly jobs: Jobs;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** Asking which items to label. */
export function queryRoutes(app: RouteApp, { queries, jobs, accessOf, closing }: QueryRoutesOptions): void {
  app.post(
    '/v1/queries',
    {
      schema: {
        tags: ['Queries'],
        summary: 'Ask which items to label',
        description: `Makes a job. With the header "Prefer: wait=30" (seconds, at most ${maxWaitSeconds}) the answer comes when the job has ended, if it does in that time. A client that goes away does not end the job. With "plan" the answer says how much memory and time the selection would take; nothing is scanned or selected.`,
        body: queryRequestSchema,
        response: answers([
          [
            200,
            'The job has ended; its result or error is inside. With "plan", what the selection would take.',
            z.union([jobSchema, selectionPlanSchema]),
          ],
          [202, 'The job has begun; follow it at Location.', jobSchema],
        ]),
      },
    },
    async (request, reply) => {
      if (request.body.plan === true) {
        const gone = untilClosed(reply);
        try {
          return await queries.plan(request.body, accessOf(request), AbortSignal.any([gone.signal, closing]));
        } finally {
          gone.release();
        }
      }
      const job = await queries.submit(request.body, accessOf(request), closing);
      // the items are stored: a held request must not hold them too
      request.body = {};
      return await answerJob(job, jobs, request, reply);
    },
  );
}
