import { AlaasError } from '@alaas/core';
import type { FastifyInstance, HTTPMethods } from 'fastify';

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Answers METHOD_NOT_ALLOWED on every path that exists for other methods only. Call it before the first route;
 * the function it returns, after the last.
 */
export function watchMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const allowed = known.get(url) ?? new Set();
    for (const name of [method].flat()) allowed.add(name);
    known.set(url, allowed);
  });
  return () => {
    for (const [url, present] of [...known]) {
      const allowed = [...present].join(', ');
      app.route({
        method: methods.filter((method) => !present.has(method)),
        url,
        schema: { hide: true },
        handler: async (request, reply) => {
          reply.header('allow', allowed);
          throw new AlaasError('METHOD_NOT_ALLOWED', `${request.method} is not for ${url}. Use ${allowed}.`);
        },
      });
    }
  };
}
