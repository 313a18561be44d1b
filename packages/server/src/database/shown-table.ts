import type { Kysely } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { Tables } from './schema.ts';

/** Who has looked at others' answers to a record of one project: what they answer later is not their own any more. */
export interface ShownRows {
  /** Which of the records a person was shown. */
  recordsOf(person: string, records: readonly number[]): Promise<number[]>;
  /** Which of the persons was shown which of the records. */
  of(persons: readonly string[], records: readonly number[]): Promise<{ person: string; record: number }[]>;
  /** Notes that a person was shown records; what was noted before stays. */
  add(person: string, records: readonly number[], at: number): Promise<void>;
}

export function createShownRows(db: Kysely<Tables>, project: string): ShownRows {
  const of: ShownRows['of'] = (persons, records) =>
    forValues(persons, (somePersons) =>
      forValues(records, (someRecords) =>
        db
          .selectFrom('shown')
          .select(['person', 'record'])
          .where('project', '=', project)
          .where('person', 'in', somePersons)
          .where('record', 'in', someRecords)
          .execute(),
      ),
    );
  return {
    of,
    recordsOf: async (person, records) => (await of([person], records)).map(({ record }) => record),
    async add(person, records, at) {
      for (const part of rowParts(records)) {
        await db
          .insertInto('shown')
          .values(part.map((record) => ({ project, person, record, at })))
          .onConflict((conflict) => conflict.columns(['project', 'person', 'record']).doNothing())
          .execute();
      }
    },
  };
}
