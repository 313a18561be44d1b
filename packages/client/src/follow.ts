import type { Job, Progress } from '@alaas/core';
import type { EventsOptions, JobEvent } from './events.ts';
import type { Pause } from './pause.ts';
import { cancelled, isPassing } from './transport.ts';

export interface FollowOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with every change that was noticed, some five times a second at most. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What following needs of a client. */
export interface Followed {
  get(id: string, options: { signal?: AbortSignal | undefined }): Promise<Job>;
  events(options: EventsOptions): AsyncIterable<JobEvent>;
  readonly pause: Pause;
}

/** Milliseconds between the first two looks; doubles up to `slowestPollMs`. */
const firstPollMs = 50;
const slowestPollMs = 1000;
/** Milliseconds between looks while events arrive: they carry the news, the look only guards against a lost one. */
const guardPollMs = 5000;
/** Looks in a row that may fail while a service restarts: with the doubling delay, some 15 s. */
const maxFailures = 20;

/**
 * The job once it is done, failed or cancelled. Events announce changes; where they do not come through,
 * looking again and again does the same.
 *
 * @throws AlaasError `CANCELLED` when the signal aborts (the job goes on), and what looking at the job throws
 */
export async function followJob(id: string, followed: Followed, options: FollowOptions): Promise<Job> {
  const { signal, onProgress } = options;
  const listening = new AbortController();
  const news = new News();
  const listener = news.listen(followed.events({ job: id, signal: listening.signal }));
  let failures = 0;
  let delayMs = firstPollMs;
  try {
    for (;;) {
      const event = news.take();
      const changed = news.wake();
      const job = event ?? (await look());
      if (job !== undefined) onProgress?.(job.progress);
      if (job !== undefined && isFinished(job)) return event === undefined ? job : await followed.get(id, { signal });
      await followed.pause(
        news.arrives ? guardPollMs : delayMs,
        signal === undefined ? changed : AbortSignal.any([signal, changed]),
      );
      if (signal?.aborted) throw cancelled(signal);
      delayMs = Math.min(delayMs * 2, slowestPollMs);
    }
  } finally {
    listening.abort();
    await listener;
  }

  async function look(): Promise<Job | undefined> {
    try {
      const job = await followed.get(id, { signal });
      failures = 0;
      return job;
    } catch (error) {
      failures++;
      if (!isPassing(error) || failures >= maxFailures) throw error;
      return undefined;
    }
  }
}

function isFinished(job: Job): boolean {
  return job.state !== 'queued' && job.state !== 'running';
}

/** The newest event that nobody has looked at. */
class News {
  /** True once events come through. */
  arrives = false;
  #latest: Job | undefined;
  #bell = new AbortController();

  /** Never rejects: without events, polling carries on alone. */
  async listen(events: AsyncIterable<JobEvent>): Promise<void> {
    try {
      for await (const { job } of events) {
        this.arrives = true;
        this.#latest = job;
        this.#bell.abort();
      }
    } catch {
      this.arrives = false;
    }
  }

  take(): Job | undefined {
    const latest = this.#latest;
    this.#latest = undefined;
    return latest;
  }

  /** Aborts when the next event arrives after now. */
  wake(): AbortSignal {
    this.#bell = new AbortController();
    return this.#bell.signal;
  }
}
