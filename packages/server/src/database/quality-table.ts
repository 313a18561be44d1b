import type { AnswerValue, Suggestion } from '@alaas/core';
import type { Connection } from './connection.ts';

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

/** Records that a reviewer should see, beside what annotators disagree on. */
export interface Reviewed {
  readonly item: string;
  readonly isFlagged: boolean;
  readonly verdict?: AnswerValue;
}

/** What agreement and review are computed from. */
export interface QualityStore {
  /** Answers that count, by item and in the order of their arrival; extra ones among them. */
  answers(project: string): Promise<QualityAnswer[]>;
  /** Records that are flagged or have a verdict. */
  reviewed(project: string): Promise<Reviewed[]>;
}

export function createQualityTable(connection: Connection): QualityStore {
  return {
    answers: (project) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('response')
          .innerJoin('record', 'record.number', 'response.record')
          .select([
            'record.item',
            'record.gold',
            'response.person',
            'response.status',
            'response.value',
            'response.lead_time_ms',
            'response.suggestion',
            'response.is_hidden',
            'response.note',
            'response.created_at',
          ])
          .where('response.project', '=', project)
          .where('response.retracted', 'is', null)
          .orderBy('response.number')
          .execute();
        return rows.map((row) => ({
          item: row.item,
          person: row.person,
          status: row.status,
          ...(row.value === null ? {} : { value: JSON.parse(row.value) as AnswerValue }),
          ...(row.lead_time_ms === null ? {} : { leadTimeMs: row.lead_time_ms }),
          ...(row.suggestion === null ? {} : { suggestion: JSON.parse(row.suggestion) as Suggestion }),
          ...(row.is_hidden === null ? {} : { isHidden: row.is_hidden === 1 }),
          ...(row.gold === null ? {} : { gold: JSON.parse(row.gold) as AnswerValue }),
          ...(row.note === null ? {} : { note: row.note }),
          createdAt: row.created_at,
        }));
      }),
    reviewed: (project) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('record')
          .leftJoin('verdict', (join) =>
            join.onRef('verdict.record', '=', 'record.number').on('verdict.retracted', 'is', null),
          )
          .select(['record.item', 'record.is_flagged', 'verdict.value'])
          .where('record.project', '=', project)
          .where((where) => where.or([where('record.is_flagged', '=', 1), where('verdict.value', 'is not', null)]))
          .orderBy('record.number')
          .execute();
        return rows.map(({ item, is_flagged, value }) => ({
          item,
          isFlagged: is_flagged === 1,
          ...(value === null ? {} : { verdict: JSON.parse(value) as AnswerValue }),
        }));
      }),
  };
}
