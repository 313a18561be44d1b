import { inspectionSchema, inspectRequestSchema } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { RequestAccess } from '../http/request-access.ts';
import { inspect } from '../use-cases/inspect.ts';
import { answers, type RouteApp } from './route-app.ts';
import { untilClosed } from './until-closed.ts';

export interface InspectRouteOptions {
  readonly engine: Pick<Engine, 'inspect'>;
  readonly accessOf: RequestAccess;
  /** Aborts when the service stops. */
  readonly closing: AbortSignal;
}

/** Looking at data before anything is made of it. */
export function inspectRoute(app: RouteApp, { engine, accessOf, closing }: InspectRouteOptions): void {
  app.post(
    '/v1/inspect',
    {
      schema: {
        tags: ['Datasets'],
        summary: 'See what data is',
        description:
          'A folder, file, glob or URL, or the beginning of a file that somebody has: its kind, how many items, which modality, which columns hold the id, the content and known labels, five items with previews, and what is wrong with it. Every guess says why. Changes nothing.',
        body: inspectRequestSchema,
        response: answers([[200, 'What it seems to be.', inspectionSchema]]),
      },
    },
    async (request, reply) => {
      const { signal, release } = untilClosed(reply);
      try {
        return await inspect(engine, request.body, accessOf(request), AbortSignal.any([signal, closing]));
      } finally {
        release();
      }
    },
  );
}
