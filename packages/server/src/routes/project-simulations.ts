import { jobSchema, projectSimulationSchema } from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { RequestAccess } from '../http/request-access.ts';
import { jobJson } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ProjectSimulations } from '../use-cases/project-simulations.ts';
import { answerJob } from './answer-job.ts';
import { projectParams as params } from './project-params.ts';
import { answers, type RouteApp, sendJson } from './route-app.ts';

export interface ProjectSimulationRoutesOptions {
  readonly simulations: ProjectSimulations;
  readonly jobs: Pick<Jobs, 'wait'>;
  readonly admit: Admit;
  readonly accessOf: RequestAccess;
}

const tags = ['Simulations'];
const ofJob = params.extend({ job: z.string().max(200).describe('Id of the job.') });

/** Comparing query strategies on what a project's people have answered. */
export function projectSimulationRoutes(
  app: RouteApp,
  { simulations, jobs, admit, accessOf }: ProjectSimulationRoutesOptions,
): void {
  app.post(
    '/v1/projects/:id/simulations',
    {
      schema: {
        tags,
        summary: 'Compare query strategies on the answers of a project',
        description:
          'Makes a job whose pool is the agreed answers as they are now, for the learner of the project. Where a strategy chose what was answered, the pool is biased, and the result says so; answers drawn at random are measured on where there are enough. One at a time in a project. PATCH of the project takes the strategy that did best.',
        params,
        body: projectSimulationSchema,
        response: answers([
          [200, 'The job has ended; its result or error is inside.', jobSchema],
          [202, 'The job has begun; follow it at Location.', jobSchema],
        ]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await admit(request, id, 'admin');
      const job = await simulations.start(id, request.body, accessOf(request));
      return await answerJob(job, jobs, request, reply, `/v1/projects/${id}/simulations/${job.id}`);
    },
  );
  app.get(
    '/v1/projects/:id/simulations',
    {
      schema: {
        tags,
        summary: 'List the simulations of a project',
        description: 'Newest first, without their results.',
        params,
        response: answers([[200, 'The jobs.', jobSchema.array()]]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      const list = await simulations.list(id);
      return sendJson(reply, `[${list.map((job) => jobJson(job, { withResult: false })).join(',')}]`);
    },
  );
  app.get(
    '/v1/projects/:id/simulations/:job',
    {
      schema: {
        tags,
        summary: 'Look at a simulation of a project',
        description:
          'While it runs, with the curves as far as they are: a point for each head that was measured. Once it is done, with its result. "Prefer: wait=N" waits for its end.',
        params: ofJob,
        response: answers([[200, 'The job as it stands.', jobSchema]]),
      },
    },
    async (request, reply) => {
      const { id, job } = request.params;
      await admit(request, id, 'reviewer');
      return await answerJob(await simulations.get(id, job), jobs, request, reply);
    },
  );
  app.delete(
    '/v1/projects/:id/simulations/:job',
    {
      schema: {
        tags,
        summary: 'Cancel a simulation of a project',
        description: 'One that has ended stays as it is, so that the call can be repeated.',
        params: ofJob,
        response: answers([[200, 'The job as it stands.', jobSchema]]),
      },
    },
    async (request, reply) => {
      const { id, job } = request.params;
      await admit(request, id, 'admin');
      return sendJson(reply, jobJson(await simulations.cancel(id, job), { withResult: false }));
    },
  );
}
