import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** One step that a person may do again. */
export interface UndoneStep {
  readonly position: number;
  /** Number of the response that was undone. */
  readonly response: number;
}

/** What people of one project undid, until they answer something new. */
export interface UndoneRows {
  push(person: string, responses: readonly number[]): Promise<void>;
  /** Takes the last steps off, the last one first. */
  pop(person: string, limit: number): Promise<UndoneStep[]>;
  clear(person: string): Promise<void>;
}

export function createUndoneRows(db: Kysely<Tables>, project: string): UndoneRows {
  const top = (person: string, limit: number) =>
    db
      .selectFrom('undone')
      .select(['position', 'response'])
      .where('project', '=', project)
      .where('person', '=', person)
      .orderBy('position', 'desc')
      .limit(limit)
      .execute();
  const remove = (person: string) =>
    db.deleteFrom('undone').where('project', '=', project).where('person', '=', person);
  return {
    async push(person, responses) {
      const [last] = await top(person, 1);
      const start = (last?.position ?? 0) + 1;
      for (const [i, response] of responses.entries()) {
        await db
          .insertInto('undone')
          .values({ project, person, position: start + i, response })
          .execute();
      }
    },
    async pop(person, limit) {
      const steps = await top(person, limit);
      const lowest = steps[steps.length - 1];
      if (lowest !== undefined) await remove(person).where('position', '>=', lowest.position).execute();
      return steps;
    },
    async clear(person) {
      await remove(person).execute();
    },
  };
}
