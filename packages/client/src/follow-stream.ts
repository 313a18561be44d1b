import { AlaasError } from '@alaas/core';
import { readEventStream, type StreamMessage } from './event-stream.ts';
import type { Pause } from './pause.ts';
import { cancelled, isPassing, type Transport } from './transport.ts';

export interface FollowStreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** Resume after the message of this id. Default: from now on. */
  readonly lastEventId?: string | undefined;
  /** Attempts to connect, in a row and without success, after which the stream is given up. Default: 5, some 8 s. */
  readonly attempts?: number | undefined;
  /**
   * Called each time the stream is open. When the service was restarted meanwhile, what happened in between is not told
   * again: time to read once more what is on the screen.
   */
  readonly onOpen?: (() => void) | undefined;
}

/** Milliseconds before the first reconnect; doubles with every failed attempt. */
const firstDelayMs = 250;
const longestDelayMs = 10_000;

/**
 * Messages of an event stream as they happen. A broken connection is taken up again where it broke.
 *
 * @throws AlaasError `UNREACHABLE` after so many failed attempts in a row, `CANCELLED` when the signal aborts
 */
export async function* followStream(
  path: string,
  transport: Pick<Transport, 'send' | 'url'>,
  pause: Pause,
  { signal, lastEventId, attempts = 5, onOpen }: FollowStreamOptions,
): AsyncGenerator<StreamMessage, void> {
  let last = lastEventId ?? '';
  let failures = 0;
  for (;;) {
    try {
      const response = await transport.send('GET', path, {
        headers: { accept: 'text/event-stream', ...(last === '' ? {} : { 'last-event-id': last }) },
        signal,
      });
      failures = 0;
      onOpen?.();
      for await (const message of readMessages(response, transport.url)) {
        last = message.id;
        yield message;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      failures++;
      if (failures >= attempts) throw error;
    }
    await pause(Math.min(firstDelayMs * 2 ** failures, longestDelayMs), signal);
    if (signal?.aborted) throw cancelled(signal);
  }
}

async function* readMessages(response: Response, url: string): AsyncGenerator<StreamMessage, void> {
  if (response.body === null) return;
  try {
    yield* readEventStream(response.body);
  } catch (error) {
    throw new AlaasError('UNREACHABLE', `The event stream of ${url} broke off.`, { cause: error });
  }
}
