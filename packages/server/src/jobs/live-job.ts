import type { Progress } from '@alaas/core';
import { type JobRecord, type JobRequest, noProgress } from './job.ts';

/** A queued or running job of this process. */
export interface LiveJob {
  record: JobRecord;
  readonly request: JobRequest;
  attempts: number;
  readonly controller: AbortController;
  /** Resolves with the last record once it is on disk. */
  readonly ended: PromiseWithResolvers<JobRecord>;
  /** When progress was last published and last saved, in milliseconds since 1970. */
  publishedAt: number;
  savedAt: number;
  /** The save under way, if any. */
  saving: Promise<void> | undefined;
}

export function createLiveJob(
  id: string,
  request: JobRequest,
  start: { readonly createdAt: number; readonly attempts: number },
): LiveJob {
  return {
    record: {
      id,
      kind: request.kind,
      state: 'queued',
      dataset: request.dataset,
      progress: noProgress,
      createdAt: start.createdAt,
    },
    request,
    attempts: start.attempts,
    controller: new AbortController(),
    ended: Promise.withResolvers(),
    publishedAt: Number.NEGATIVE_INFINITY,
    savedAt: start.createdAt,
    saving: undefined,
  };
}

/** Milliseconds between two published steps of one job: five a second. */
const publishEveryMs = 200;
/** Milliseconds between two saved ones; each costs an fsync. */
const saveEveryMs = 2000;

/** Takes a progress report in; tells whether it is due to be published and to be saved. */
export function takeProgress(job: LiveJob, progress: Progress, now: number): { publish: boolean; save: boolean } {
  const isNewStage = progress.stage !== job.record.progress.stage;
  job.record = { ...job.record, progress };
  const publish = isNewStage || now - job.publishedAt >= publishEveryMs;
  const save = now - job.savedAt >= saveEveryMs;
  if (publish) job.publishedAt = now;
  if (save) job.savedAt = now;
  return { publish, save };
}
