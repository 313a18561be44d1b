import { parentPort, workerData } from 'node:worker_threads';
import { disputes, type ReviewInput } from './disputes.ts';
import { type QualityInput, qualityReport } from './quality-report.ts';

/** What the thread is started with. */
export type QualityWork =
  | { readonly kind: 'report'; readonly input: QualityInput }
  | { readonly kind: 'disputes'; readonly input: ReviewInput };

const work = workerData as QualityWork;
parentPort?.postMessage(work.kind === 'report' ? qualityReport(work.input) : disputes(work.input));
