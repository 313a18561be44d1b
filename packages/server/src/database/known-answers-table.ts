import { AlaasError, type AnswerValue, type Arm } from '@alaas/core';
import type { Kysely } from 'kysely';
import { consensus } from '../projects/consensus.ts';
import type { KnownAnswer, KnownAnswers } from '../projects/known-answers.ts';
import type { Connection } from './connection.ts';
import { forValues } from './lists.ts';
import type { Tables } from './schema.ts';

/** An answer of an annotator, a verdict, or the true answer of a gold item. */
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

/** Reads what was known at any change: of answers, verdicts and gold items, those that had begun by then and had not ended. */
export function createKnownAnswers(connection: Connection): KnownAnswers {
  return {
    sequence: (project) => connection.run((db) => sequenceOf(db, project)),
    at: (project, asked) =>
      connection.run(async (db) => {
        const sequence = asked ?? (await sequenceOf(db, project));
        return knownAnswers({
          response: (await responsesAt(db, project, sequence).execute()).map(responseRow),
          verdict: (await verdictsAt(db, project, sequence).execute()).map(decidedRow),
          gold: (await goldAt(db, project, sequence).execute()).map(decidedRow),
        });
      }),
    between: (project, after, until) =>
      connection.run(async (db) => {
        const changed = await changedRecords(db, project, { after, until });
        const response = await forValues(changed, (part) =>
          responsesAt(db, project, until).where('response.record', 'in', part).execute(),
        );
        const verdict = await forValues(changed, (part) =>
          verdictsAt(db, project, until).where('verdict.record', 'in', part).execute(),
        );
        const gold = await forValues(changed, (part) =>
          goldAt(db, project, until).where('gold.record', 'in', part).execute(),
        );
        const answers = knownAnswers({
          response: response.map(responseRow),
          verdict: verdict.map(decidedRow),
          gold: gold.map(decidedRow),
        });
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

  function goldAt(db: Kysely<Tables>, project: string, sequence: number) {
    return db
      .selectFrom('gold')
      .innerJoin('record', 'record.number', 'gold.record')
      .select(['record.item', 'record.is_test', 'record.arm'])
      .select(['gold.record', 'gold.person', 'gold.value', 'gold.sequence'])
      .where('gold.project', '=', project)
      .where('gold.sequence', '<=', sequence)
      .where(({ or, eb }) => or([eb('gold.retracted', 'is', null), eb('gold.retracted', '>', sequence)]))
      .orderBy('gold.sequence');
  }
}

function responseRow({ origin, ...row }: Omit<Row, 'isBulk'> & { readonly origin: string }): Row {
  return { ...row, isBulk: origin === 'bulk' };
}

function decidedRow(row: Omit<Row, 'isBulk'>): Row {
  return { ...row, isBulk: false };
}

/** Records on which something that is known began or ended, by number. */
async function changedRecords(
  db: Kysely<Tables>,
  project: string,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<number[]> {
  const found = new Set<number>();
  for (const table of ['response', 'verdict', 'gold'] as const) {
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

type Kind = 'response' | 'verdict' | 'gold';

interface KindRow extends Row {
  readonly kind: Kind;
}

/** @param rows of each kind and record the oldest first */
function knownAnswers(rows: Readonly<Record<Kind, readonly Row[]>>): KnownAnswer[] {
  const golden = new Set(rows.gold.map(({ record }) => record));
  const all = (['response', 'verdict', 'gold'] as const).flatMap((kind) =>
    rows[kind].map((row): KindRow => ({ ...row, kind })),
  );
  // what is said of a gold item tells of who says it
  const known = golden.size === 0 ? all : all.filter(({ kind, record }) => kind === 'gold' || !golden.has(record));
  if (rows.verdict.length + rows.gold.length > 0) known.sort((a, b) => a.sequence - b.sequence);
  return [...Map.groupBy(known, ({ record }) => record).values()].map(knownAnswer);
}

/** What rows of one record say, which come oldest first. */
function knownAnswer(rows: readonly KindRow[]): KnownAnswer {
  const first = rows[0] as KindRow;
  const value = (row: Row) => JSON.parse(row.value ?? 'null') as AnswerValue;
  const decided = rows.findLast(({ kind }) => kind !== 'response');
  const responses = rows
    .filter(({ kind }) => kind === 'response')
    .map((row) => ({ person: row.person, value: value(row) }));
  const isBulk = rows.every((row) => row.isBulk);
  return {
    item: first.item,
    value: decided === undefined ? consensus(responses.map((response) => response.value)) : value(decided),
    isTest: first.is_test === 1,
    // one that was drawn for the control arm since is no draw before it is answered
    arm: isBulk ? 'bulk' : first.arm,
    isVerdict: decided?.kind === 'verdict',
    isGold: decided?.kind === 'gold',
    isBulk,
    first: first.sequence,
    sequence: Math.max(...rows.map((row) => row.sequence)),
    responses,
  };
}
