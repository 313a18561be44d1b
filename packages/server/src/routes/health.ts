import { AlaasError, isAlaasError } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import type { Metrics } from '../metrics.ts';
import { answers, type RouteApp } from './route-app.ts';

const tags = ['Health'];
const statusSchema = z.object({ status: z.string() });

export interface HealthRoutesOptions {
  readonly engine: Engine;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly closing: AbortSignal;
}

/** For whoever keeps the service running. None of these names a path, an item or an address. */
export function healthRoutes(app: RouteApp, { engine, database, metrics, now, closing }: HealthRoutesOptions): void {
  app.get(
    '/healthz',
    {
      config: { isPublic: true },
      schema: {
        tags,
        summary: 'Alive?',
        description: 'Asks for no token.',
        response: answers([[200, 'Yes.', statusSchema]]),
      },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      schema: { tags, summary: 'Ready for work?', response: answers([[200, 'Yes.', statusSchema]]) },
    },
    async () => {
      closing.throwIfAborted();
      try {
        probe(engine);
        await database.beat(now());
      } catch (cause) {
        throw new AlaasError('NOT_READY', 'The service cannot use its store; its log says why.', { cause });
      }
      return { status: 'ready' };
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        tags,
        summary: 'Metrics',
        description: "In Prometheus' text format.",
        response: answers([[200, 'The metrics.', z.string(), 'text/plain']]),
      },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
}

/** The cheapest question that the engine's store has to answer. */
function probe(engine: Engine): void {
  try {
    engine.dataset('~');
  } catch (error) {
    if (!isAlaasError(error, 'NOT_FOUND')) throw error;
  }
}
