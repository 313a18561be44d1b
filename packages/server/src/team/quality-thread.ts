import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Quality } from '@alaas/core';
import { type DisputedRecord, disputes, type ReviewInput } from './disputes.ts';
import { type QualityInput, qualityReport } from './quality-report.ts';
import type { QualityWork } from './quality-worker.ts';

/** More answers than this take longer than people who label should wait: some ten milliseconds. */
const INLINE_ANSWERS = 500;

/** {@link qualityReport}, in a thread of its own where there is much to count. */
export async function reportQuality(input: QualityInput): Promise<Quality> {
  if (input.answers.length <= INLINE_ANSWERS) return qualityReport(input);
  return (await inThread({ kind: 'report', input })) as Quality;
}

/** {@link disputes}, in the same way. */
export async function findDisputes(input: ReviewInput): Promise<DisputedRecord[]> {
  if (input.answers.length <= INLINE_ANSWERS) return disputes(input);
  return (await inThread({ kind: 'disputes', input })) as DisputedRecord[];
}

async function inThread(work: QualityWork): Promise<unknown> {
  // TypeScript in the workspace, JavaScript once compiled
  const script = new URL(`./quality-worker${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(script, { workerData: work });
  try {
    // rejects with what the thread throws
    const [answer] = (await once(worker, 'message')) as [unknown];
    return answer;
  } finally {
    await worker.terminate();
  }
}
