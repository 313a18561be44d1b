import type { Insertable, Kysely, Selectable } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { LeaseTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type LeaseRow = Selectable<LeaseTable>;
export type NewLease = Omit<Insertable<LeaseTable>, 'project'>;

/** The leases of one project, ended ones too until somebody else takes the record. */
export interface LeaseRows {
  ofPerson(person: string): Promise<LeaseRow[]>;
  ofRecords(records: readonly number[]): Promise<LeaseRow[]>;
  insert(leases: readonly NewLease[]): Promise<void>;
  update(ids: readonly string[], change: Partial<NewLease>): Promise<void>;
  delete(ids: readonly string[]): Promise<void>;
  /** Forgets leases that ended before `time`. */
  sweep(time: number): Promise<void>;
  /** Leases of others that end between the times, on records that the person can still answer; undefined: none. */
  ofOthers(person: string, from: number, to: number): Promise<OthersLeases | undefined>;
}

export interface OthersLeases {
  /** When the first of them ends, in milliseconds since 1970. */
  readonly firstEnd: number;
  readonly people: number;
  readonly records: number;
}

export function createLeaseRows(db: Kysely<Tables>, project: string): LeaseRows {
  return {
    ofPerson: (person) =>
      db.selectFrom('lease').selectAll().where('project', '=', project).where('person', '=', person).execute(),
    ofRecords: (records) =>
      forValues(records, (part) => db.selectFrom('lease').selectAll().where('record', 'in', part).execute()),
    async insert(leases) {
      for (const part of rowParts(leases)) {
        await db
          .insertInto('lease')
          .values(part.map((lease) => ({ ...lease, project })))
          .execute();
      }
    },
    async update(ids, change) {
      await forValues(ids, async (part) => {
        await db.updateTable('lease').set(change).where('project', '=', project).where('id', 'in', part).execute();
        return [];
      });
    },
    async delete(ids) {
      await forValues(ids, async (part) => {
        await db.deleteFrom('lease').where('project', '=', project).where('id', 'in', part).execute();
        return [];
      });
    },
    async sweep(time) {
      await db.deleteFrom('lease').where('project', '=', project).where('expires_at', '<', time).execute();
    },
    async ofOthers(person, from, to) {
      const row = await db
        .selectFrom('lease')
        .innerJoin('record', 'record.number', 'lease.record')
        .select(({ fn }) => [
          fn.min<number | null>('lease.expires_at').as('end'),
          fn.count<number>('lease.person').distinct().as('people'),
          fn.count<number>('lease.record').distinct().as('records'),
        ])
        .where('lease.project', '=', project)
        .where('lease.expires_at', '>', from)
        .where('lease.expires_at', '<=', to)
        .where('lease.person', '!=', person)
        .where('record.gold', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('response')
                .select('response.number')
                .whereRef('response.record', '=', 'lease.record')
                .where('response.person', '=', person)
                .where('response.retracted', 'is', null)
                .where('response.status', '=', 'submitted'),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('shown')
                .select('shown.at')
                .whereRef('shown.project', '=', 'lease.project')
                .where('shown.person', '=', person)
                .whereRef('shown.record', '=', 'lease.record'),
            ),
          ),
        )
        .executeTakeFirst();
      if (row?.end == null) return undefined;
      // PostgreSQL gives large numbers as texts
      return { firstEnd: Number(row.end), people: Number(row.people), records: Number(row.records) };
    },
  };
}
