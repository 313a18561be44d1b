import type { Kysely } from 'kysely';
import type { Connection } from './connection.ts';
import type { MemberTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

/** Somebody who labels or looks after labels. */
export interface Person {
  readonly id: string;
  /** Unique in the service. */
  readonly name: string;
}

/** A person's place in a project. */
export interface StoredMember extends Person {
  readonly role: MemberTable['role'];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Counting answers in the project. */
  readonly responses: number;
}

/** Persons, their tokens, and which projects they are in. */
export interface PeopleStore {
  /** The person of that name, made where there is none. */
  person(name: string, made: { readonly id: string; readonly at: number }): Promise<Person>;
  /** Whom a token belongs to, and the project that it opens, while it is valid. */
  byToken(hash: string): Promise<(Person & { readonly project: string }) | undefined>;
  addToken(token: {
    readonly hash: string;
    readonly project: string;
    readonly person: string;
    readonly at: number;
  }): Promise<void>;
  /** Those of a person for a project. */
  revokeTokens(project: string, person: string, at: number): Promise<void>;
  /** Adds a member, or changes the role of one. */
  setMember(project: string, person: string, role: MemberTable['role'], at: number): Promise<void>;
  /** @returns whether there was one */
  removeMember(project: string, person: string): Promise<boolean>;
  member(project: string, person: string): Promise<StoredMember | undefined>;
  /** By name. */
  members(project: string): Promise<StoredMember[]>;
  roleIn(project: string, person: string): Promise<MemberTable['role'] | undefined>;
  /** What the persons are called. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export function createPeopleTable(connection: Connection): PeopleStore {
  const memberRows = (db: Kysely<Tables>, project: string) =>
    db
      .selectFrom('member')
      .innerJoin('person', 'person.id', 'member.person')
      .select((select) => [
        'person.id',
        'person.name',
        'member.role',
        'member.created_at',
        select
          .selectFrom('response')
          .select((count) => count.fn.countAll<number>().as('n'))
          .whereRef('response.person', '=', 'member.person')
          .where('response.project', '=', project)
          .where('response.retracted', 'is', null)
          .where('response.status', '=', 'submitted')
          .as('responses'),
      ])
      .where('member.project', '=', project);
  return {
    person: (name, { id, at }) =>
      connection.run(async (db) => {
        await db
          .insertInto('person')
          .values({ id, name, created_at: at })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .execute();
        return await db.selectFrom('person').select(['id', 'name']).where('name', '=', name).executeTakeFirstOrThrow();
      }),
    byToken: (hash) =>
      connection.run(
        async (db) =>
          await db
            .selectFrom('token')
            .innerJoin('person', 'person.id', 'token.person')
            .select(['person.id', 'person.name', 'token.project'])
            .where('token.hash', '=', hash)
            .where('token.revoked_at', 'is', null)
            .executeTakeFirst(),
      ),
    addToken: ({ hash, project, person, at }) =>
      connection.run(async (db) => {
        await db.insertInto('token').values({ hash, project, person, created_at: at, revoked_at: null }).execute();
      }),
    revokeTokens: (project, person, at) =>
      connection.run(async (db) => {
        await db
          .updateTable('token')
          .set({ revoked_at: at })
          .where('project', '=', project)
          .where('person', '=', person)
          .where('revoked_at', 'is', null)
          .execute();
      }),
    setMember: (project, person, role, at) =>
      connection.run(async (db) => {
        await db
          .insertInto('member')
          .values({ project, person, role, created_at: at })
          .onConflict((conflict) => conflict.columns(['project', 'person']).doUpdateSet({ role }))
          .execute();
      }),
    removeMember: (project, person) =>
      connection.run(async (db) => {
        const gone = await db
          .deleteFrom('member')
          .where('project', '=', project)
          .where('person', '=', person)
          .executeTakeFirst();
        return Number(gone.numDeletedRows) > 0;
      }),
    member: (project, person) =>
      connection.run(async (db) => {
        const row = await memberRows(db, project).where('member.person', '=', person).executeTakeFirst();
        return row === undefined ? undefined : toMember(row);
      }),
    members: (project) =>
      connection.run(async (db) => (await memberRows(db, project).orderBy('person.name').execute()).map(toMember)),
    roleIn: (project, person) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('member')
          .select('role')
          .where('project', '=', project)
          .where('person', '=', person)
          .executeTakeFirst();
        return row?.role;
      }),
    names: (ids) =>
      connection.run(async (db) => {
        if (ids.length === 0) return new Map();
        const rows = await db.selectFrom('person').select(['id', 'name']).where('id', 'in', ids).execute();
        return new Map(rows.map(({ id, name }) => [id, name]));
      }),
  };
}

interface MemberRow extends Person {
  readonly role: MemberTable['role'];
  readonly created_at: number;
  readonly responses: number | null;
}

function toMember({ id, name, role, created_at, responses }: MemberRow): StoredMember {
  return { id, name, role, createdAt: created_at, responses: Number(responses ?? 0) };
}
