import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemSchema } from '@alaas/core';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** The application as routes see it: bodies, queries and paths have the types of their schemas. */
export type RouteApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route can answer, for its description: status, schema and meaning. Answers are not checked again. */
export function answers(
  list: readonly (readonly [status: number, meaning: string, schema?: z.ZodType, type?: string])[],
): Record<string, unknown> {
  const problem = {
    description: 'What went wrong.',
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  return Object.fromEntries([
    ...list.map(([status, description, schema = z.unknown(), type = 'application/json']) => [
      status,
      status === 204 ? z.null().describe(description) : { description, content: { [type]: { schema } } },
    ]),
    ['default', problem],
  ]);
}

/** Sends JSON that is text already. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.type('application/json').send(json);
}
