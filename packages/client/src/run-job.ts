import { AlaasError, fromProblem, type Job } from '@alaas/core';
import { type Followed, type FollowOptions, followJob } from './follow.ts';
import { cancelled } from './transport.ts';

export interface QueryOptions extends FollowOptions {
  /**
   * Seconds, at most 600, that the service may hold the first call so that a short query is answered by it.
   * While it is held there is no progress, and an abort cannot reach the job. Default: 0.
   */
  readonly wait?: number | undefined;
}

/** What following a job of one's own needs of a client. */
export interface Queried<T> extends Followed {
  create(options: { signal: AbortSignal; wait?: number | undefined }): Promise<Job>;
  /** What the job was for, once it is there. */
  resultOf(job: Job): T | undefined;
  cancel(id: string, options: { signal: AbortSignal }): Promise<Job>;
}

/** Milliseconds an aborted call still waits for the id of the job it made, so that the job can be cancelled. */
const graceMs = 2000;
/** Milliseconds the service has to accept a cancellation. */
const cancelMs = 5000;

/**
 * Makes a job, follows it and gives its result; an abort cancels the job.
 *
 * @throws AlaasError the error the job failed with, `CANCELLED`, or what the calls throw
 */
export async function runJob<T>(queried: Queried<T>, options: QueryOptions): Promise<T> {
  const { signal, wait } = options;
  if (signal?.aborted) throw cancelled(signal);
  const late = abortLater(signal, graceMs);
  let job: Job;
  try {
    job = await queried.create({ signal: late.signal, wait });
  } finally {
    late.release();
  }
  const atOnce = queried.resultOf(job);
  if (atOnce !== undefined) return atOnce;
  try {
    return outcomeOf(await followJob(job.id, queried, options), queried);
  } catch (error) {
    if (!signal?.aborted) throw error;
    await tellCancelled(job.id, queried);
    throw cancelled(signal, `The ${job.kind} was cancelled, and with it job ${job.id}.`);
  }
}

function outcomeOf<T>(job: Job, { resultOf }: Queried<T>): T {
  const result = resultOf(job);
  if (result !== undefined) return result;
  if (job.error !== undefined) throw fromProblem(job.error);
  if (job.state === 'cancelled') {
    throw new AlaasError('CANCELLED', `Job ${job.id} was cancelled by another client or by the service.`);
  }
  throw new AlaasError('INTERNAL', `Job ${job.id} is ${job.state}, but the service gave no result for it.`);
}

async function tellCancelled(id: string, queried: Pick<Queried<unknown>, 'cancel'>): Promise<void> {
  try {
    await queried.cancel(id, { signal: AbortSignal.timeout(cancelMs) });
  } catch (error) {
    throw new AlaasError(
      'CANCELLED',
      `The wait was cancelled, but the service did not take the news: job ${id} may go on.`,
      { cause: error },
    );
  }
}

/** A signal that aborts `ms` after `signal` does. */
function abortLater(signal: AbortSignal | undefined, ms: number): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    timer = setTimeout(() => controller.abort(signal?.reason), ms);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
