import { AlaasError, fromProblem, type Job, type QueryRequest, type QueryResult } from '@alaas/core';
import { type Followed, type FollowOptions, followJob } from './follow.ts';
import { cancelled } from './transport.ts';

export interface QueryOptions extends FollowOptions {
  /**
   * Seconds, at most 600, that the service may hold the first call so that a short query is answered by it.
   * While it is held there is no progress, and an abort cannot reach the job. Default: 0.
   */
  readonly wait?: number | undefined;
}

/** What a query needs of a client. */
export interface Queried extends Followed {
  create(request: QueryRequest, options: { signal: AbortSignal; wait?: number | undefined }): Promise<Job>;
  cancel(id: string, options: { signal: AbortSignal }): Promise<Job>;
}

/** Milliseconds an aborted call still waits for the id of the job it made, so that the job can be cancelled. */
const graceMs = 2000;
/** Milliseconds the service has to accept a cancellation. */
const cancelMs = 5000;

/**
 * Makes a query, follows it and gives its result; an abort cancels the job.
 *
 * @throws AlaasError the error the job failed with, `CANCELLED`, or what the calls throw
 */
export async function runQuery(request: QueryRequest, queried: Queried, options: QueryOptions): Promise<QueryResult> {
  const { signal, wait } = options;
  if (signal?.aborted) throw cancelled(signal);
  const late = abortLater(signal, graceMs);
  let job: Job;
  try {
    job = await queried.create(request, { signal: late.signal, wait });
  } finally {
    late.release();
  }
  if (job.result !== undefined) return job.result;
  try {
    return resultOf(await followJob(job.id, queried, options));
  } catch (error) {
    if (!signal?.aborted) throw error;
    await tellCancelled(job.id, queried);
    throw cancelled(signal, `The query was cancelled, and with it job ${job.id}.`);
  }
}

function resultOf(job: Job): QueryResult {
  if (job.result !== undefined) return job.result;
  if (job.error !== undefined) throw fromProblem(job.error);
  if (job.state === 'cancelled') {
    throw new AlaasError('CANCELLED', `Job ${job.id} was cancelled by another client or by the service.`);
  }
  throw new AlaasError('INTERNAL', `Job ${job.id} is ${job.state}, but the service gave no result for it.`);
}

async function tellCancelled(id: string, queried: Queried): Promise<void> {
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
