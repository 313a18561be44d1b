import { randomUUID } from 'node:crypto';
import { AlaasError, type Job, type Progress, toAlaasError, toProblem } from '@alaas/core';
import type { JobFilter, JobStore } from '../database/job-table.ts';
import type { Log } from '../log.ts';
import { isFinished, type JobRecord, type JobRequest, noProgress } from './job.ts';
import { createLiveJob, type LiveJob, type MeasuredPoint, shownRecord, takePoint, takeProgress } from './live-job.ts';
import { mayStart } from './schedule.ts';

/** Does what a job asks for. */
export interface Worker {
  run(
    request: JobRequest,
    watch: {
      readonly signal: AbortSignal;
      readonly onProgress: (progress: Progress) => void;
      readonly onPoint: (measured: MeasuredPoint) => void;
    },
  ): Promise<Job['result'] | Job['selection'] | Job['simulation']>;
  /** Removes what only this job needed, once nothing uses it any more. */
  cleanUp(request: JobRequest): void;
}

export interface JobsOptions {
  readonly store: JobStore;
  readonly worker: Worker;
  /** Told of every change; progress some five times a second. */
  readonly publish: (job: JobRecord) => void;
  readonly now: () => number;
  readonly log: Log;
  /** Jobs at once. Default: 2. */
  readonly concurrency?: number;
}

/** Jobs in this process, first come first served, remembered on disk. */
export interface Jobs {
  /** @returns once the job is on disk, queued or running */
  submit(request: JobRequest, id?: string): Promise<JobRecord>;
  /** A scan of the dataset that starts after now: the one already waiting for its turn, or a new one. */
  submitScan(dataset: string): Promise<JobRecord>;
  get(id: string): Promise<JobRecord | undefined>;
  /** The job if it is queued or running. */
  live(id: string): JobRecord | undefined;
  liveJobs(): JobRecord[];
  /** Newest first, without results. */
  list(filter: JobFilter): Promise<JobRecord[]>;
  /** The job once it has ended; as it stands when the signal aborts or the service closes first. */
  wait(id: string, signal: AbortSignal): Promise<JobRecord | undefined>;
  /** Ends a job; one that has ended stays as it is. */
  cancel(id: string): Promise<JobRecord | undefined>;
  /** Ends the jobs of a dataset and waits until nothing works on it. */
  cancelDataset(dataset: string): Promise<void>;
  /** Ends all waits and stops what runs; it starts again with the next process. */
  stop(): void;
  /** {@link stop}, and resolves when nothing runs any more. */
  close(): Promise<void>;
}

/** Starts after which a job that took the process down each time is given up. */
const maxAttempts = 3;

/**
 * Opens the jobs and starts again what the last process left unfinished.
 *
 * @throws AlaasError what the store throws
 */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { store, worker, publish, now, log } = options;
  const concurrency = options.concurrency ?? 2;
  const live = new Map<string, LiveJob>();
  const queue: LiveJob[] = [];
  const running = new Set<LiveJob>();
  const works = new Map<LiveJob, Promise<void>>();
  const scansOnTheWay = new Map<string, Promise<JobRecord>>();
  const closing = new AbortController();

  await resume();
  return {
    submit,
    submitScan,
    get: async (id) => {
      const job = live.get(id);
      return job === undefined ? await store.get(id) : shownRecord(job);
    },
    live: (id) => live.get(id)?.record,
    liveJobs: () => [...live.values()].map((job) => job.record),
    list: async (filter) => (await store.list(filter)).map((record) => live.get(record.id)?.record ?? record),
    wait,
    cancel: async (id) => {
      const job = live.get(id);
      if (job === undefined) return await store.get(id);
      await cancel(job);
      return job.record;
    },
    cancelDataset: async (dataset) => {
      const concerned = [...live.values(), ...running].filter((job) => job.request.dataset === dataset);
      await Promise.all(concerned.map(cancel));
      await Promise.all(concerned.map((job) => works.get(job)));
    },
    stop,
    close: async () => {
      stop();
      await Promise.all(works.values());
    },
  };

  function stop(): void {
    closing.abort(new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.'));
    for (const job of running) job.controller.abort(closing.signal.reason);
  }

  async function submit(request: JobRequest, id: string = randomUUID()): Promise<JobRecord> {
    closing.signal.throwIfAborted();
    const job = createLiveJob(id, request, { createdAt: now(), attempts: 0 });
    // the place is taken before the first wait, or two jobs could take the same one
    const startsNow = mayStart(job, running, concurrency);
    if (startsNow) occupy(job);
    try {
      await store.insert(job);
    } catch (error) {
      running.delete(job);
      pump();
      throw error;
    }
    live.set(id, job);
    publish(job.record);
    if (startsNow) begin(job);
    else queue.push(job);
    pump();
    return job.record;
  }

  async function submitScan(dataset: string): Promise<JobRecord> {
    const waiting = queue.find(({ request }) => request.kind === 'scan' && request.dataset === dataset);
    if (waiting !== undefined) return waiting.record;
    // one that is on its way to disk has not begun either
    const made = scansOnTheWay.get(dataset);
    if (made !== undefined) return await made;
    const making = submit({ kind: 'scan', dataset }).finally(() => scansOnTheWay.delete(dataset));
    scansOnTheWay.set(dataset, making);
    return await making;
  }

  function occupy(job: LiveJob): void {
    running.add(job);
    job.attempts++;
    job.record = { ...job.record, state: 'running' };
  }

  function pump(): void {
    if (closing.signal.aborted) return;
    for (const job of [...queue]) {
      if (!mayStart(job, running, concurrency)) continue;
      queue.splice(queue.indexOf(job), 1);
      occupy(job);
      publish(job.record);
      begin(job, { isSaved: false });
    }
  }

  function begin(job: LiveJob, { isSaved } = { isSaved: true }): void {
    const work = perform(job, isSaved).finally(() => {
      works.delete(job);
      running.delete(job);
      pump();
    });
    works.set(job, work);
  }

  /** Never rejects: whatever goes wrong becomes the job's error. */
  async function perform(job: LiveJob, isSaved: boolean): Promise<void> {
    const { signal } = job.controller;
    try {
      if (closing.signal.aborted) throw closing.signal.reason;
      if (!isSaved) await store.update(job.record.id, { ...job.record, state: 'running', attempts: job.attempts });
      const result = await worker.run(job.request, {
        signal,
        onProgress: (progress) => report(job, progress),
        onPoint: (measured) => takePoint(job, measured),
      });
      await end(job, { state: 'done', ...(result === undefined ? {} : { resultJson: JSON.stringify(result) }) });
    } catch (cause) {
      const isStopped = closing.signal.aborted && /^(CANCELLED|NOT_READY)$/.test(toAlaasError(cause).code);
      if (isStopped && !isFinished(job.record)) return await putBack(job);
      await end(job, failure(job, cause));
    }
    cleanUp(job);
  }

  function cleanUp(job: LiveJob): void {
    try {
      worker.cleanUp(job.request);
    } catch (error) {
      log.warn({ err: error, job: job.record.id }, 'what the job left behind could not be removed');
    }
  }

  function failure(job: LiveJob, cause: unknown): Pick<JobRecord, 'state' | 'error'> {
    const error = toAlaasError(cause);
    if (error.code === 'INTERNAL') log.error({ err: cause, job: job.record.id }, 'job failed');
    const { code, detail, details } = toProblem(error);
    return { state: 'failed', error: { code, detail, ...(details === undefined ? {} : { details }) } };
  }

  function report(job: LiveJob, progress: Progress): void {
    if (isFinished(job.record)) return;
    const due = takeProgress(job, progress, now());
    if (due.publish) publish(job.record);
    if (!due.save || job.saving !== undefined) return;
    job.saving = store
      .update(job.record.id, { state: 'running', attempts: job.attempts, progress })
      .catch((error: unknown) => log.warn({ err: error, job: job.record.id }, 'progress could not be saved'))
      .finally(() => {
        job.saving = undefined;
      });
  }

  async function end(job: LiveJob, outcome: Pick<JobRecord, 'state' | 'error' | 'resultJson'>): Promise<void> {
    if (isFinished(job.record)) return;
    job.record = { ...job.record, ...outcome, finishedAt: now() };
    await job.saving;
    try {
      await store.finish(job.record);
      live.delete(job.record.id);
    } catch (error) {
      // it stays among the live ones, so that its end can at least be read until this process ends
      log.error({ err: error, job: job.record.id }, 'the end of a job could not be saved');
    }
    log.info({ job: job.record.id, kind: job.record.kind, state: job.record.state }, 'job ended');
    publish(job.record);
    job.ended.resolve(job.record);
  }

  async function putBack(job: LiveJob): Promise<void> {
    job.record = { ...job.record, state: 'queued', progress: noProgress };
    await job.saving;
    try {
      await store.update(job.record.id, { state: 'queued', attempts: job.attempts - 1, progress: noProgress });
    } catch (error) {
      log.warn({ err: error, job: job.record.id }, 'a stopped job could not be put back; it counts as interrupted');
    }
  }

  async function cancel(job: LiveJob): Promise<void> {
    const place = queue.indexOf(job);
    if (place >= 0) queue.splice(place, 1);
    const ending = end(job, { state: 'cancelled' });
    job.controller.abort(new AlaasError('CANCELLED', 'The job was cancelled.'));
    await ending;
    if (place >= 0) cleanUp(job);
  }

  async function wait(id: string, signal: AbortSignal): Promise<JobRecord | undefined> {
    const job = live.get(id);
    if (job === undefined) return await store.get(id);
    if (isFinished(job.record)) return await job.ended.promise;
    const given = Promise.withResolvers<void>();
    const either = AbortSignal.any([signal, closing.signal]);
    const giveUp = () => given.resolve();
    either.addEventListener('abort', giveUp, { once: true });
    if (either.aborted) giveUp();
    await Promise.race([job.ended.promise, given.promise]);
    either.removeEventListener('abort', giveUp);
    return shownRecord(job);
  }

  async function resume(): Promise<void> {
    for (const { record, request, attempts } of await store.open()) {
      const job = createLiveJob(record.id, request, { createdAt: record.createdAt, attempts });
      live.set(record.id, job);
      if (attempts < maxAttempts) {
        queue.push(job);
        continue;
      }
      const error = { code: 'INTERNAL', detail: `The service ended ${attempts} times while this job ran.` } as const;
      await end(job, { state: 'failed', error });
      cleanUp(job);
    }
    pump();
  }
}
