import type { AnswerValue, ProjectResponse, Suggestion } from '@alaas/core';
import type { ResponseRow } from '../database/response-table.ts';
import { reasonFor, type StoredReason } from './reasons.ts';

export interface ShownResponse {
  readonly item: string;
  readonly reason: StoredReason;
  /** Whether the reader may know gold items and hidden suggestions: an annotator may undo, and be asked again. */
  readonly isTrue: boolean;
}

/** A response as it travels. */
export function responseJson(row: ResponseRow, { item, reason, isTrue }: ShownResponse): ProjectResponse {
  const { id, person, status, value, origin, note, lead_time_ms, suggestion, is_hidden } = row;
  return {
    id,
    item,
    annotator: person,
    status,
    ...(value === null ? {} : { value: JSON.parse(value) as AnswerValue }),
    origin,
    ...(note === null ? {} : { note }),
    ...(lead_time_ms === null ? {} : { leadTimeMs: lead_time_ms }),
    ...(suggestion === null || (is_hidden === 1 && !isTrue)
      ? {}
      : { suggestion: { ...(JSON.parse(suggestion) as Suggestion), isHidden: is_hidden === 1 } }),
    reason: reasonFor(reason, isTrue),
    isExtra: row.is_extra === 1,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
