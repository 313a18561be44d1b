import { type ExpressionBuilder, type Insertable, type Kysely, type Selectable, sql } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { RecordTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type RecordRow = Selectable<RecordTable>;
/** How a record stands, in few words. */
export type RecordState = Pick<
  RecordRow,
  | 'number'
  | 'item'
  | 'arm'
  | 'round'
  | 'utility'
  | 'answers'
  | 'answer'
  | 'gold'
  | 'is_test'
  | 'completed_at'
  | 'created_at'
>;
export type NewRecord = Omit<Insertable<RecordTable>, 'number' | 'project'>;

/** Which records a list wants; the kinds exclude one another. */
export type RecordKind = 'pending' | 'completed' | 'disputed' | 'flagged';

/** A place in the list of records, which are in the order in which they were made. */
export interface RecordPlace {
  readonly madeAt: number;
  readonly number: number;
}

/** Where a list goes on: behind this place. */
interface ListPage {
  readonly after?: RecordPlace | undefined;
  readonly limit: number;
}

/** Where a list goes on: behind this number. */
interface Page {
  readonly after: number;
  readonly limit: number;
}

/** Where a list of started records goes on: behind this record of this change. */
export interface StartedPage {
  readonly sequence: number;
  readonly record: number;
  readonly limit: number;
}

export interface StartedRow extends RecordRow {
  readonly sequence: number;
}

/** The records of one project. */
export interface RecordRows {
  /** In no order; items without a record are left out. */
  ofItems(items: readonly string[]): Promise<RecordRow[]>;
  ofNumbers(numbers: readonly number[]): Promise<RecordRow[]>;
  /** In the order given. */
  insert(records: readonly NewRecord[]): Promise<RecordRow[]>;
  update(number: number, change: Partial<NewRecord>): Promise<void>;
  /** Writes how records stand by their answers. */
  settle(records: readonly RecordRow[]): Promise<void>;
  /** Says which records have some of their answers and want more since this change; they keep the place they have. */
  start(numbers: readonly number[], sequence: number): Promise<void>;
  /** Says which records do not any more: they have all their answers, or none. */
  unstart(numbers: readonly number[]): Promise<void>;
  /** Gives all records that were not asked again so many slots more, and closes and opens them by their answers. */
  addSlots(more: number, change: { readonly at: number; readonly sequence: number }): Promise<void>;
  /** Records with some of their answers that are new to a person, by the change that started them. */
  started(person: string, page: StartedPage): Promise<StartedRow[]>;
  /** Records without all their answers that are new to a person, by number. */
  open(person: string, page: Page): Promise<RecordRow[]>;
  /** The highest number of any project; 0: no record. */
  lastNumber(): Promise<number>;
  /** Gold items that are new to a person, and that they do not hold, by number. */
  gold(person: string, limit: number): Promise<RecordRow[]>;
  /** Gold items behind a number, by number. */
  goldPage(page: Page): Promise<RecordRow[]>;
  /** True answers of the gold items, one of each. */
  goldValues(): Promise<string[]>;
  /** Open records that a person skipped, the one skipped first in front. */
  skippedBy(person: string, limit: number): Promise<RecordRow[]>;
  list(page: ListPage & { readonly kind?: RecordKind | undefined }): Promise<RecordRow[]>;
  items(page: ListPage): Promise<Pick<RecordRow, 'number' | 'item' | 'created_at'>[]>;
  /** How all records stand, in the order in which they were made. */
  states(page: ListPage): Promise<RecordState[]>;
  counts(): Promise<{ records: number; completed: number }>;
}

export function createRecordRows(db: Kysely<Tables>, project: string): RecordRows {
  const all = () => db.selectFrom('record').selectAll().where('project', '=', project);
  return {
    ofItems: (items) => forValues(items, (part) => all().where('item', 'in', part).execute()),
    ofNumbers: (numbers) =>
      forValues(numbers, (part) => db.selectFrom('record').selectAll().where('number', 'in', part).execute()),
    async insert(records) {
      const inserted: RecordRow[] = [];
      for (const part of rowParts(records)) {
        const rows = part.map((record) => ({ ...record, project }));
        const numbers = await db.insertInto('record').values(rows).returning(['number', 'item']).execute();
        const byItem = new Map(numbers.map(({ number, item }) => [item, number]));
        for (const row of rows) {
          const number = byItem.get(row.item) as number;
          inserted.push({ ...row, number } as RecordRow);
        }
      }
      return inserted;
    },
    async update(number, change) {
      await db.updateTable('record').set(change).where('number', '=', number).execute();
    },
    async settle(records) {
      for (const part of rowParts(records)) {
        await db
          .insertInto('record')
          .values(part.map(({ number: _, ...row }) => row))
          .onConflict((conflict) =>
            conflict.columns(['project', 'item']).doUpdateSet(({ ref }) => ({
              answers: ref('excluded.answers'),
              skips: ref('excluded.skips'),
              is_flagged: ref('excluded.is_flagged'),
              answer: ref('excluded.answer'),
              completed_at: ref('excluded.completed_at'),
            })),
          )
          .execute();
      }
    },
    async start(numbers, sequence) {
      for (const part of rowParts(numbers)) {
        await db
          .insertInto('started')
          .values(part.map((record) => ({ record, project, sequence })))
          .onConflict((conflict) => conflict.column('record').doNothing())
          .execute();
      }
    },
    async unstart(numbers) {
      await forValues(numbers, async (part) => {
        await db.deleteFrom('started').where('record', 'in', part).execute();
        return [];
      });
    },
    async addSlots(more, { at, sequence }) {
      const records = () => db.updateTable('record').where('project', '=', project);
      await records()
        .where('arm', '!=', 'again')
        .set((row) => ({ slots: row('slots', '+', more) }))
        .execute();
      await records()
        .where('completed_at', 'is', null)
        .whereRef('answers', '>=', 'slots')
        .set({ completed_at: at })
        .execute();
      await records()
        .where('completed_at', 'is not', null)
        .whereRef('answers', '<', 'slots')
        .set({ completed_at: null })
        .execute();
      await db.deleteFrom('started').where('project', '=', project).execute();
      await db
        .insertInto('started')
        .columns(['record', 'project', 'sequence'])
        .expression(({ selectFrom }) =>
          selectFrom('record')
            .select(({ ref, cast, val }) => [
              ref('number').as('record'),
              ref('project').as('project'),
              // PostgreSQL takes a bare parameter for text here
              cast<number>(val(sequence), 'bigint').as('sequence'),
            ])
            .where('project', '=', project)
            .where('completed_at', 'is', null)
            .where('gold', 'is', null)
            .where('answers', '>', 0),
        )
        .execute();
    },
    started: (person, { sequence, record, limit }) =>
      db
        .selectFrom('started')
        .innerJoin('record', 'record.number', 'started.record')
        .selectAll('record')
        .select('started.sequence')
        .where('started.project', '=', project)
        .where('started.sequence', '>=', sequence)
        .where(({ or, eb }) => or([eb('started.sequence', '>', sequence), eb('started.record', '>', record)]))
        .where(isNew(person))
        .orderBy('started.sequence')
        .orderBy('started.record')
        .limit(limit)
        .execute(),
    open: (person, { after, limit }) =>
      all()
        .where('completed_at', 'is', null)
        .where('gold', 'is', null)
        .where('number', '>', after)
        .where(isNew(person))
        .orderBy('number')
        .limit(limit)
        .execute(),
    async lastNumber() {
      const row = await db
        .selectFrom('record')
        .select(({ fn }) => fn.max<number | null>('number').as('last'))
        .executeTakeFirst();
      return Number(row?.last ?? 0);
    },
    gold: (person, limit) =>
      all()
        .where('gold', 'is not', null)
        .where(isNew(person))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('lease')
                .select('lease.id')
                .whereRef('lease.record', '=', 'record.number')
                .where('lease.person', '=', person),
            ),
          ),
        )
        .orderBy('number')
        .limit(limit)
        .execute(),
    goldPage: ({ after, limit }) =>
      all().where('gold', 'is not', null).where('number', '>', after).orderBy('number').limit(limit).execute(),
    async goldValues() {
      const rows = await db
        .selectFrom('record')
        .select('gold')
        .distinct()
        .where('project', '=', project)
        .where('gold', 'is not', null)
        .execute();
      return rows.flatMap(({ gold }) => gold ?? []);
    },
    skippedBy: (person, limit) =>
      db
        .selectFrom('response')
        .innerJoin('record', 'record.number', 'response.record')
        .selectAll('record')
        .where('response.project', '=', project)
        .where('response.person', '=', person)
        .where('response.retracted', 'is', null)
        // written out, since a parameter would keep SQLite from the index on skips
        .where('response.status', '=', sql.lit('skipped' as const))
        .where('record.completed_at', 'is', null)
        .orderBy('response.number')
        .limit(limit)
        .execute(),
    list: ({ after, limit, kind }) =>
      all()
        .$if(after !== undefined, (query) => query.where(isBehind(after as RecordPlace)))
        .$if(kind === 'flagged', (query) => query.where(({ eb, lit }) => eb('is_flagged', '=', lit(1))))
        .$if(kind === 'disputed', (query) =>
          query
            .where('answer', 'is', null)
            .where(({ eb, lit }) => eb('answers', '>', lit(1)))
            .where('is_flagged', '=', 0),
        )
        .$if(kind === 'completed' || kind === 'pending', (query) =>
          query
            .where('completed_at', kind === 'completed' ? 'is not' : 'is', null)
            .where('is_flagged', '=', 0)
            .where(({ or, eb }) => or([eb('answers', '<', 2), eb('answer', 'is not', null)])),
        )
        .orderBy('created_at')
        .orderBy('number')
        .limit(limit)
        .execute(),
    items: ({ after, limit }) =>
      db
        .selectFrom('record')
        .select(['number', 'item', 'created_at'])
        .where('project', '=', project)
        .$if(after !== undefined, (query) => query.where(isBehind(after as RecordPlace)))
        .orderBy('created_at')
        .orderBy('number')
        .limit(limit)
        .execute(),
    states: ({ after, limit }) =>
      db
        .selectFrom('record')
        .select([
          'number',
          'item',
          'arm',
          'round',
          'utility',
          'answers',
          'answer',
          'gold',
          'is_test',
          'completed_at',
          'created_at',
        ])
        .where('project', '=', project)
        .$if(after !== undefined, (query) => query.where(isBehind(after as RecordPlace)))
        .orderBy('created_at')
        .orderBy('number')
        .limit(limit)
        .execute(),
    async counts() {
      const row = await db
        .selectFrom('record')
        .select(({ fn }) => [fn.countAll<number>().as('records'), fn.count<number>('completed_at').as('completed')])
        .where('project', '=', project)
        .executeTakeFirstOrThrow();
      return { records: Number(row.records), completed: Number(row.completed) };
    },
  };
}

/** That a record was made after the one at a place. */
function isBehind({ madeAt, number }: RecordPlace) {
  return ({ and, or, eb }: ExpressionBuilder<Tables, 'record'>) =>
    and([eb('created_at', '>=', madeAt), or([eb('created_at', '>', madeAt), eb('number', '>', number)])]);
}

/** That a person neither answered nor skipped the record, nor has seen what others answered. */
function isNew(person: string) {
  return ({ and, not, exists, selectFrom }: ExpressionBuilder<Tables, 'record'>) =>
    and([
      not(
        exists(
          selectFrom('response')
            .select('response.number')
            .whereRef('response.record', '=', 'record.number')
            .where('response.person', '=', person)
            .where('response.retracted', 'is', null),
        ),
      ),
      not(
        exists(
          selectFrom('shown')
            .select('shown.at')
            .whereRef('shown.project', '=', 'record.project')
            .where('shown.person', '=', person)
            .whereRef('shown.record', '=', 'record.number'),
        ),
      ),
    ]);
}
