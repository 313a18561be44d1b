import type { FastifyReply } from 'fastify';

/** A signal that aborts when the client's connection closes before it has its answer. */
export function untilClosed(reply: FastifyReply): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  reply.raw.once('close', stop);
  return { signal: controller.signal, release: () => reply.raw.off('close', stop) };
}
