import type { FastifyInstance } from 'fastify';
import { trackUnusedConnections } from './unused-connections.ts';

/** Milliseconds that requests have to end. */
const graceMs = 5000;
/** Milliseconds between looks for connections that have become idle meanwhile. */
const sweepMs = 20;

/**
 * Prepares an orderly end.
 *
 * @returns what stops listening and resolves when every connection is closed: idle and unused ones at once, those
 *   with a request under way after its answer or a few seconds
 */
export function prepareClose(http: FastifyInstance): () => Promise<void> {
  const { server } = http;
  const closeUnused = trackUnusedConnections(server);
  return async () => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    // a connection whose last answer has gone out would be kept for the client's next request
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      closeUnused();
    }, sweepMs);
    try {
      await http.close();
    } finally {
      clearTimeout(force);
      clearInterval(sweep);
    }
  };
}
