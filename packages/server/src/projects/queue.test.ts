import type { Lease, Next, ProjectResponse, ResponsesResult } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { caller, openProject, project, type TestProject } from './project.fixture.ts';

describeEngines('the label queue', (make) => {
  let open: TestProject[] = [];
  let places: TestPlace[] = [];

  afterEach(async () => {
    for (const one of open) await one.close();
    for (const place of places) await place.remove();
    open = [];
    places = [];
  });

  async function start(settings?: Parameters<typeof openProject>[0], count?: number): Promise<TestProject> {
    const place = await make();
    places.push(place);
    const one = await openProject(settings, count, place.place);
    open.push(one);
    return one;
  }

  const ann = caller('ann');
  const bob = caller('bob');
  const cyd = caller('cyd');
  const minute = 60_000;

  const next = ({ queue }: TestProject, who = ann, n = 5, anyway = false): Promise<Next> =>
    queue.next(project, who, { n, anyway });
  const items = ({ leases }: { leases: readonly Lease[] }) => leases.map(({ item }) => item);
  const nextItems = async (...given: Parameters<typeof next>) => items(await next(...given));
  const answer = ({ queue }: TestProject, who: typeof ann, ...list: unknown[]) => queue.respond(project, who, list);
  const responses = ({ items: outcomes }: ResponsesResult) =>
    outcomes.map((one) => ('response' in one ? one.response : one)) as ProjectResponse[];
  const record = ({ database }: TestProject, item: string) =>
    database.projects.read(project, async ({ records }) => (await records.ofItems([item]))[0]);

  /** Makes gold items of the last ones of the pool. */
  async function addGold({ database, choices }: TestProject, gold: Record<string, string>): Promise<void> {
    await database.projects.inProject(project, async ({ records, tallies }) => {
      const state = { is_test: 0, slots: 1, answers: 0, skips: 0, is_flagged: 0, created_at: 0 };
      const origin = { arm: 'gold', strategy: 'gold', utility: null, round: null, model_version: null } as const;
      const rest = { answer: null, completed_at: null };
      const rows = Object.entries(gold).map(([item, value]) => ({ item, gold: JSON.stringify(value) }));
      await records.insert(rows.map((row) => ({ ...row, ...state, ...origin, ...rest })));
      const total = await tallies.total();
      await tallies.setTotal({ ...total, records: total.records + rows.length });
    });
    choices.order = choices.pool.filter((item) => gold[item] === undefined);
  }

  describe('next', () => {
    it('gives the best candidates first, and the same ones again on a reload', async () => {
      const one = await start();
      const first = await next(one);
      expect(items(first)).toEqual(['item-0', 'item-1', 'item-2', 'item-3', 'item-4']);
      expect(first.leases[0]).toMatchObject({
        uri: 'file:///item-0.txt',
        text: 'Text of item-0',
        content: '/v1/projects/mail/items/item-0/content',
        expiresAt: new Date(one.clock.now + 10 * minute).toISOString(),
        reason: { arm: 'strategy', strategy: 'margin-confidence', utility: 1, round: 1, modelVersion: 0 },
      });
      expect(await next(one)).toEqual(first);
    });

    it('gives a record to as many people as it has slots', async () => {
      const one = await start({ overlap: 2 }, 2);
      expect(await nextItems(one, ann)).toEqual(['item-0', 'item-1']);
      expect(await nextItems(one, bob)).toEqual(['item-0', 'item-1']);
      expect(await nextItems(one, cyd)).toEqual([]);
    });

    it('gives no record twice to people who ask at the same moment', async () => {
      const one = await start({}, 30);
      const people = Array.from({ length: 10 }, (_, i) => caller(`person-${i}`));
      const given = await Promise.all(people.map((who) => nextItems(one, who, 3)));
      expect(new Set(given.flat()).size).toBe(30);
    });

    it('counts what was answered and completed', async () => {
      const one = await start();
      await next(one);
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      const after = await next(one);
      expect(after).toMatchObject({ mine: 1, completed: 1 });
      expect(items(after)).toEqual(['item-1', 'item-2', 'item-3', 'item-4', 'item-5']);
    });

    it('has records that began to be answered finished before new ones are begun', async () => {
      const one = await start({ overlap: 2 });
      await answer(one, ann, { item: 'item-7', value: 'spam' });
      expect(await nextItems(one, bob, 2)).toEqual(['item-7', 'item-0']);
      expect(await nextItems(one, ann, 2)).toEqual(['item-0', 'item-1']);
    });

    it('lets an ended lease go on where nobody took its slot, and gives it to others where they ask', async () => {
      const one = await start({}, 2);
      const [first] = (await next(one, ann, 1)).leases;
      one.clock.now += 11 * minute;
      expect((await next(one, ann, 1)).leases[0]?.id).toBe(first?.id);
      one.clock.now += 11 * minute;
      expect(await nextItems(one, bob, 1)).toEqual(['item-0']);
      expect(await nextItems(one, ann, 1)).toEqual(['item-1']);
    });

    it('lets leases last three median lead times, from two minutes to an hour', async () => {
      const one = await start({}, 20);
      const lasts = async () => {
        const [lease] = (await next(one, bob, 1)).leases;
        await one.queue.giveBack(project, bob, [lease?.id as string]);
        return Date.parse(lease?.expiresAt as string) - one.clock.now;
      };
      await answer(one, ann, { item: 'item-19', value: 'spam', leadTimeMs: 5000 });
      expect(await lasts()).toBe(2 * minute);
      await answer(
        one,
        ann,
        { item: 'item-18', value: 'spam', leadTimeMs: 3 * minute },
        { item: 'item-17', value: 'ham' },
      );
      // the middle of 5 s and 3 min is 92.5 s
      expect(await lasts()).toBe(277_500);
      await answer(one, ann, ...[1, 2, 3].map((i) => ({ item: `item-1${i}`, value: 'ham', leadTimeMs: 25 * minute })));
      expect(await lasts()).toBe(60 * minute);
    });

    it('keeps a lease that a heartbeat extends, also one that ended with its slot free', async () => {
      const one = await start({}, 1);
      const [lease] = (await next(one)).leases;
      const ids = [lease?.id as string];
      one.clock.now += 9 * minute;
      await one.queue.heartbeat(project, ann, { leases: ids, seen: [] });
      one.clock.now += 9 * minute;
      expect(await nextItems(one, bob)).toEqual([]);
      one.clock.now += 2 * minute;
      expect((await one.queue.heartbeat(project, ann, { leases: ids, seen: [] })).held).toHaveLength(1);
      expect(await nextItems(one, bob)).toEqual([]);
      one.clock.now += 11 * minute;
      expect(await nextItems(one, bob)).toEqual(['item-0']);
      expect((await one.queue.heartbeat(project, ann, { leases: ids, seen: [] })).held).toEqual([]);
    });

    it('gives a record that was given back to the next one who asks', async () => {
      const one = await start({}, 1);
      const [lease] = (await next(one)).leases;
      await one.queue.giveBack(project, bob, [lease?.id as string]);
      expect(await nextItems(one, bob)).toEqual([]);
      await one.queue.giveBack(project, ann, [lease?.id as string]);
      expect(await nextItems(one, bob)).toEqual(['item-0']);
    });

    it('frees what is held when the clock was far ahead', async () => {
      const one = await start({}, 1);
      await next(one, ann);
      one.clock.now -= 24 * 60 * minute;
      expect(await nextItems(one, bob)).toEqual(['item-0']);
      expect(await nextItems(one, ann)).toEqual([]);
    });

    it('takes a random draw for one even where the strategy had chosen the item before', async () => {
      const one = await start();
      await next(one, ann, 2);
      one.choices.control.add('item-1');
      await next(one, bob, 2);
      expect([(await record(one, 'item-0'))?.arm, (await record(one, 'item-1'))?.arm]).toEqual(['strategy', 'control']);
    });

    it('asks for a new round when candidates run short, and gives meanwhile what came back', async () => {
      const one = await start();
      one.choices.order = ['item-0', 'item-1'];
      const { leases } = await next(one, ann, 2);
      expect(one.choices.dry).toBe(0);
      await one.queue.giveBack(
        project,
        ann,
        leases.map(({ id }) => id),
      );
      one.choices.order = ['item-2'];
      expect(await nextItems(one, bob, 3)).toEqual(['item-2', 'item-0', 'item-1']);
      expect(one.choices.dry).toBe(1);
    });
  });

  describe('a project that was deleted and made again', () => {
    it('begins from nothing', async () => {
      const one = await start({}, 2);
      await answer(one, ann, { item: 'item-0', value: 'spam' }, { item: 'item-1', value: 'spam' });
      expect((await next(one)).empty?.reason).toBe('done');
      await one.database.projects.inProject(project, async (data) => {
        const row = await data.project.get();
        await data.project.delete();
        await data.project.insert({ ...(row as NonNullable<typeof row>), sequence: 0, created_at: one.clock.now + 1 });
      });
      expect(await nextItems(one)).toEqual(['item-0', 'item-1']);
    });
  });

  describe('a newer head', () => {
    async function withNewHead(seen: number): Promise<TestProject> {
      const one = await start();
      const { leases } = await next(one, ann, 3);
      const ids = leases.map(({ id }) => id);
      await one.queue.heartbeat(project, ann, { leases: ids, seen: ids.slice(0, seen) });
      one.choices.modelVersion = 1;
      one.choices.round = 2;
      one.choices.order = ['item-9', 'item-2', 'item-8', 'item-7'];
      return one;
    }

    it('has leases exchanged that were not on the screen, and leaves the others', async () => {
      const one = await withNewHead(1);
      const after = await next(one, ann, 3);
      expect(items(after)).toEqual(['item-0', 'item-9', 'item-2']);
      expect(after.leases.map(({ reason }) => reason.modelVersion)).toEqual([0, 1, 1]);
      expect(await next(one, ann, 3)).toEqual(after);
      expect(await nextItems(one, bob, 1)).toEqual(['item-8']);
    });

    it('leaves old leases that it has nothing better for', async () => {
      const one = await withNewHead(1);
      one.choices.order = ['item-9'];
      await next(one, bob, 5);
      expect((await nextItems(one, ann, 3)).sort()).toEqual(['item-0', 'item-1', 'item-2']);
    });

    it('never changes the suggestion of a record that was on the screen', async () => {
      const one = await start();
      one.choices.suggestions.set('item-0', 'ham');
      const { leases } = await next(one, ann, 1);
      await one.queue.heartbeat(project, ann, { leases: [leases[0]?.id as string], seen: [leases[0]?.id as string] });
      one.choices.suggestions.set('item-0', 'spam');
      one.choices.modelVersion = 5;
      expect((await next(one, ann, 1)).leases[0]?.suggestion).toEqual({ value: 'ham', score: 0.9, modelVersion: 0 });
      const [given] = responses(await answer(one, ann, { item: 'item-0', value: 'spam' }));
      expect(given).toMatchObject({ origin: 'edited', suggestion: { value: 'ham', isHidden: false } });
    });

    it('does not exchange random draws', async () => {
      const one = await start();
      one.choices.control.add('item-0');
      await next(one, ann, 2);
      one.choices.modelVersion = 1;
      one.choices.order = ['item-9', 'item-8'];
      expect((await nextItems(one, ann, 2)).sort()).toEqual(['item-0', 'item-9']);
    });
  });

  describe('an empty queue', () => {
    const empty = async (...given: Parameters<typeof next>) => (await next(...given)).empty;

    it('says done when every item has its answers', async () => {
      const one = await start({}, 2);
      await answer(one, ann, { item: 'item-0', value: 'spam' }, { item: 'item-1', value: 'ham' });
      expect(await empty(one)).toEqual({ reason: 'done', detail: 'Every item has its answers.' });
      expect(await next(one, bob)).toMatchObject({ empty: { reason: 'done' }, mine: 0, completed: 2 });
    });

    it('says done to who has answered everything, and that others are waited for', async () => {
      const one = await start({ overlap: 2 }, 1);
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      expect(await empty(one)).toEqual({
        reason: 'done',
        detail: 'There is nothing left for you. 1 record waits for somebody else.',
        records: 1,
      });
      expect(await nextItems(one, bob)).toEqual(['item-0']);
    });

    it('says how many others hold the last ones, and when the first comes back', async () => {
      const one = await start({}, 3);
      expect(await nextItems(one, ann, 2)).toHaveLength(2);
      one.clock.now += 4 * minute;
      expect(await nextItems(one, caller('cleo'), 1)).toHaveLength(1);
      expect(await empty(one, bob)).toMatchObject({ reason: 'held', retryAfterSeconds: 360, people: 2, records: 3 });
    });

    it('says that stopping is advised, gives no more, and goes on when told to', async () => {
      const one = await start();
      one.choices.stop = { isAdvised: true, reasons: ['Accuracy stands still.'], parts: [] };
      const stopped = await empty(one);
      expect(stopped?.reason).toBe('stop');
      expect(stopped?.detail).toContain('Accuracy stands still.');
      expect(await nextItems(one, ann, 2, true)).toEqual(['item-0', 'item-1']);
      expect(await nextItems(one, ann, 3)).toEqual(['item-0', 'item-1']);
    });

    it('says that the quota is reached, and leases no more than it leaves', async () => {
      const one = await start({ quota: 2 });
      expect(await nextItems(one)).toEqual(['item-0', 'item-1']);
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      expect(await nextItems(one)).toEqual(['item-1']);
      await answer(one, ann, { item: 'item-1', value: 'spam' });
      expect((await empty(one))?.reason).toBe('quota');
      expect(await nextItems(one, bob, 1)).toEqual(['item-2']);
    });

    it('says that the pool is scanned, or the next round chosen', async () => {
      const one = await start();
      one.choices.order = [];
      expect(await empty(one)).toMatchObject({ reason: 'waiting', retryAfterSeconds: 1 });
      expect(one.choices.dry).toBe(1);
      one.choices.isWaiting = true;
      expect(await empty(one)).toMatchObject({ reason: 'waiting', retryAfterSeconds: 2 });
    });
  });

  describe('a skipped record', () => {
    const skip = (one: TestProject, who: typeof ann, item: string) => answer(one, who, { item, status: 'skipped' });

    it('goes to somebody else first', async () => {
      const one = await start({}, 2);
      await next(one, bob, 1);
      await next(one, ann, 1);
      expect(responses(await skip(one, ann, 'item-1'))).toMatchObject([{ status: 'skipped', origin: 'manual' }]);
      // bob was at work within the hour, and could still be asked
      expect((await next(one, ann)).empty).toMatchObject({ reason: 'held', retryAfterSeconds: 600 });
      expect((await nextItems(one, bob, 2)).sort()).toEqual(['item-0', 'item-1']);
    });

    it('comes back to who skipped it when nobody else is left to ask', async () => {
      const one = await start({}, 1);
      await next(one, ann);
      await skip(one, ann, 'item-0');
      expect(await nextItems(one, ann)).toEqual(['item-0']);
      await answer(one, ann, { item: 'item-0', value: 'ham' });
      expect(await record(one, 'item-0')).toMatchObject({ answers: 1, skips: 0, answer: '"ham"' });
    });

    it('comes back when all who were at work within the hour skipped it too', async () => {
      const one = await start({}, 1);
      for (const who of [ann, bob]) {
        expect(await nextItems(one, who)).toEqual(['item-0']);
        await skip(one, who, 'item-0');
      }
      expect(await nextItems(one, ann)).toEqual(['item-0']);
    });

    it('waits for an hour at most for somebody who went away', async () => {
      const one = await start({}, 2);
      await answer(one, bob, { item: 'item-1', value: 'ham' });
      await next(one, ann);
      await skip(one, ann, 'item-0');
      const { empty } = await next(one, ann);
      expect(empty).toMatchObject({ reason: 'held', skipped: 1 });
      expect(empty?.people).toBeUndefined();
      one.clock.now += 61 * minute;
      expect(await nextItems(one, ann)).toEqual(['item-0']);
    });
  });

  describe('gold items', () => {
    it('come at their share, to everybody, looking like random draws', async () => {
      const one = await start({ goldShare: 0.5 }, 40);
      await addGold(one, { 'item-38': 'spam', 'item-39': 'ham' });
      for (const who of [ann, bob]) {
        const met: string[] = [];
        for (let i = 0; i < 20; i++) {
          const [lease] = (await next(one, who, 1)).leases as [Lease];
          if (['item-38', 'item-39'].includes(lease.item)) {
            met.push(lease.item);
            expect(lease.reason).toEqual({ arm: 'control', strategy: 'random', round: 1, modelVersion: 0 });
            expect(JSON.stringify(lease)).not.toMatch(/gold|ham|spam/);
          }
          const [given] = responses(await answer(one, who, { item: lease.item, lease: lease.id, value: 'spam' }));
          expect(JSON.stringify(given)).not.toContain('gold');
          if (one.choices.order.every((item) => item !== lease.item)) continue;
          one.choices.order = one.choices.order.filter((item) => item !== lease.item);
        }
        expect(met).toEqual(['item-38', 'item-39']);
      }
    });

    it('are dealt by the seed, the person and the count: the same again for the same', async () => {
      const places = async (seed: number, who: typeof ann) => {
        const one = await start({ goldShare: 0.3, seed }, 60);
        await addGold(one, Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`item-${48 + i}`, 'spam'])));
        const { leases } = await next(one, who, 30);
        return leases.map(({ reason }, i) => (reason.arm === 'control' ? i : -1)).filter((i) => i >= 0);
      };
      const first = await places(1, ann);
      expect(first.length).toBeGreaterThan(2);
      expect(await places(1, ann)).toEqual(first);
      expect(await places(1, bob)).not.toEqual(first);
      expect(await places(2, ann)).not.toEqual(first);
    });

    it('are held by no more people at once than a record has slots', async () => {
      const one = await start({ goldShare: 1 }, 3);
      await addGold(one, { 'item-2': 'spam' });
      expect(await nextItems(one, ann, 1)).toEqual(['item-2']);
      expect(await nextItems(one, bob, 1)).toEqual(['item-0']);
    });
  });

  describe('suggestions', () => {
    it('are hidden on a share of records, drawn by seed, item and person, and kept with the answer', async () => {
      const shown = async (who: typeof ann, seed: number) => {
        const one = await start({ hideShare: 0.5, seed }, 60);
        for (const item of one.choices.pool) one.choices.suggestions.set(item, 'spam');
        const { leases } = await next(one, who, 60);
        const hidden = leases.find(({ suggestion }) => suggestion === undefined) as Lease;
        const [given] = responses(await answer(one, who, { item: hidden.item, lease: hidden.id, value: 'spam' }));
        expect(given).toMatchObject({ origin: 'manual' });
        const [kept] = await one.database.quality.answers(project, { after: 0, until: 9, limit: 9 });
        expect(kept).toMatchObject({ item: hidden.item, is_hidden: 1 });
        expect(JSON.parse(kept?.suggestion ?? '')).toMatchObject({ value: 'spam' });
        return leases.map(({ suggestion }) => suggestion !== undefined);
      };
      const first = await shown(ann, 1);
      expect(first.filter(Boolean).length).toBeGreaterThan(15);
      expect(first.filter(Boolean).length).toBeLessThan(45);
      expect(await shown(ann, 1)).toEqual(first);
      expect(await shown(bob, 1)).not.toEqual(first);
      expect(await shown(ann, 2)).not.toEqual(first);
    });

    it('say how an answer came about', async () => {
      const one = await start();
      for (const item of one.choices.pool) one.choices.suggestions.set(item, 'spam');
      await next(one);
      const given = await answer(
        one,
        ann,
        { item: 'item-0', value: 'spam' },
        { item: 'item-1', value: 'ham' },
        { item: 'item-2', value: 'spam', sawSuggestion: false },
        { item: 'item-9', value: 'spam' },
        { item: 'item-1', value: 'spam' },
      );
      expect(responses(given).map(({ origin }) => origin)).toEqual([
        'accepted',
        'edited',
        'manual',
        'manual',
        'accepted',
      ]);
    });

    it('are not sent where the project does not show them', async () => {
      const one = await start({ showSuggestions: false });
      one.choices.suggestions.set('item-0', 'spam');
      expect((await next(one)).leases[0]).not.toHaveProperty('suggestion');
    });
  });

  describe('responses', () => {
    it('counts an answer that is sent again with its key once', async () => {
      const one = await start({ overlap: 2 });
      const sent = { item: 'item-0', value: 'spam', key: 'k1' };
      const [first] = (await answer(one, ann, sent)).items;
      const [again, twice, other] = (await answer(one, ann, sent, sent, { ...sent, item: 'item-1' })).items;
      expect(again).toEqual({ ...first, isRepeated: true });
      expect(twice).toEqual(again);
      expect(other).toMatchObject({ error: { code: 'CONFLICT' } });
      expect(await record(one, 'item-0')).toMatchObject({ answers: 1 });
      expect((await answer(one, bob, sent)).items).toMatchObject([{ isRepeated: false }]);
    });

    it('counts the last answer of a person only', async () => {
      const one = await start();
      await answer(one, ann, { item: 'item-0', value: 'spam' }, { item: 'item-0', value: 'ham' });
      await answer(one, ann, { item: 'item-0', value: 'ham', note: 'Sure.' });
      expect(await record(one, 'item-0')).toMatchObject({ answers: 1, answer: '"ham"', is_flagged: 1 });
      expect((await next(one)).mine).toBe(1);
    });

    it('takes a late answer where its slot is free, and keeps it as extra where it is not', async () => {
      const one = await start({}, 2);
      const { leases } = await next(one, ann);
      one.clock.now += 11 * minute;
      const late = (i: number, value: string) => ({ item: `item-${i}`, lease: leases[i]?.id as string, value });
      expect(responses(await answer(one, ann, late(0, 'spam')))).toMatchObject([{ isExtra: false }]);
      await next(one, bob);
      expect(responses(await answer(one, ann, late(1, 'spam')))).toMatchObject([{ isExtra: true }]);
      expect(responses(await answer(one, bob, { item: 'item-1', value: 'ham' }))).toMatchObject([{ isExtra: false }]);
      expect(await record(one, 'item-1')).toMatchObject({ answers: 1 });
    });

    it('takes answers of scripts without leases, also on items that nobody chose', async () => {
      const one = await start();
      const given = await answer(one, ann, ...one.choices.pool.map((item) => ({ item, value: 'ham' })));
      expect(responses(given)).toHaveLength(10);
      expect(responses(given)[9]).toMatchObject({ item: 'item-9', reason: { arm: 'import' }, isExtra: false });
      expect(await record(one, 'item-9')).toMatchObject({ arm: 'import', answers: 1 });
    });

    it('refuses an answer whose lease is of another item, and no other for its lease', async () => {
      const one = await start();
      const [first] = (await next(one)).leases;
      const { items: outcomes } = await answer(
        one,
        ann,
        { item: 'item-1', lease: first?.id, value: 'ham' },
        { item: 'item-1', lease: 'gone', value: 'ham' },
      );
      expect(outcomes).toMatchObject([{ error: { code: 'CONFLICT' } }, { response: { item: 'item-1' } }]);
    });

    it('refuses a text that not every database can keep', async () => {
      const one = await start();
      const texts = [{ item: 'item-0\0' }, { item: 'item-0', key: '\0' }, { item: 'item-0', note: 'a\0' }];
      const { items: outcomes } = await answer(one, ann, ...texts.map((text) => ({ ...text, value: 'ham' })));
      expect(outcomes).toMatchObject(texts.map(() => ({ error: { code: 'INVALID_REQUEST' } })));
    });

    it('tells what happened in order, once it is on disk', async () => {
      const one = await start({ overlap: 2 });
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      await answer(one, bob, { item: 'item-0', value: 'spam' }, { item: 'item-1', status: 'skipped' });
      await one.queue.undo(project, bob, 2);
      expect(one.events.map(({ type, data }) => [type, data.item, data.annotator ?? data.answer])).toEqual([
        ['response.created', 'item-0', 'ann'],
        ['response.created', 'item-0', 'bob'],
        ['response.created', 'item-1', 'bob'],
        ['record.completed', 'item-0', 'spam'],
        ['response.retracted', 'item-1', 'bob'],
        ['response.retracted', 'item-0', 'bob'],
      ]);
      expect(one.events.map(({ data }) => data.sequence)).toEqual([1, 2, 3, undefined, 4, 5]);
    });

    it('tells nothing of a transaction that failed', async () => {
      const one = await start();
      await one.database.close();
      open = [];
      await expect(answer(one, ann, { item: 'item-0', value: 'spam' })).rejects.toThrow();
      expect(one.events).toEqual([]);
    });

    it('keeps a draft for its writer, until they answer', async () => {
      const one = await start();
      await next(one, ann, 1);
      expect((await answer(one, ann, { item: 'item-0', status: 'draft', value: 'ham' })).items).toEqual([
        { isRepeated: false },
      ]);
      expect((await next(one, ann, 1)).leases[0]?.draft).toBe('ham');
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      await one.queue.undo(project, ann, 1);
      expect((await next(one, ann, 1)).leases[0]?.draft).toBe('spam');
      expect(one.events.map(({ type }) => type)).not.toContain('draft');
    });
  });

  describe('the trail', () => {
    it('holds every change of an answer: by whom, when, of what', async () => {
      const one = await start();
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      one.clock.now += minute;
      await answer(one, ann, { item: 'item-0', value: 'ham' }, { item: 'item-1', status: 'skipped' });
      await one.queue.undo(project, ann, 1);
      const trail = await one.database.projects.read(project, ({ audit }) => audit.list({ limit: 10 }));
      const shown = trail.reverse().map(({ at, person, action, subject, details }) => {
        const { status, value, sequence } = JSON.parse(details ?? '{}');
        return [(at - 1_700_000_000_000) / minute, person, action, subject, status, value, sequence];
      });
      expect(shown).toEqual([
        [0, 'ann', 'response.created', 'item-0', 'submitted', 'spam', 1],
        [1, 'ann', 'response.replaced', 'item-0', 'submitted', 'spam', 2],
        [1, 'ann', 'response.created', 'item-0', 'submitted', 'ham', 2],
        [1, 'ann', 'response.created', 'item-1', 'skipped', undefined, 3],
        [1, 'ann', 'response.retracted', 'item-1', 'skipped', undefined, 4],
      ]);
    });
  });

  describe('undo and redo', () => {
    const undo = async (one: TestProject, n = 1) =>
      (await one.queue.undo(project, ann, n)).responses.map(({ item }) => item);
    const redo = async (one: TestProject, n = 1) =>
      (await one.queue.redo(project, ann, n)).responses.map(({ item }) => item);

    it('takes back the newest first, without an end, and puts the record back into the hands', async () => {
      const one = await start();
      await next(one, ann, 2);
      for (const item of ['item-0', 'item-1', 'item-2']) await answer(one, ann, { item, value: 'spam' });
      expect(await undo(one)).toEqual(['item-2']);
      expect(await undo(one, 5)).toEqual(['item-1', 'item-0']);
      expect(await undo(one)).toEqual([]);
      expect(await next(one, ann, 3)).toMatchObject({
        mine: 0,
        completed: 0,
        leases: [{ item: 'item-0' }, { item: 'item-1' }, { item: 'item-2' }],
      });
      expect(await nextItems(one, bob, 1)).toEqual(['item-3']);
    });

    it('does again what was undone, until something new is answered', async () => {
      const one = await start();
      for (const item of ['item-0', 'item-1', 'item-2']) await answer(one, ann, { item, value: 'spam' });
      await undo(one, 3);
      expect(await redo(one)).toEqual(['item-0']);
      expect(await redo(one)).toEqual(['item-1']);
      expect(await undo(one)).toEqual(['item-1']);
      await answer(one, ann, { item: 'item-5', value: 'ham' });
      expect(await redo(one)).toEqual([]);
      expect(await next(one)).toMatchObject({ mine: 2, completed: 2 });
    });

    it('leaves the answers of others alone', async () => {
      const one = await start();
      await answer(one, bob, { item: 'item-0', value: 'spam' });
      expect(await undo(one)).toEqual([]);
    });

    it('gives no lease on a record whose slots others have, and takes the new answer as extra', async () => {
      const one = await start({}, 1);
      await next(one, bob);
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      expect(await undo(one)).toEqual(['item-0']);
      expect(await nextItems(one)).toEqual([]);
      expect(responses(await answer(one, ann, { item: 'item-0', value: 'ham' }))).toMatchObject([{ isExtra: true }]);
    });

    it('opens the record to others again once it is given back', async () => {
      const one = await start();
      await next(one, bob, 1);
      await answer(one, bob, { item: 'item-0', value: 'spam' });
      // ann has looked past it
      expect(await nextItems(one, ann, 1)).toEqual(['item-1']);
      await one.queue.undo(project, bob, 1);
      const [lease] = (await next(one, bob, 1)).leases;
      await one.queue.giveBack(project, bob, [lease?.id as string]);
      expect(await nextItems(one, ann, 2)).toEqual(['item-1', 'item-0']);
    });
  });

  describe('records that are asked again', () => {
    it('get one slot more, for somebody who has not answered them', async () => {
      const one = await start({}, 3);
      await answer(one, ann, { item: 'item-0', value: 'spam' });
      one.choices.again.add('item-0');
      expect(await next(one, ann, 1)).toMatchObject({ completed: 1, leases: [{ item: 'item-1' }] });
      const { leases } = await next(one, bob, 1);
      expect(leases).toMatchObject([{ item: 'item-0', reason: { arm: 'again', strategy: 'active-lab' } }]);
      // it is in one more hand, and in no further one
      expect(items(await next(one, cyd, 3))).not.toContain('item-0');
      const { items: outcomes } = await answer(one, bob, { item: 'item-0', value: 'ham' });
      expect(outcomes).toMatchObject([{ response: { isExtra: false } }]);
      one.choices.again.clear();
      expect(await next(one, cyd, 3)).toMatchObject({ completed: 1 });
    });
  });
});
