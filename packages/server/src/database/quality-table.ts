import type { Connection } from './connection.ts';

/** A response as quality looks at it; what is JSON is not parsed yet. */
export interface QualityRow {
  readonly number: number;
  /** Of the change of labels that it was. */
  readonly sequence: number;
  readonly item: string;
  readonly person: string;
  readonly status: 'submitted' | 'skipped';
  readonly value: string | null;
  readonly lead_time_ms: number | null;
  readonly suggestion: string | null;
  readonly is_hidden: number | null;
  readonly note: string | null;
  /** Milliseconds since 1970. */
  readonly created_at: number;
}

/** Changes of labels after one and up to another. */
export interface Changes {
  readonly after: number;
  readonly until: number;
}

/** An item and what somebody decided about it, in JSON. */
export interface DecidedItem {
  readonly item: string;
  readonly value: string;
}

/** What agreement and review are computed from. What changed can be read by itself: it costs what changed, however much there is. */
export interface QualityStore {
  /** Responses that these changes brought and that stood after the last of them, oldest first; extra ones among them. */
  answers(project: string, changes: Changes & { readonly limit: number }): Promise<QualityRow[]>;
  /** Numbers of responses that stood before these changes, and did not after the last of them. */
  ended(project: string, changes: Changes): Promise<number[]>;
  /** Gold items. */
  gold(project: string): Promise<DecidedItem[]>;
  /** Verdicts that stand, the oldest first. */
  verdicts(project: string): Promise<DecidedItem[]>;
}

export function createQualityTable(connection: Connection): QualityStore {
  return {
    answers: (project, { after, until, limit }) =>
      connection.run((db) =>
        db
          .selectFrom('response')
          .innerJoin('record', 'record.number', 'response.record')
          .select(['response.number', 'response.sequence', 'record.item', 'response.person', 'response.status'])
          .select(['response.value', 'response.lead_time_ms', 'response.suggestion', 'response.is_hidden'])
          .select(['response.note', 'response.created_at'])
          .where('response.project', '=', project)
          .where('response.sequence', '>', after)
          .where('response.sequence', '<=', until)
          .where(({ or, eb }) => or([eb('response.retracted', 'is', null), eb('response.retracted', '>', until)]))
          .orderBy('response.sequence')
          .limit(limit)
          .execute(),
      ),
    ended: (project, { after, until }) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('response')
          .select('number')
          .where('project', '=', project)
          .where('retracted', '>', after)
          .where('retracted', '<=', until)
          .where('sequence', '<=', after)
          .execute();
        return rows.map(({ number }) => number);
      }),
    gold: (project) =>
      connection.run((db) =>
        db
          .selectFrom('record')
          .select(['item', 'gold as value'])
          .where('project', '=', project)
          .where('gold', 'is not', null)
          .$narrowType<{ value: string }>()
          .execute(),
      ),
    verdicts: (project) =>
      connection.run((db) =>
        db
          .selectFrom('verdict')
          .innerJoin('record', 'record.number', 'verdict.record')
          .select(['record.item', 'verdict.value'])
          .where('verdict.project', '=', project)
          .where('verdict.retracted', 'is', null)
          .orderBy('verdict.sequence')
          .execute(),
      ),
  };
}
