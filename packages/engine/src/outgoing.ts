import { AlaasError, type Config } from '@alaas/core';
import type { Agent } from 'undici';
import type { Access } from './engine.ts';
import { addressPolicy, createConnector } from './source/index.ts';

export interface OutgoingRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Connections to addresses that a caller named, behind the guard that every outgoing address passes. */
export interface Outgoing {
  /**
   * Posts a body and reads the answer's status; redirects are not followed, and the answer's body is thrown away.
   *
   * @throws AlaasError `SOURCE_FORBIDDEN` for an address that the caller may not reach, `SOURCE_TIMEOUT`,
   *   `SOURCE_UNREACHABLE`, `CANCELLED`
   */
  post(url: string, request: OutgoingRequest): Promise<{ readonly status: number }>;
  close(): Promise<void>;
}

// the answer of a webhook says nothing but its status
const MAX_ANSWER_BYTES = 65_536;

/** @param access on whose behalf: a remote caller reaches public addresses and what the config allows */
export function openOutgoing(access: Access, sources: Config['sources']): Outgoing {
  const connect = createConnector(addressPolicy(access, sources));
  let agent: Agent | undefined;
  let isClosed = false;
  return {
    async post(url, { headers, body, timeoutMs, signal }) {
      // the library is large, and many a service posts nothing
      const { Agent, request } = await import('undici');
      if (isClosed) throw new AlaasError('CANCELLED', 'The request was not sent: the service is stopping.');
      agent ??= new Agent({ connect, pipelining: 1 });
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers,
          body,
          signal: AbortSignal.any([signal, timeout]),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
        });
        await answer.body.dump({ limit: MAX_ANSWER_BYTES });
        return { status: answer.statusCode };
      } catch (error) {
        throw faultOf(error, { url, timeoutMs, isCancelled: signal.aborted, isLate: timeout.aborted });
      }
    },
    async close() {
      isClosed = true;
      await agent?.destroy();
    },
  };
}

interface Circumstances {
  readonly url: string;
  readonly timeoutMs: number;
  readonly isCancelled: boolean;
  readonly isLate: boolean;
}

function faultOf(error: unknown, { url, timeoutMs, isCancelled, isLate }: Circumstances): AlaasError {
  if (error instanceof AlaasError) return error;
  if (isCancelled) return new AlaasError('CANCELLED', 'The request was cancelled.', { cause: error });
  const { host } = new URL(url);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no connection';
  if (isLate || /TIMEOUT/.test(code)) {
    return new AlaasError('SOURCE_TIMEOUT', `${host} did not answer within ${timeoutMs / 1000} s.`, { cause: error });
  }
  return new AlaasError('SOURCE_UNREACHABLE', `${host} could not be reached (${code}).`, { cause: error });
}
