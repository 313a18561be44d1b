import {
  heartbeatSchema,
  leasesHeldSchema,
  leasesSchema,
  nextQuerySchema,
  nextSchema,
  responseInputSchema,
  responsesResultSchema,
  undoneSchema,
  undoSchema,
} from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Admit } from '../http/admit.ts';
import type { Caller } from '../projects/caller.ts';
import type { Queue } from '../projects/queue.ts';
import { projectParams as params } from './project-params.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface QueueRoutesOptions {
  readonly queue: Queue;
  readonly admit: Admit;
}

const tags = ['Labelling'];

/** A thousand answers of 16 kB each. All who label may send them, and nobody is served while they are read. */
const MAX_ANSWER_BYTES = 16 * 2 ** 20;

/** Each answer is checked by itself, so that a broken one fails alone. */
const responsesBody = z.strictObject({
  items: z
    .array(z.union([responseInputSchema, z.unknown()]))
    .min(1)
    .max(1000),
});

/** Labelling: records to answer, and the answers. */
export function queueRoutes(app: RouteApp, { queue, admit }: QueueRoutesOptions): void {
  app.get(
    '/v1/projects/:id/next',
    {
      // the records of a HEAD request would be leased to nobody
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Get records to label',
        description:
          'Leases up to n records; those that the caller holds come first, and are the same on every call. A heartbeat keeps them. Then come gold items at their share, records that have some of their answers, and the best candidates. What somebody skips goes to others first: it comes back to them when nothing else is left, and nobody else who was at work within the hour could be asked.',
        params,
        querystring: nextQuerySchema,
        response: answers([[200, 'The records in hand, or why there are none.', nextSchema]]),
      },
    },
    async (request, reply) => {
      const { n, anyway } = request.query;
      const next = await queue.next(request.params.id, await annotator(request), { n, anyway });
      return reply.header('cache-control', 'no-store').send(next);
    },
  );
  app.post(
    '/v1/projects/:id/responses',
    {
      bodyLimit: MAX_ANSWER_BYTES,
      schema: {
        tags,
        summary: 'Answer records',
        description:
          'Up to 1,000 answers, skips and drafts, each judged by itself: "items" of the answer holds one outcome for each, in order. What is acknowledged is on disk. An answer without a lease is taken too, and one that comes too late is kept as extra.',
        params,
        body: responsesBody,
        response: answers([[200, 'One outcome per answer.', responsesResultSchema]]),
      },
    },
    async (request) => await queue.respond(request.params.id, await annotator(request), request.body.items),
  );
  app.post(
    '/v1/projects/:id/leases/heartbeat',
    {
      schema: {
        tags,
        summary: 'Keep leases',
        description: 'Those that the answer does not name are gone. Name as "seen" what was on the screen.',
        params,
        body: heartbeatSchema,
        response: answers([[200, 'The leases that go on.', leasesHeldSchema]]),
      },
    },
    async (request) => await queue.heartbeat(request.params.id, await annotator(request), request.body),
  );
  app.post(
    '/v1/projects/:id/leases/return',
    {
      schema: {
        tags,
        summary: 'Give leases back',
        params,
        body: leasesSchema,
        response: answers([[204, 'Others can be asked.']]),
      },
    },
    async (request, reply) => {
      await queue.giveBack(request.params.id, await annotator(request), request.body.leases);
      return reply.code(204).send();
    },
  );
  app.post(
    '/v1/projects/:id/undo',
    {
      schema: {
        tags,
        summary: 'Undo answers',
        description:
          "Takes back the caller's newest answers and skips, and leases their records again. What was learnt from them is unlearnt.",
        params,
        body: undoSchema,
        response: answers([[200, 'What was undone, the newest first.', undoneSchema]]),
      },
    },
    async (request) => await queue.undo(request.params.id, await annotator(request), request.body.n),
  );
  app.post(
    '/v1/projects/:id/redo',
    {
      schema: {
        tags,
        summary: 'Redo answers',
        description: 'Enters again what was undone last, until something new was answered.',
        params,
        body: undoSchema,
        response: answers([[200, 'What was entered again, in that order.', undoneSchema]]),
      },
    },
    async (request) => await queue.redo(request.params.id, await annotator(request), request.body.n),
  );

  /** The caller, who may label in the project. */
  async function annotator(request: FastifyRequest): Promise<Caller> {
    const { id } = request.params as { id: string };
    return await admit(request, id, 'annotator');
  }
}
