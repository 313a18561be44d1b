import type { Kysely, Selectable } from 'kysely';
import { rowParts } from './lists.ts';
import type { AuditTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type AuditRow = Selectable<AuditTable>;

/** One change, as the trail keeps it. */
export interface AuditNote {
  readonly at: number;
  readonly person: string;
  /** What was done: `response.created`. */
  readonly action: string;
  /** What it was done to: an item, a person, the project. */
  readonly subject: string;
  readonly details?: unknown;
}

/** The trail of one project. Nothing is ever changed in it. */
export interface AuditRows {
  /** Adds entries in their order; call it in the transaction of the change. */
  add(notes: readonly AuditNote[]): Promise<void>;
  /** Newest first, below a number. */
  list(page: { readonly before?: number | undefined; readonly limit: number }): Promise<AuditRow[]>;
}

export function createAuditRows(db: Kysely<Tables>, project: string): AuditRows {
  return {
    async add(notes) {
      for (const part of rowParts(notes)) {
        const rows = part.map(({ details, ...note }) => ({
          ...note,
          project,
          details: details === undefined ? null : JSON.stringify(details),
        }));
        await db.insertInto('audit').values(rows).execute();
      }
    },
    list: ({ before, limit }) =>
      db
        .selectFrom('audit')
        .selectAll()
        .where('project', '=', project)
        .$if(before !== undefined, (query) => query.where('number', '<', before as number))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute(),
  };
}
