import type { ErrorCode, Quality } from '@alaas/core';
import type { QualityRow } from '../database/quality-table.ts';
import type { DisputedRecord } from './disputes.ts';
import type { QualityAsk } from './quality-book.ts';

/** A question about the answers that the thread knows. */
export type QualityQuestion =
  | { readonly type: 'report'; readonly project: string; readonly ask: QualityAsk }
  | { readonly type: 'disputes'; readonly project: string; readonly ask: QualityAsk; readonly limit: number };

/** What is sent to the thread that measures quality. Questions alone are answered, one at a time. */
export type ToQuality =
  | {
      readonly type: 'learn';
      readonly project: string;
      readonly rows: readonly QualityRow[];
      readonly ended: readonly number[];
    }
  | { readonly type: 'forget'; readonly project: string }
  | QualityQuestion;

/** What it sends. */
export type FromQuality =
  | { readonly type: 'done'; readonly answer: Quality | DisputedRecord[] }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };
