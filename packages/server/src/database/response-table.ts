import type { Insertable, Kysely, Selectable } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { ResponseTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type ResponseRow = Selectable<ResponseTable>;
export type NewResponse = Omit<Insertable<ResponseTable>, 'number' | 'project'>;

/** The answers and skips of one project. Those that were not undone are standing. */
export interface ResponseRows {
  /** The standing ones, by number. */
  standing(records: readonly number[]): Promise<ResponseRow[]>;
  /** Which of the records a person was asked and has answered or skipped: not those they labelled with many others. */
  recordsOf(person: string, records: readonly number[]): Promise<number[]>;
  /** Those of the records whose answers were all given to many items at once. */
  onlyBulk(records: readonly number[]): Promise<number[]>;
  /** Answers in bulk to the records that stand no more. */
  endedBulk(records: readonly number[]): Promise<ResponseRow[]>;
  ofKeys(person: string, keys: readonly string[]): Promise<ResponseRow[]>;
  ofNumbers(numbers: readonly number[]): Promise<ResponseRow[]>;
  /** A person's standing ones, the newest first. */
  newest(
    person: string,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<ResponseRow[]>;
  /** A person's standing answers from a time on, in milliseconds since 1970; skips do not count. */
  countSince(person: string, time: number): Promise<number>;
  insert(responses: readonly NewResponse[]): Promise<void>;
  /** Ends one at a change of labels. */
  retract(id: string, sequence: number): Promise<void>;
  /** Lead times of the last answers in milliseconds, as far as they are known. */
  leadTimes(limit: number): Promise<number[]>;
  /** Values of the standing answers, one of each. */
  values(): Promise<string[]>;
}

export function createResponseRows(db: Kysely<Tables>, project: string): ResponseRows {
  const all = () => db.selectFrom('response').selectAll().where('project', '=', project);
  return {
    // by record alone, and sorted here: for long lists SQLite would rather walk through the project
    async standing(records) {
      const rows = await forValues(records, (part) =>
        db.selectFrom('response').selectAll().where('record', 'in', part).where('retracted', 'is', null).execute(),
      );
      return rows.sort((a, b) => a.number - b.number);
    },
    recordsOf: (person, records) =>
      forValues(records, async (part) => {
        const rows = await db
          .selectFrom('response')
          .select('record')
          .where('record', 'in', part)
          .where('person', '=', person)
          .where('retracted', 'is', null)
          .where('origin', '!=', 'bulk')
          .execute();
        return rows.map(({ record }) => record);
      }),
    async onlyBulk(records) {
      const rows = await forValues(records, (part) =>
        db
          .selectFrom('response')
          .select(['record', 'origin'])
          .where('record', 'in', part)
          .where('retracted', 'is', null)
          .where('status', '=', 'submitted')
          .execute(),
      );
      const careful = new Set(rows.filter(({ origin }) => origin !== 'bulk').map(({ record }) => record));
      return [...new Set(rows.map(({ record }) => record))].filter((record) => !careful.has(record));
    },
    endedBulk: (records) =>
      forValues(records, (part) =>
        db
          .selectFrom('response')
          .selectAll()
          .where('record', 'in', part)
          .where('retracted', 'is not', null)
          .where('origin', '=', 'bulk')
          .where('status', '=', 'submitted')
          .execute(),
      ),
    ofKeys: (person, keys) =>
      forValues(keys, (part) => all().where('person', '=', person).where('client_key', 'in', part).execute()),
    ofNumbers: (numbers) =>
      forValues(numbers, (part) => db.selectFrom('response').selectAll().where('number', 'in', part).execute()),
    newest: (person, { before, limit }) =>
      all()
        .where('person', '=', person)
        .where('retracted', 'is', null)
        .$if(before !== undefined, (query) => query.where('number', '<', before as number))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute(),
    async countSince(person, time) {
      const row = await db
        .selectFrom('response')
        .select((count) => count.fn.countAll<number>().as('answers'))
        .where('project', '=', project)
        .where('person', '=', person)
        .where('created_at', '>=', time)
        .where('retracted', 'is', null)
        .where('status', '=', 'submitted')
        .executeTakeFirst();
      return Number(row?.answers ?? 0);
    },
    async insert(responses) {
      for (const part of rowParts(responses)) {
        await db
          .insertInto('response')
          .values(part.map((response) => ({ ...response, project })))
          .execute();
      }
    },
    async retract(id, sequence) {
      await db.updateTable('response').set({ retracted: sequence }).where('id', '=', id).execute();
    },
    async leadTimes(limit) {
      const rows = await db
        .selectFrom('response')
        .select('lead_time_ms')
        .where('project', '=', project)
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute();
      return rows.flatMap((row) => row.lead_time_ms ?? []);
    },
    async values() {
      const rows = await db
        .selectFrom('response')
        .select('value')
        .distinct()
        .where('project', '=', project)
        .where('retracted', 'is', null)
        .where('value', 'is not', null)
        .execute();
      return rows.flatMap((row) => row.value ?? []);
    },
  };
}
