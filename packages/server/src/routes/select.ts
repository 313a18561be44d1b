import { type Config, selectionRequestSchema, selectionResultSchema } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { FastifyReply } from 'fastify';
import type { RequestAccess } from '../http/request-access.ts';
import { signalsQuery } from '../use-cases/selections.ts';
import { answers, type RouteApp } from './route-app.ts';

export interface SelectionRouteOptions {
  readonly engine: Pick<Engine, 'select'>;
  readonly config: Config;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** Asking which rows of the caller's own signals to label. */
export function selectionRoute(app: RouteApp, { engine, config, accessOf, closing }: SelectionRouteOptions): void {
  app.post(
    '/v1/select',
    {
      schema: {
        tags: ['Queries'],
        summary: 'Ask which rows of your own signals to label',
        description:
          'No model runs: the signals are yours, as files that the service reads (absolute paths or file: URIs; for other machines only inside sources.roots) or as lists. The answer comes when the selection is done; a client that goes away ends it.',
        body: selectionRequestSchema,
        response: answers([[200, 'The chosen rows, best first.', selectionResultSchema]]),
      },
    },
    async (request, reply) => {
      const query = signalsQuery(request.body, config);
      const gone = untilClosed(reply);
      try {
        const signal = AbortSignal.any([gone.signal, closing]);
        return await engine.select(query, accessOf(request), { signal, onProgress: () => undefined });
      } finally {
        gone.release();
      }
    },
  );
}

/** A signal that aborts when the client's connection closes before it has its answer. */
function untilClosed(reply: FastifyReply): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  reply.raw.once('close', stop);
  return { signal: controller.signal, release: () => reply.raw.off('close', stop) };
}
