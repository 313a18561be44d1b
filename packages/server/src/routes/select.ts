import {
  type Config,
  isInFiles,
  jobSchema,
  selectionPlanSchema,
  selectionRequestSchema,
  selectionResultSchema,
} from '@alaas/core';
import type { Engine } from '@alaas/engine';
import { z } from 'zod';
import { wantsJob } from '../http/prefer.ts';
import type { RequestAccess } from '../http/request-access.ts';
import { jobJson } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { signalsQuery } from '../use-cases/selections.ts';
import { answers, type RouteApp, sendJson } from './route-app.ts';
import { untilClosed } from './until-closed.ts';

export interface SelectionRouteOptions {
  readonly engine: Pick<Engine, 'plan' | 'select'>;
  readonly jobs: Pick<Jobs, 'submit'>;
  readonly config: Config;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** Asking which rows of the caller's own signals to label. */
export function selectionRoute(
  app: RouteApp,
  { engine, jobs, config, accessOf, closing }: SelectionRouteOptions,
): void {
  app.post(
    '/v1/select',
    {
      schema: {
        tags: ['Queries'],
        summary: 'Ask which rows of your own signals to label',
        description:
          'No model runs: the signals are yours, as files that the service reads (absolute paths or file: URIs; for other machines only inside sources.roots) or as lists. The answer comes when the selection is done; a client that goes away ends it. With `Prefer: respond-async` it is a job to follow and cancel instead, its result under `selection`; a request that holds numbers or rows itself is answered at once all the same, since jobs are kept on disk. With `plan` the answer says how much memory and time it would take, and nothing is selected.',
        body: selectionRequestSchema,
        response: answers([
          [
            200,
            'The chosen rows, best first; with "plan", what choosing them would take.',
            z.union([selectionResultSchema, selectionPlanSchema]),
          ],
          [202, 'The job has begun; follow it at Location. Only with `Prefer: respond-async`.', jobSchema],
        ]),
      },
    },
    async (request, reply) => {
      const query = signalsQuery(request.body, config);
      const access = accessOf(request);
      const isPlan = request.body.plan === true;
      if (!isPlan && wantsJob(request.headers.prefer) && isInFiles(request.body)) {
        const job = await jobs.submit({ kind: 'selection', dataset: '', access, query });
        const headers = { location: `/v1/jobs/${job.id}`, 'preference-applied': 'respond-async' };
        return sendJson(reply.code(202).headers(headers), jobJson(job, { withResult: true }));
      }
      const gone = untilClosed(reply);
      try {
        const signal = AbortSignal.any([gone.signal, closing]);
        if (isPlan) return await engine.plan(query, access, signal);
        return await engine.select(query, access, { signal, onProgress: () => undefined });
      } finally {
        gone.release();
      }
    },
  );
}
