import type { ProjectRound } from '@alaas/core';
import type { Connection, WriteOptions } from './connection.ts';

/** The rounds of projects on disk. */
export interface RoundStore {
  put(project: string, round: ProjectRound): Promise<void>;
  get(project: string, number: number): Promise<ProjectRound | undefined>;
  /** Newest first. @param before only rounds with a smaller number */
  list(
    project: string,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<ProjectRound[]>;
  /** Number of the newest one, also of one that a record names and that is not here; 0: none. */
  last(project: string): Promise<number>;
  /** Forgets a round of which nothing was handed out. */
  forget(project: string, number: number): Promise<void>;
  /** Forgets all rounds of a project. */
  clear(project: string): Promise<void>;
}

/** Whatever lasts and follows from a round is written after it, and takes it along. */
const made: WriteOptions = { isLasting: false };

export function createRoundTable(connection: Connection): RoundStore {
  return {
    put: (project, round) =>
      connection.write(
        `round/${project}`,
        async (db) => {
          const row = { at: Date.parse(round.at), sequence: round.sequence, content: JSON.stringify(round) };
          await db
            .insertInto('round')
            .values({ project, number: round.number, ...row })
            .onConflict((conflict) => conflict.columns(['project', 'number']).doUpdateSet(row))
            .execute();
        },
        made,
      ),
    get: (project, number) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('round')
          .select('content')
          .where('project', '=', project)
          .where('number', '=', number)
          .executeTakeFirst();
        return row === undefined ? undefined : (JSON.parse(row.content) as ProjectRound);
      }),
    list: (project, { limit, before }) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('round')
          .select('content')
          .where('project', '=', project)
          .$if(before !== undefined, (query) => query.where('number', '<', before as number))
          .orderBy('number', 'desc')
          .limit(limit)
          .execute();
        return rows.map((row) => JSON.parse(row.content) as ProjectRound);
      }),
    last: (project) =>
      connection.run(async (db) => {
        const newest = (table: 'round' | 'record'): Promise<{ last: number | null } | undefined> =>
          table === 'round'
            ? db
                .selectFrom('round')
                .select(({ fn }) => fn.max<number | null>('number').as('last'))
                .where('project', '=', project)
                .executeTakeFirst()
            : db
                .selectFrom('record')
                .select(({ fn }) => fn.max<number | null>('round').as('last'))
                .where('project', '=', project)
                .executeTakeFirst();
        return Math.max((await newest('round'))?.last ?? 0, (await newest('record'))?.last ?? 0);
      }),
    clear: (project) =>
      connection.run(async (db) => {
        await db.deleteFrom('round').where('project', '=', project).execute();
      }),
    forget: (project, number) =>
      connection.write(
        `round/${project}`,
        async (db) => {
          await db.deleteFrom('round').where('project', '=', project).where('number', '=', number).execute();
        },
        made,
      ),
  };
}
