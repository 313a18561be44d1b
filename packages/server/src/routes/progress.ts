import {
  mayAct,
  modelVersionSchema,
  predictionsSchema,
  predictRequestSchema,
  projectMetricsSchema,
  projectStatusSchema,
  statusQuerySchema,
} from '@alaas/core';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { AdmitWhile } from '../http/admit-while.ts';
import type { RequestAccess } from '../http/request-access.ts';
import type { EventHub } from '../jobs/event-hub.ts';
import type { RoleIn } from '../projects/caller.ts';
import { annotatorTopic } from '../projects/hub-event.ts';
import type { Statuses } from '../projects/status.ts';
import type { ProjectProgress } from '../use-cases/progress.ts';
import { projectParams } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Progress'];
const params = projectParams;

export interface ProgressRoutesOptions {
  readonly progress: ProjectProgress;
  readonly statuses: Statuses;
  readonly admit: Admit;
  readonly roleIn: RoleIn;
  readonly admitWhile: AdmitWhile;
  readonly accessOf: RequestAccess;
  /** Events by project. */
  readonly events: EventHub;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** How a project is going, and the use of its head. */
export function progressRoutes(app: RouteApp, options: ProgressRoutesOptions): void {
  const { progress, statuses, admit, admitWhile, roleIn, accessOf, events, closing } = options;
  app.get(
    '/v1/projects/:id/status',
    {
      schema: {
        tags,
        summary: 'See where a project stands',
        description:
          "What an annotator may know too: their own answers, records completed, the serving version, whether it is being trained, and whether to stop. Nothing of others' answers.",
        params,
        querystring: statusQuerySchema,
        response: answers([[200, 'The status.', projectStatusSchema]]),
      },
    },
    async (request) => {
      const { since } = request.query;
      const from = since === undefined ? undefined : Date.parse(since);
      return await statuses.get(request.params.id, request.caller, from);
    },
  );
  app.get(
    '/v1/projects/:id/metrics',
    {
      schema: {
        tags,
        summary: 'See how a project is going',
        description:
          'Training, counts, measures on answers drawn at random with 95 % intervals, learning curve, labels saved against random sampling, forecast, and whether to stop.',
        params,
        response: answers([[200, 'The metrics.', projectMetricsSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.metrics(id);
    },
  );
  app.get(
    '/v1/projects/:id/events',
    {
      // the stream of a HEAD request would have nobody to end it
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Follow a project',
        description:
          'Server-sent events named after what happened, such as response.created or model.updated, each { type, project, at, data }. It begins with what comes next, or after the event that the header Last-Event-ID names. Annotators are told of the model, rounds, settings and stop advice only, not of answers.',
        params,
        response: answers([
          [
            200,
            "A stream that ends when the service stops, or the reader's role or token changes.",
            z.string(),
            'text/event-stream',
          ],
        ]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { signal: until, release } = await admitWhile(request, id, 'annotator');
      // should there be no stream, the reply closes all the same
      reply.raw.once('close', release);
      const role = (await roleIn(id, request.caller)) ?? 'annotator';
      const lastEventId = request.headers['last-event-id'];
      const stream = events.subscribe({
        topic: mayAct(role, 'reviewer') ? id : annotatorTopic(id),
        lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
        current: [],
        until,
      });
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream');
      return reply.send(stream);
    },
  );
  app.get(
    '/v1/projects/:id/models',
    {
      schema: {
        tags,
        summary: 'List versions of the head',
        description: 'Newest first.',
        params,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(1000).default(100).describe('At most so many.'),
        }),
        response: answers([[200, 'The versions.', modelVersionSchema.array()]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.versions(id, request.query.limit);
    },
  );
  app.post(
    '/v1/projects/:id/models/:version/serve',
    {
      schema: {
        tags,
        summary: 'Choose the version that serves',
        description:
          'It suggests, predicts, is exported and chooses what is asked, until another one is chosen; training goes on. "latest" lets the newest one serve again, and those that come.',
        params: projectParams.extend({
          version: z
            .union([z.literal('latest'), z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)])
            .describe('Number of the version, or latest.'),
        }),
        response: answers([[200, 'The versions.', modelVersionSchema.array()]]),
      },
    },
    async (request) => {
      const { id, version } = request.params;
      await admit(request, id, 'admin');
      return await progress.serve(id, version);
    },
  );
  app.post(
    '/v1/projects/:id/predict',
    {
      schema: {
        tags,
        summary: 'Ask the head about items',
        description: 'Items of the pool, or any other; one that fails is an error in its place.',
        params,
        body: predictRequestSchema,
        response: answers([[200, 'What the head says of each, in order.', predictionsSchema]]),
      },
    },
    async (request) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      return await progress.predict(id, request.body.items, { access: accessOf(request), signal: closing });
    },
  );
  app.get(
    '/v1/projects/:id/model.onnx',
    {
      schema: {
        tags,
        summary: 'Export the head',
        description:
          'As an ONNX model. joined: behind the model of the dataset, where that is an ONNX file; else its input is an embedding. The header alaas-joined says which it is.',
        params,
        querystring: z.strictObject({ joined: z.stringbool().default(false).describe('Behind the model.') }),
        response: answers([[200, 'The model.', z.string(), 'application/octet-stream']]),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await admit(request, id, 'reviewer');
      const { onnx, isJoined, modelVersion } = await progress.onnx(id, {
        joined: request.query.joined,
        signal: closing,
      });
      reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${id}-${modelVersion}.onnx"`)
        .header('alaas-joined', String(isJoined));
      return reply.send(Buffer.from(onnx.buffer, onnx.byteOffset, onnx.byteLength));
    },
  );
}
