import type { AnswerValue, Suggestion } from '@alaas/core';
import type { QualityRow } from '../database/quality-table.ts';

/** One answer or skip, as quality looks at it. */
export interface QualityAnswer {
  readonly item: string;
  readonly person: string;
  readonly status: 'submitted' | 'skipped';
  readonly value?: AnswerValue;
  readonly leadTimeMs?: number;
  readonly suggestion?: Suggestion;
  /** Whether the suggestion was hidden by chance. Undefined: there was none. */
  readonly isHidden?: boolean;
  readonly gold?: AnswerValue;
  readonly note?: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export function qualityAnswer(row: QualityRow): QualityAnswer {
  return {
    item: row.item,
    person: row.person,
    status: row.status,
    ...(row.value === null ? {} : { value: JSON.parse(row.value) as AnswerValue }),
    ...(row.lead_time_ms === null ? {} : { leadTimeMs: row.lead_time_ms }),
    ...(row.suggestion === null ? {} : { suggestion: JSON.parse(row.suggestion) as Suggestion }),
    ...(row.is_hidden === null ? {} : { isHidden: row.is_hidden === 1 }),
    ...(row.note === null ? {} : { note: row.note }),
    createdAt: row.created_at,
  };
}
