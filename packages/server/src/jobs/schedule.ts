import type { JobRequest } from './job.ts';

/** What the schedule looks at. */
export interface Scheduled {
  readonly request: JobRequest;
}

/**
 * Whether a job may start beside the running ones: at most `concurrency` at once, of which scans leave one place
 * free so that a long scan never holds up every query; one scan per dataset at a time.
 */
export function mayStart(job: Scheduled, running: ReadonlySet<Scheduled>, concurrency: number): boolean {
  if (running.size >= concurrency) return false;
  if (job.request.kind !== 'scan') return true;
  const scans = [...running].filter((other) => other.request.kind === 'scan');
  if (scans.length >= Math.max(1, concurrency - 1)) return false;
  return scans.every((other) => other.request.dataset !== job.request.dataset);
}
