import { AlaasError, type AnswerValue, type Arm } from '@alaas/core';
import type { Kysely } from 'kysely';
import { consensus } from '../projects/consensus.ts';
import type { KnownAnswer, KnownAnswers } from '../projects/known-answers.ts';
import type { Connection } from './connection.ts';
import { forValues } from './lists.ts';
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
  /** Whether it was given to many items at once. */
  readonly isBulk: boolean;
}

/** Reads what was known at any change: of answers and verdicts, those that had begun by then and had not ended. */
export function createKnownAnswers(connection: Connection): KnownAnswers {
  return {
    sequence: (project) => connection.run((db) => sequenceOf(db, project)),
    at: (project, asked) =>
      connection.run(async (db) => {
        const sequence = asked ?? (await sequenceOf(db, project));
        return knownAnswers(
          (await responsesAt(db, project, sequence).execute()).map(responseRow),
          (await verdictsAt(db, project, sequence).execute()).map(verdictRow),
        );
      }),
    between: (project, after, until) =>
      connection.run(async (db) => {
        const changed = await changedRecords(db, project, { after, until });
        const responses = await forValues(changed, (part) =>
          responsesAt(db, project, until).where('response.record', 'in', part).execute(),
        );
        const verdicts = await forValues(changed, (part) =>
          verdictsAt(db, project, until).where('verdict.record', 'in', part).execute(),
        );
        const answers = knownAnswers(responses.map(responseRow), verdicts.map(verdictRow));
        const items = await forValues(changed, (part) =>
          db.selectFrom('record').select(['item']).where('number', 'in', part).execute(),
        );
        const known = new Set(answers.map(({ item }) => item));
        return { answers, gone: items.map(({ item }) => item).filter((item) => !known.has(item)) };
      }),
  };

  async function sequenceOf(db: Kysely<Tables>, project: string): Promise<number> {
    const row = await db.selectFrom('project').select('sequence').where('id', '=', project).executeTakeFirst();
    if (row !== undefined) return row.sequence;
    throw new AlaasError('NOT_FOUND', `There is no project "${project}". GET /v1/projects lists them.`);
  }

  /** Oldest first. Skips are no answers. */
  function responsesAt(db: Kysely<Tables>, project: string, sequence: number) {
    return db
      .selectFrom('response')
      .innerJoin('record', 'record.number', 'response.record')
      .select(['record.item', 'record.is_test', 'record.arm'])
      .select(['response.record', 'response.person', 'response.value', 'response.sequence', 'response.origin'])
      .where('response.project', '=', project)
      .where('response.sequence', '<=', sequence)
      .where('response.status', '=', 'submitted')
      .where(({ or, eb }) => or([eb('response.retracted', 'is', null), eb('response.retracted', '>', sequence)]))
      .orderBy('response.sequence');
  }

  function verdictsAt(db: Kysely<Tables>, project: string, sequence: number) {
    return db
      .selectFrom('verdict')
      .innerJoin('record', 'record.number', 'verdict.record')
      .select(['record.item', 'record.is_test', 'record.arm'])
      .select(['verdict.record', 'verdict.person', 'verdict.value', 'verdict.sequence'])
      .where('verdict.project', '=', project)
      .where('verdict.sequence', '<=', sequence)
      .where(({ or, eb }) => or([eb('verdict.retracted', 'is', null), eb('verdict.retracted', '>', sequence)]))
      .orderBy('verdict.sequence');
  }
}

function responseRow({ origin, ...row }: Omit<Row, 'isBulk'> & { readonly origin: string }): Row {
  return { ...row, isBulk: origin === 'bulk' };
}

function verdictRow(row: Omit<Row, 'isBulk'>): Row {
  return { ...row, isBulk: false };
}

/** Records on which an answer or a verdict began or ended, by number. */
async function changedRecords(
  db: Kysely<Tables>,
  project: string,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<number[]> {
  const found = new Set<number>();
  for (const table of ['response', 'verdict'] as const) {
    for (const column of ['sequence', 'retracted'] as const) {
      const rows = await db
        .selectFrom(table)
        .select('record')
        .where('project', '=', project)
        .where(column, '>', after)
        .where(column, '<=', until)
        .execute();
      for (const { record } of rows) found.add(record);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** @param responses of each record the oldest first; so are verdicts */
function knownAnswers(responses: readonly Row[], verdicts: readonly Row[]): KnownAnswer[] {
  const rows = [
    ...responses.map((row) => ({ ...row, isVerdict: false })),
    ...verdicts.map((row) => ({ ...row, isVerdict: true })),
  ];
  if (verdicts.length > 0) rows.sort((a, b) => a.sequence - b.sequence);
  return [...Map.groupBy(rows, ({ record }) => record).values()].map(knownAnswer);
}

/** What rows of one record say, which come oldest first. */
function knownAnswer(rows: readonly (Row & { readonly isVerdict: boolean })[]): KnownAnswer {
  const first = rows[0] as Row;
  const value = (row: Row) => JSON.parse(row.value ?? 'null') as AnswerValue;
  const verdict = rows.findLast((row) => row.isVerdict);
  const responses = rows.filter((row) => !row.isVerdict).map((row) => ({ person: row.person, value: value(row) }));
  const isBulk = rows.every((row) => row.isBulk);
  return {
    item: first.item,
    value: verdict === undefined ? consensus(responses.map((response) => response.value)) : value(verdict),
    isTest: first.is_test === 1,
    // one that was drawn for the control arm since is no draw before it is answered
    arm: isBulk ? 'bulk' : first.arm,
    isVerdict: verdict !== undefined,
    isBulk,
    first: first.sequence,
    sequence: Math.max(...rows.map((row) => row.sequence)),
    responses,
  };
}
