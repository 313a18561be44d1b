import type { Kysely } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { Tables } from './schema.ts';

/** An item that is out of the pool, from one change of labels to another. */
export interface ExclusionSpan {
  readonly item: string;
  readonly sequence: number;
  /** Null: still. */
  readonly retracted: number | null;
}

/** The items that are out of one project's pool. */
export interface ExclusionRows {
  /** Whether any item is excluded now. */
  any(): Promise<boolean>;
  /** Those of the items that are excluded now. */
  among(items: readonly string[]): Promise<string[]>;
  /** The change of labels that excluded or put back something last; 0: none did. */
  lastChange(): Promise<number>;
  /** All there ever were, in no order. */
  spans(): Promise<ExclusionSpan[]>;
  insert(
    items: readonly string[],
    by: { readonly person: string; readonly sequence: number; readonly at: number },
  ): Promise<void>;
  /** Ends the exclusion of items at a change of labels. */
  retract(items: readonly string[], sequence: number): Promise<void>;
}

export function createExclusionRows(db: Kysely<Tables>, project: string): ExclusionRows {
  const standing = () =>
    db.selectFrom('exclusion').select('item').where('project', '=', project).where('retracted', 'is', null);
  return {
    async any() {
      return (await standing().limit(1).executeTakeFirst()) !== undefined;
    },
    async among(items) {
      const rows = await forValues(items, (part) => standing().where('item', 'in', part).execute());
      return rows.map(({ item }) => item);
    },
    async lastChange() {
      const last = async (column: 'sequence' | 'retracted'): Promise<number> => {
        const row = await db
          .selectFrom('exclusion')
          .select(({ fn }) => fn.max<number | null>(column).as('last'))
          .where('project', '=', project)
          .where(column, 'is not', null)
          .executeTakeFirst();
        return Number(row?.last ?? 0);
      };
      return Math.max(await last('sequence'), await last('retracted'));
    },
    spans: () =>
      db.selectFrom('exclusion').select(['item', 'sequence', 'retracted']).where('project', '=', project).execute(),
    async insert(items, { person, sequence, at }) {
      for (const part of rowParts(items)) {
        const rows = part.map((item) => ({ project, item, person, sequence, retracted: null, created_at: at }));
        await db.insertInto('exclusion').values(rows).execute();
      }
    },
    async retract(items, sequence) {
      await forValues(items, async (part) => {
        await db
          .updateTable('exclusion')
          .set({ retracted: sequence })
          .where('project', '=', project)
          .where('item', 'in', part)
          .where('retracted', 'is', null)
          .execute();
        return [];
      });
    },
  };
}
