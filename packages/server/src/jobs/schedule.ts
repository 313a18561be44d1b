import type { JobRequest } from './job.ts';

/** What the schedule looks at. */
export interface Scheduled {
  readonly request: JobRequest;
}

/**
 * Whether a job may start beside the running ones: at most `concurrency` at once, of which scans and simulations
 * leave one place free so that long work never holds up every query; one scan per dataset at a time.
 */
export function mayStart(job: Scheduled, running: ReadonlySet<Scheduled>, concurrency: number): boolean {
  if (running.size >= concurrency) return false;
  const { kind, dataset } = job.request;
  if (isAnswer(kind)) return true;
  const long = [...running].filter((other) => !isAnswer(other.request.kind));
  if (long.length >= Math.max(1, concurrency - 1)) return false;
  return kind === 'simulation' || long.every(({ request }) => request.kind !== 'scan' || request.dataset !== dataset);
}

/** Somebody waits for the picks of these. */
function isAnswer(kind: JobRequest['kind']): boolean {
  return kind === 'query' || kind === 'selection';
}
