import { AlaasError, type Job, jobSchema } from '@alaas/core';
import { readEventStream, type StreamMessage } from './event-stream.ts';
import type { Pause } from './pause.ts';
import { cancelled, isPassing, type Transport } from './transport.ts';

/** A job changed: its state or its progress. */
export interface JobEvent {
  /** Where to resume after this event. */
  readonly id: string;
  /** The job without its result; `jobs.get` has it. */
  readonly job: Job;
}

export interface EventsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Only events of this job. */
  readonly job?: string | undefined;
  /** Resume after the event of this id. Default: from now on. */
  readonly lastEventId?: string | undefined;
}

/** Attempts to connect, in a row and without success, after which the stream is given up. */
const maxAttempts = 5;
/** Milliseconds before the first reconnect; doubles with every failed attempt. */
const firstDelayMs = 250;

/**
 * Events as they happen. A broken connection is taken up again where it broke.
 *
 * @throws AlaasError `UNREACHABLE` after five failed attempts in a row, `CANCELLED` when the signal aborts
 */
export async function* streamEvents(
  transport: Transport,
  pause: Pause,
  { signal, job, lastEventId }: EventsOptions,
): AsyncGenerator<JobEvent, void> {
  const path = job === undefined ? '/v1/events' : `/v1/events?job=${encodeURIComponent(job)}`;
  let last = lastEventId ?? '';
  let failures = 0;
  for (;;) {
    try {
      const response = await transport.send('GET', path, {
        headers: { accept: 'text/event-stream', ...(last === '' ? {} : { 'last-event-id': last }) },
        signal,
      });
      failures = 0;
      for await (const message of readMessages(response, transport.url)) {
        last = message.id;
        const event = toJobEvent(message);
        if (event !== undefined) yield event;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      failures++;
      if (failures >= maxAttempts) throw error;
    }
    await pause(firstDelayMs * 2 ** failures, signal);
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

/** Undefined for kinds of event that this version does not know. */
function toJobEvent(message: StreamMessage): JobEvent | undefined {
  if (message.event !== 'job') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(message.data);
  } catch {
    return undefined;
  }
  const job = jobSchema.safeParse(value);
  return job.success ? { id: message.id, job: job.data } : undefined;
}
