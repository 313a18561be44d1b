import { AlaasError, type AnswerValue, type Arm } from '@alaas/core';
import type { Kysely } from 'kysely';
import { consensus } from '../projects/consensus.ts';
import type { KnownAnswer, KnownAnswers } from '../projects/known-answers.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './schema.ts';

/** An answer of an annotator, or a verdict. */
interface Row {
  readonly record: number;
  readonly item: string;
  readonly is_test: number;
  readonly arm: Arm;
  readonly person: string;
  readonly value: string | null;
  readonly sequence: number;
}

/** Reads what was known at any change: of answers and verdicts, those that had begun by then and had not ended. */
export function createKnownAnswers(connection: Connection): KnownAnswers {
  return {
    sequence: (project) => connection.run((db) => sequenceOf(db, project)),
    at: (project, asked) =>
      connection.run(async (db) => {
        const sequence = asked ?? (await sequenceOf(db, project));
        const responses = (await responsesAt(db, project, sequence)).map((row) => ({ ...row, isVerdict: false }));
        const verdicts = (await verdictsAt(db, project, sequence)).map((row) => ({ ...row, isVerdict: true }));
        const rows = verdicts.length === 0 ? responses : [...responses, ...verdicts];
        if (verdicts.length > 0) rows.sort((a, b) => a.sequence - b.sequence);
        return [...Map.groupBy(rows, ({ record }) => record).values()].map(knownAnswer);
      }),
  };

  async function sequenceOf(db: Kysely<Tables>, project: string): Promise<number> {
    const row = await db.selectFrom('project').select('sequence').where('id', '=', project).executeTakeFirst();
    if (row !== undefined) return row.sequence;
    throw new AlaasError('NOT_FOUND', `There is no project "${project}". GET /v1/projects lists them.`);
  }

  /** Oldest first. Skips are no answers. */
  function responsesAt(db: Kysely<Tables>, project: string, sequence: number): Promise<Row[]> {
    return db
      .selectFrom('response')
      .innerJoin('record', 'record.number', 'response.record')
      .select(['record.item', 'record.is_test', 'record.arm'])
      .select(['response.record', 'response.person', 'response.value', 'response.sequence'])
      .where('response.project', '=', project)
      .where('response.sequence', '<=', sequence)
      .where('response.status', '=', 'submitted')
      .where(({ or, eb }) => or([eb('response.retracted', 'is', null), eb('response.retracted', '>', sequence)]))
      .orderBy('response.sequence')
      .execute();
  }

  function verdictsAt(db: Kysely<Tables>, project: string, sequence: number): Promise<Row[]> {
    return db
      .selectFrom('verdict')
      .innerJoin('record', 'record.number', 'verdict.record')
      .select(['record.item', 'record.is_test', 'record.arm'])
      .select(['verdict.record', 'verdict.person', 'verdict.value', 'verdict.sequence'])
      .where('verdict.project', '=', project)
      .where('verdict.sequence', '<=', sequence)
      .where(({ or, eb }) => or([eb('verdict.retracted', 'is', null), eb('verdict.retracted', '>', sequence)]))
      .execute();
  }
}

/** What rows of one record say, which come oldest first. */
function knownAnswer(rows: readonly (Row & { readonly isVerdict: boolean })[]): KnownAnswer {
  const first = rows[0] as Row;
  const value = (row: Row) => JSON.parse(row.value ?? 'null') as AnswerValue;
  const verdict = rows.findLast((row) => row.isVerdict);
  const responses = rows.filter((row) => !row.isVerdict).map((row) => ({ person: row.person, value: value(row) }));
  return {
    item: first.item,
    value: verdict === undefined ? consensus(responses.map((response) => response.value)) : value(verdict),
    isTest: first.is_test === 1,
    arm: first.arm,
    isVerdict: verdict !== undefined,
    sequence: Math.max(...rows.map((row) => row.sequence)),
    responses,
  };
}
