import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { createIdentify, owner } from '../http/callers.ts';
import type { Caller } from '../projects/caller.ts';
import { createMembers, type Members } from './members.ts';

const refused = (code: Parameters<typeof isAlaasError>[1]) => (error: unknown) => isAlaasError(error, code);

describeEngines('createMembers', (make) => {
  let test: TestPlace;
  let database: Database;
  let members: Members;
  const trail: string[] = [];

  beforeEach(async () => {
    trail.length = 0;
    test = await make();
    database = await openDatabase(test.place);
    members = createMembers({
      store: database.people,
      audit: async ({ action, subject, by }) => void trail.push(`${by} ${action} ${subject}`),
      rights: { changed: () => undefined },
      now: () => 1_700_000_000_000,
    });
  });

  afterEach(async () => {
    await database.close();
    await test.remove();
  });

  /** Who shows this token. */
  async function by(token: string): Promise<Caller> {
    const identify = createIdentify('the-token-of-the-service', database.people.byToken);
    return await identify({ headers: { authorization: `Bearer ${token}` } });
  }

  it('gives a new member a token that opens their project and no other', async () => {
    const ada = await members.add('photos', 'Ada', 'annotator', owner);
    const caller = await by(ada.token);
    expect(caller).toEqual({ id: ada.id, name: 'Ada', isOwner: false, project: 'photos' });
    expect(await members.roleIn('photos', caller)).toBe('annotator');
    const again = await members.add('texts', 'Ada', 'admin', owner);
    expect(again.id).toBe(ada.id);
    // the same person, yet the token of one project is worth nothing in the other
    expect(await members.roleIn('texts', caller)).toBeUndefined();
    expect(await members.roleIn('photos', await by(again.token))).toBeUndefined();
  });

  it('keeps no token, only its hash', async () => {
    const { token } = await members.add('photos', 'Ada', 'annotator', owner);
    await expect(database.people.byToken(token)).resolves.toBeUndefined();
  });

  it('voids old tokens when one is renewed, and all when a member is removed', async () => {
    const first = await members.add('photos', 'Ada', 'annotator', owner);
    const second = await members.renewToken('photos', first.id, owner);
    await expect(by(first.token)).rejects.toSatisfy(refused('UNAUTHORIZED'));
    expect((await by(second.token)).id).toBe(first.id);
    await members.remove('photos', first.id, owner);
    await expect(by(second.token)).rejects.toSatisfy(refused('UNAUTHORIZED'));
    expect(await members.list('photos')).toEqual([]);
  });

  it('lets an admin manage members, and nobody below', async () => {
    const admin = await by((await members.add('photos', 'Root', 'admin', owner)).token);
    const ada = await members.add('photos', 'Ada', 'annotator', admin);
    expect((await members.setRole('photos', ada.id, 'reviewer', admin)).role).toBe('reviewer');
    const reviewer = await by(ada.token);
    await expect(members.add('photos', 'Eve', 'annotator', reviewer)).rejects.toSatisfy(refused('FORBIDDEN'));
    await expect(members.remove('photos', admin.id, reviewer)).rejects.toSatisfy(refused('FORBIDDEN'));
    const stranger = await by((await members.add('texts', 'Mallory', 'admin', owner)).token);
    await expect(members.add('photos', 'Eve', 'annotator', stranger)).rejects.toSatisfy(refused('FORBIDDEN'));
  });

  it('refuses a member twice and an unknown one, and writes every change down', async () => {
    const { id } = await members.add('photos', 'Ada', 'annotator', owner);
    await expect(members.add('photos', 'Ada', 'admin', owner)).rejects.toSatisfy(refused('CONFLICT'));
    await expect(members.setRole('photos', 'nobody', 'admin', owner)).rejects.toSatisfy(refused('NOT_FOUND'));
    await members.setRole('photos', id, 'admin', owner);
    expect(trail).toEqual([`owner member.added ${id}`, `owner member.role ${id}`]);
  });
});
