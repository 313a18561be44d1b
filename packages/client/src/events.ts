import { type Job, jobSchema } from '@alaas/core';
import type { StreamMessage } from './event-stream.ts';
import { type FollowStreamOptions, followStream } from './follow-stream.ts';
import type { Pause } from './pause.ts';
import type { Transport } from './transport.ts';

/** A job changed: its state or its progress. */
export interface JobEvent {
  /** Where to resume after this event. */
  readonly id: string;
  /** The job without its result; `jobs.get` has it. */
  readonly job: Job;
}

export interface EventsOptions extends FollowStreamOptions {
  /** Only events of this job. */
  readonly job?: string | undefined;
}

/**
 * Events of jobs as they happen. A broken connection is taken up again where it broke.
 *
 * @throws AlaasError `UNREACHABLE` after five failed attempts in a row, `CANCELLED` when the signal aborts
 */
export async function* streamEvents(
  transport: Pick<Transport, 'send' | 'url'>,
  pause: Pause,
  { job, ...options }: EventsOptions,
): AsyncGenerator<JobEvent, void> {
  const path = job === undefined ? '/v1/events' : `/v1/events?job=${encodeURIComponent(job)}`;
  for await (const message of followStream(path, transport, pause, options)) {
    const event = toJobEvent(message);
    if (event !== undefined) yield event;
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
