import { mayAct, projectIdSchema } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { CallBy, LabelStudioBackend } from '../label-studio/backend.ts';
import {
  aboutProjectSchema,
  jobStatusSchema,
  predictSchema,
  setupSchema,
  trainSchema,
  validateSchema,
  webhookSchema,
} from '../label-studio/requests.ts';
import type { RoleIn } from '../projects/caller.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface LabelStudioRoutesOptions {
  readonly backend: LabelStudioBackend;
  readonly admit: Admit;
  readonly roleIn: RoleIn;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

const tags = ['Label Studio'];
const params = z.strictObject({ project: projectIdSchema.describe('Id of the project.') });
const base = '/label-studio/:project';

/** What Label Studio asks of a machine learning backend, under an address of its own for each project. */
export function labelStudioRoutes(app: RouteApp, options: LabelStudioRoutesOptions): void {
  const { backend, admit, roleIn, accessOf, closing } = options;
  const enter = async (request: FastifyRequest, project: string): Promise<void> => {
    await admit(request, project, 'annotator');
  };
  const callBy = async (request: FastifyRequest, project: string): Promise<CallBy> => {
    await enter(request, project);
    const role = await roleIn(project, request.caller);
    return { access: accessOf(request), signal: closing, isAdmin: role !== undefined && mayAct(role, 'admin') };
  };

  for (const url of [base, `${base}/`, `${base}/health`]) {
    const isHidden = url !== `${base}/health`;
    const response = answers([[200, 'It is up.', z.object({ status: z.literal('UP'), model_class: z.string() })]]);
    app.get(
      url,
      { schema: { tags, hide: isHidden, summary: 'See whether the backend is up', params, response } },
      async (request) => {
        await enter(request, request.params.project);
        return { status: 'UP', model_class: 'ALaaS' };
      },
    );
  }
  app.post(
    `${base}/setup`,
    {
      schema: {
        tags,
        summary: 'Connect a labelling interface',
        description:
          'The answer names the version that serves, labels of the interface that the project lacks, and labels of the project that the interface lacks. Answers with missing labels are refused: labels grow by the settings of the project.',
        params,
        body: setupSchema,
        response: answers([[200, 'The version.', z.looseObject({ model_version: z.string() })]]),
      },
    },
    async (request) => {
      await enter(request, request.params.project);
      return await backend.setup(request.params.project, request.body);
    },
  );
  app.post(
    `${base}/predict`,
    {
      schema: {
        tags,
        summary: 'Predict tasks',
        description:
          'One result for each task, in order. score: how sure the head is; the lowest is worth asking first.',
        params,
        body: predictSchema,
        response: answers([[200, 'The predictions.', z.object({ results: z.array(z.looseObject({})) })]]),
      },
    },
    async (request) => {
      const { project } = request.params;
      return { results: await backend.predict(project, request.body, await callBy(request, project)) };
    },
  );
  app.post(
    `${base}/webhook`,
    {
      schema: {
        tags,
        summary: 'Hear of annotations and tasks',
        description: 'Annotations become answers. What is refused is named in the result; the others are on disk.',
        params,
        body: webhookSchema,
        response: answers([
          [200, 'The action is not known.', z.object({ status: z.string() })],
          [201, 'What became of it.', z.looseObject({ status: z.string() })],
        ]),
      },
    },
    async (request, reply) => {
      const { project } = request.params;
      const result = await backend.webhook(project, request.body, await callBy(request, project));
      if (result === undefined) return reply.code(200).send({ status: 'Unknown event' });
      return reply.code(201).send({ result, status: 'ok' });
    },
  );
  app.post(
    `${base}/train`,
    {
      schema: {
        tags,
        summary: 'Take annotated tasks',
        description:
          'What older servers send in place of the webhook START_TRAINING: tasks with all their annotations.',
        params,
        body: trainSchema,
        response: answers([
          [201, 'The training, and what became of the annotations.', z.looseObject({ job: z.string() })],
        ]),
      },
    },
    async (request, reply) => {
      const { project } = request.params;
      const result = await backend.train(project, request.body, await callBy(request, project));
      return reply.code(201).send(result);
    },
  );
  app.post(
    `${base}/job_status`,
    {
      schema: {
        tags,
        summary: 'See how a training goes',
        params,
        body: jobStatusSchema,
        response: answers([
          [200, 'queued, started, finished or failed.', z.object({ job_status: z.string() })],
          [410, 'There is no such job.', z.object({ job_status: z.literal('removed') })],
        ]),
      },
    },
    async (request, reply) => {
      const { project } = request.params;
      await enter(request, project);
      const status = await backend.jobStatus(project, request.body.job);
      return reply.code(status === undefined ? 410 : 200).send({ job_status: status ?? 'removed' });
    },
  );
  app.get(
    `${base}/versions`,
    {
      schema: {
        tags,
        summary: 'List versions',
        params,
        response: answers([[200, 'The one that serves first.', z.object({ versions: z.array(z.string()) })]]),
      },
    },
    async (request) => {
      await enter(request, request.params.project);
      return { versions: await backend.versions(request.params.project) };
    },
  );
  app.post(
    `${base}/validate`,
    { schema: { tags, summary: 'Check a labelling interface', params, body: validateSchema, response: nothing() } },
    async (request) => {
      const { project } = request.params;
      await enter(request, project);
      if (request.body.config) await backend.validate(project, request.body.config);
      return {};
    },
  );
  app.post(
    `${base}/delete`,
    { schema: { tags, summary: 'Disconnect', params, body: aboutProjectSchema, response: nothing() } },
    async (request) => {
      const { project } = request.params;
      await enter(request, project);
      await backend.disconnect(project, request.body.project);
      return {};
    },
  );
  app.post(
    `${base}/duplicate_model`,
    {
      schema: {
        tags,
        summary: 'Hear of a copied project',
        description: 'The copy is connected by its own /setup; there is nothing to copy here.',
        params,
        body: z.looseObject({}),
        response: nothing(),
      },
    },
    async (request) => {
      await enter(request, request.params.project);
      return {};
    },
  );
  app.get(
    `${base}/metrics`,
    { schema: { tags, summary: 'Metrics, of which there are none here', params, response: nothing() } },
    async (request) => {
      await enter(request, request.params.project);
      return {};
    },
  );
}

function nothing(): Record<string, unknown> {
  return answers([[200, 'An empty object.', z.object({})]]);
}
