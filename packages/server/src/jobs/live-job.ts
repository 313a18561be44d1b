import type { Progress, SimulationCurve, SimulationPoint } from '@alaas/core';
import { isFinished, type JobRecord, type JobRequest, noProgress } from './job.ts';

/** A point of one run of a simulation. */
export interface MeasuredPoint {
  readonly strategy: string;
  readonly seed: number;
  readonly point: SimulationPoint;
}

/** A queued or running job of this process. */
export interface LiveJob {
  record: JobRecord;
  readonly request: JobRequest;
  /** Of a simulation, by run. */
  readonly curves: Map<string, SimulationCurve>;
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
      ...(request.kind === 'simulation' && request.project !== undefined && { project: request.project }),
      progress: noProgress,
      createdAt: start.createdAt,
    },
    request,
    curves: new Map(),
    attempts: start.attempts,
    controller: new AbortController(),
    ended: Promise.withResolvers(),
    publishedAt: Number.NEGATIVE_INFINITY,
    savedAt: start.createdAt,
    saving: undefined,
  };
}

/** Takes a point of a simulation's curve in. */
export function takePoint(job: LiveJob, { strategy, seed, point }: MeasuredPoint): void {
  const key = JSON.stringify([strategy, seed]);
  const curve = job.curves.get(key);
  if (curve === undefined) job.curves.set(key, { strategy, seed, points: [point] });
  else curve.points.push(point);
}

/** The job as whoever asks for it by its id is told, with its curves as far as they are. */
export function shownRecord({ record, curves }: LiveJob): JobRecord {
  return curves.size === 0 || isFinished(record) ? record : { ...record, curves: [...curves.values()] };
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
