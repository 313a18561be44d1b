import { randomBytes, randomUUID } from 'node:crypto';
import { AlaasError, type Member, mayAct, type Role } from '@alaas/core';
import type { PeopleStore, StoredMember } from '../database/people-table.ts';
import { tokenHash } from '../http/callers.ts';
import type { Caller } from '../projects/caller.ts';
import type { Rights } from './rights.ts';

export type NewToken = Member & { readonly token: string };
type MemberRole = StoredMember['role'];

/** The people of projects. A caller gives nobody a higher role than their own, and touches nobody who has one. */
export interface Members {
  list(project: string): Promise<Member[]>;
  /** @throws AlaasError `CONFLICT` for a member already, `FORBIDDEN` */
  add(project: string, name: string, role: MemberRole, caller: Caller): Promise<NewToken>;
  /** @throws AlaasError `NOT_FOUND`, `FORBIDDEN` */
  setRole(project: string, id: string, role: MemberRole, caller: Caller): Promise<Member>;
  /** A new token; those before it are void. @throws AlaasError `NOT_FOUND`, `FORBIDDEN` */
  renewToken(project: string, id: string, caller: Caller): Promise<NewToken>;
  /** Their answers stay. @throws AlaasError `NOT_FOUND`, `FORBIDDEN` */
  remove(project: string, id: string, caller: Caller): Promise<void>;
  /** Undefined: no member. The owner of the service owns every project. */
  roleIn(project: string, caller: Caller): Promise<Role | undefined>;
}

/** Writes a line of a project's audit trail. */
export type Audit = (entry: {
  readonly project: string;
  readonly by: string;
  readonly action: string;
  readonly subject: string;
  readonly details?: unknown;
}) => Promise<void>;

const tokenBytes = 24;

export interface MembersOptions {
  readonly store: PeopleStore;
  readonly audit: Audit;
  /** Told of who may do something else from now on, once that is on disk. */
  readonly rights: Pick<Rights, 'changed'>;
  readonly now: () => number;
}

export function createMembers({ store, audit, rights, now }: MembersOptions): Members {
  const members: Members = {
    list: async (project) => (await store.members(project)).map(shown),
    async add(project, name, role, caller) {
      await checkRank(project, role, caller);
      const person = await store.person(name, { id: randomUUID(), at: now() });
      if ((await store.roleIn(project, person.id)) !== undefined) {
        throw new AlaasError(
          'CONFLICT',
          `"${name}" is a member already. Change the role with PATCH /v1/projects/${project}/members/${person.id}.`,
        );
      }
      await store.setMember(project, person.id, role, now());
      await audit({ project, by: caller.id, action: 'member.added', subject: person.id, details: { name, role } });
      return await withToken(project, person.id);
    },
    async setRole(project, id, role, caller) {
      const { role: before } = await reach(project, id, caller);
      await checkRank(project, role, caller);
      await store.setMember(project, id, role, now());
      if (role !== before) rights.changed(project, id);
      await audit({ project, by: caller.id, action: 'member.role', subject: id, details: { from: before, to: role } });
      return shown(await find(project, id));
    },
    async renewToken(project, id, caller) {
      await reach(project, id, caller);
      await store.revokeTokens(project, id, now());
      rights.changed(project, id);
      await audit({ project, by: caller.id, action: 'member.token', subject: id });
      return await withToken(project, id);
    },
    async remove(project, id, caller) {
      await reach(project, id, caller);
      await store.removeMember(project, id);
      rights.changed(project, id);
      await store.revokeTokens(project, id, now());
      await audit({ project, by: caller.id, action: 'member.removed', subject: id });
    },
    async roleIn(project, caller) {
      if (caller.isOwner) return 'owner';
      return caller.project === project ? await store.roleIn(project, caller.id) : undefined;
    },
  };
  return members;

  async function find(project: string, id: string): Promise<StoredMember> {
    const found = await store.member(project, id);
    if (found !== undefined) return found;
    throw new AlaasError(
      'NOT_FOUND',
      `The project has no member "${id}". GET /v1/projects/${project}/members lists them.`,
    );
  }

  /** The member, if the caller is at least of their rank. */
  async function reach(project: string, id: string, caller: Caller): Promise<StoredMember> {
    const member = await find(project, id);
    await checkRank(project, member.role, caller);
    return member;
  }

  async function checkRank(project: string, role: Role, caller: Caller): Promise<void> {
    const own = await members.roleIn(project, caller);
    if (own !== undefined && mayAct(own, 'admin') && mayAct(own, role)) return;
    throw new AlaasError('FORBIDDEN', `Only a member of rank ${role} or above, and at least admin, can do that.`);
  }

  async function withToken(project: string, id: string): Promise<NewToken> {
    const token = `alaas_${randomBytes(tokenBytes).toString('base64url')}`;
    await store.addToken({ hash: tokenHash(token), project, person: id, at: now() });
    return { ...shown(await find(project, id)), token };
  }
}

function shown({ id, name, role, createdAt, responses }: StoredMember): Member {
  return { id, name, role, createdAt: new Date(createdAt).toISOString(), responses };
}
