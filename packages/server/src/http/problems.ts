import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AlaasError, isAlaasError, type Problem, toAlaasError, toProblem } from '@alaas/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

const problemType = 'application/problem+json';

/**
 * Answers with a problem, whatever went wrong. Faults of the service itself are logged with their cause.
 *
 * @param maxBodyBytes the limit a too large body has broken
 */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, maxBodyBytes: number): void {
  const ours = toHttpError(error, { maxBodyBytes, routeBytes: request.routeOptions?.bodyLimit });
  if (ours.status >= 500) request.log.error({ err: error, requestId: request.id }, 'request failed');
  if (ours.code === 'UNAUTHORIZED') reply.header('www-authenticate', 'Bearer realm="alaas"');
  reply.header('x-request-id', request.id);
  // a body that is not read to its end would stand in the way of the connection's next request
  if (!request.raw.complete) reply.header('connection', 'close');
  const problem = toProblem(ours);
  reply.code(problem.status).type(problemType).send(writeProblem(problem));
}

interface BodyLimits {
  readonly maxBodyBytes: number;
  /** Of the one call, where it has a limit of its own. */
  readonly routeBytes?: number | undefined;
}

/** The error of ours that a failure inside the HTTP layer stands for. */
function toHttpError(error: unknown, { maxBodyBytes, routeBytes = maxBodyBytes }: BodyLimits): AlaasError {
  if (isAlaasError(error)) return error;
  if (!(error instanceof Error)) return toAlaasError(error);
  const code = 'code' in error ? String(error.code) : '';
  const message = messages[code];
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' && routeBytes < maxBodyBytes) {
    return new AlaasError(
      'TOO_LARGE',
      `The body is larger than the ${routeBytes} bytes of this call. Send it in parts.`,
      {
        cause: error,
      },
    );
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new AlaasError(
      'TOO_LARGE',
      `The body is larger than ${maxBodyBytes} bytes (limits.max_body_bytes). Send it in parts, or give a manifest as input.`,
      { cause: error },
    );
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new AlaasError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The body is of a type that is not read here. Send JSON with the header "Content-Type: application/json".',
      { cause: error },
    );
  }
  if (message !== undefined) return new AlaasError('INVALID_REQUEST', message, { cause: error });
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return new AlaasError('INVALID_REQUEST', error.message, { cause: error });
  return toAlaasError(error);
}

const messages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty. Send a JSON object.',
  FST_ERR_CTP_INVALID_JSON_BODY:
    'The body is not JSON, or holds the key "__proto__" or "constructor.prototype". Correct it and repeat.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length header says.',
  FST_ERR_BAD_URL: 'The path is not a valid URL. Percent-encode it.',
  ECONNRESET: 'The connection ended before the whole body had arrived.',
};

/** A problem as text; what cannot be written, such as details that hold themselves, is left out. */
function writeProblem(problem: Problem): string {
  try {
    return JSON.stringify(problem);
  } catch {
    const { details: _, ...rest } = problem;
    return JSON.stringify(rest);
  }
}

/** Answers what is not even HTTP, where no request object exists yet. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const ours = late
    ? new AlaasError('REQUEST_TIMEOUT', 'The head of the request did not arrive in time.')
    : new AlaasError('INVALID_REQUEST', 'What arrived is not an HTTP request that can be read.');
  const body = writeProblem(toProblem(ours));
  socket.end(
    `HTTP/1.1 ${ours.status} ${STATUS_CODES[ours.status]}\r\n` +
      `content-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
