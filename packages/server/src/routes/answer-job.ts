import { AlaasError } from '@alaas/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { waitSeconds } from '../http/prefer.ts';
import { isFinished, type JobRecord, jobJson } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { sendJson } from './route-app.ts';

/** Answers with a job, after the time the client is ready to wait for its end. */
export async function answerJob(
  job: JobRecord,
  jobs: Pick<Jobs, 'wait'>,
  request: FastifyRequest,
  reply: FastifyReply,
  location = `/v1/jobs/${job.id}`,
): Promise<FastifyReply> {
  const seconds = waitSeconds(request.headers.prefer);
  const last = seconds > 0 ? await waitFor(job, jobs, reply, seconds) : job;
  if (seconds > 0) reply.header('preference-applied', `wait=${seconds}`);
  if (request.method === 'POST') reply.header('location', location).code(isFinished(last) ? 200 : 202);
  return sendJson(reply, jobJson(last, { withResult: true }));
}

/** A client that goes away frees the wait, not the job. */
async function waitFor(
  job: JobRecord,
  jobs: Pick<Jobs, 'wait'>,
  reply: FastifyReply,
  seconds: number,
): Promise<JobRecord> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  const timer = setTimeout(stop, seconds * 1000);
  reply.raw.once('close', stop);
  try {
    return (await jobs.wait(job.id, enough.signal)) ?? job;
  } finally {
    clearTimeout(timer);
    reply.raw.off('close', stop);
  }
}

/** @throws AlaasError `NOT_FOUND` */
export function found(job: JobRecord | undefined, id: string): JobRecord {
  if (job !== undefined) return job;
  throw new AlaasError('NOT_FOUND', `There is no job "${id}". The newest 1,000 are kept; GET /v1/jobs lists them.`);
}
