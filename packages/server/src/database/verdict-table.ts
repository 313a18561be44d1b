import type { Insertable, Kysely, Selectable } from 'kysely';
import { forValues } from './lists.ts';
import type { VerdictTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type VerdictRow = Selectable<VerdictTable>;
export type NewVerdict = Omit<Insertable<VerdictTable>, 'number' | 'project'>;

/** The verdicts of one project's reviewers. The last one on a record that was not taken back stands. */
export interface VerdictRows {
  /** The standing ones, by number. */
  standing(records: readonly number[]): Promise<VerdictRow[]>;
  insert(verdict: NewVerdict): Promise<void>;
  /** Ends one at a change of labels. */
  retract(number: number, sequence: number): Promise<void>;
  /** Numbers of the records that a standing verdict decides. */
  decided(): Promise<number[]>;
  /** Values of the standing verdicts. */
  values(): Promise<string[]>;
}

export function createVerdictRows(db: Kysely<Tables>, project: string): VerdictRows {
  return {
    async standing(records) {
      const rows = await forValues(records, (part) =>
        db.selectFrom('verdict').selectAll().where('record', 'in', part).where('retracted', 'is', null).execute(),
      );
      return rows.sort((a, b) => a.number - b.number);
    },
    async insert(verdict) {
      await db
        .insertInto('verdict')
        .values({ ...verdict, project })
        .execute();
    },
    async retract(number, sequence) {
      await db.updateTable('verdict').set({ retracted: sequence }).where('number', '=', number).execute();
    },
    async decided() {
      const rows = await db
        .selectFrom('verdict')
        .select('record')
        .where('project', '=', project)
        .where('retracted', 'is', null)
        .execute();
      return rows.map(({ record }) => record);
    },
    async values() {
      const rows = await db
        .selectFrom('verdict')
        .select('value')
        .distinct()
        .where('project', '=', project)
        .where('retracted', 'is', null)
        .execute();
      return rows.map(({ value }) => value);
    },
  };
}
