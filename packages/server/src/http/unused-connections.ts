import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Remembers the connections that have carried no request yet. Clients open some ahead of need, and closing the
 * server would wait for them as it waits for a request under way.
 *
 * @returns ends those there are
 */
export function trackUnusedConnections(server: Server): () => void {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return () => {
    for (const socket of unused) socket.destroy();
  };
}
