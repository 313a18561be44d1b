import type { LiveProject } from '../projects/live/live-project.ts';

/** What Label Studio knows of a training. */
export type TrainingJobStatus = 'queued' | 'started' | 'finished' | 'failed';

/** Names the training that takes in all answers up to a change of labels. Nothing else is kept of it. */
export function trainingJob(project: string, sequence: number): string {
  return `${project}.${sequence}`;
}

/** @returns undefined for a job of another project, or none */
export function trainingJobStatus(
  project: string,
  job: string,
  { sequence, isTraining, error }: Pick<LiveProject['training'], 'sequence' | 'isTraining' | 'error'>,
): TrainingJobStatus | undefined {
  const wanted = job.startsWith(`${project}.`) ? job.slice(project.length + 1) : '';
  if (!/^\d{1,15}$/.test(wanted)) return undefined;
  if (isTraining) return sequence >= Number(wanted) && error === null ? 'finished' : 'started';
  if (error !== null) return 'failed';
  return sequence >= Number(wanted) ? 'finished' : 'queued';
}
