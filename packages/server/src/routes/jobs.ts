import { jobSchema } from '@alaas/core';
import { z } from 'zod';
import { keptJobs } from '../database/job-table.ts';
import { jobJson } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { answerJob, found } from './answer-job.ts';
import { answers, type RouteApp, sendJson } from './route-app.ts';

const tags = ['Jobs'];
const params = z.strictObject({ id: z.string().max(200).describe('Id of the job.') });
const filter = z.strictObject({
  limit: z.coerce.number().int().min(1).max(keptJobs).default(keptJobs).describe('At most so many.'),
  state: jobSchema.shape.state.optional().describe('Only jobs in this state.'),
});

/** Watching and ending jobs. */
export function jobRoutes(app: RouteApp, jobs: Jobs): void {
  app.get(
    '/v1/jobs',
    {
      schema: {
        tags,
        summary: 'List jobs',
        description: `Newest first, without their results. The newest ${keptJobs} are kept.`,
        querystring: filter,
        response: answers([[200, 'The jobs.', jobSchema.array()]]),
      },
    },
    async (request, reply) => {
      const list = await jobs.list(request.query);
      return sendJson(reply, `[${list.map((job) => jobJson(job, { withResult: false })).join(',')}]`);
    },
  );
  app.get(
    '/v1/jobs/:id',
    {
      schema: {
        tags,
        summary: 'Look at a job',
        description: 'With its progress, and with its result once it is done. "Prefer: wait=N" waits for its end.',
        params,
        response: answers([[200, 'The job as it stands.', jobSchema]]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return await answerJob(found(await jobs.get(id), id), jobs, request, reply);
    },
  );
  app.delete(
    '/v1/jobs/:id',
    {
      schema: {
        tags,
        summary: 'Cancel a job',
        description: 'A job that has ended stays as it is, so that the call can be repeated.',
        params,
        response: answers([[200, 'The job as it stands.', jobSchema]]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      return sendJson(reply, jobJson(found(await jobs.cancel(id), id), { withResult: false }));
    },
  );
}
