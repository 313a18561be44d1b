import type { Insertable, Kysely } from 'kysely';
import type { GoldTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type NewGold = Omit<Insertable<GoldTable>, 'number' | 'project' | 'retracted'>;

/** The true answers of one project's gold items, as they came and went. A record has one at most that stands. */
export interface GoldRows {
  insert(gold: NewGold): Promise<void>;
  /** Ends the one that stands on a record at a change of labels. */
  retract(record: number, sequence: number): Promise<void>;
}

export function createGoldRows(db: Kysely<Tables>, project: string): GoldRows {
  return {
    async insert(gold) {
      await db
        .insertInto('gold')
        .values({ ...gold, project, retracted: null })
        .execute();
    },
    async retract(record, sequence) {
      await db
        .updateTable('gold')
        .set({ retracted: sequence })
        .where('record', '=', record)
        .where('retracted', 'is', null)
        .execute();
    },
  };
}
