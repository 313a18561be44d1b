import { type AnswerValue, isAlaasError, type Next, type ProjectResponse } from '@alaas/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeEngines } from '../database/testing/engines.ts';
import { isLive } from './lease-time.ts';
import { caller, openProject, project, type TestProject } from './project.fixture.ts';
import { createRecords, type Records } from './records.ts';
import { createSettingsMemory } from './work.ts';

const persons = ['ann', 'bob', 'cyd', 'dan'];
const labels = ['spam', 'ham'];
const minute = 60_000;

/** What a person may do next. Places are taken modulo what there is. */
type Step =
  | { readonly kind: 'next'; readonly n: number }
  | { readonly kind: 'answer' | 'skip'; readonly place: number; readonly label: number }
  | { readonly kind: 'anyItem'; readonly place: number; readonly label: number }
  | { readonly kind: 'look'; readonly place: number }
  | { readonly kind: 'repeat' | 'seen' | 'heartbeat' | 'giveBack' }
  | { readonly kind: 'undo' | 'redo'; readonly n: number };

const small = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('next' as const), n: fc.integer({ min: 1, max: 4 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('answer', 'answer', 'skip'), place: small, label: small }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('anyItem' as const), place: small, label: small }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const), place: small }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat', 'seen', 'heartbeat', 'giveBack') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('undo', 'redo'), n: fc.integer({ min: 1, max: 3 }) }) },
);

/** What several do at the same time, each one thing, and what happens to the clock and the model after it. */
const moment = fc.record({
  steps: fc.dictionary(fc.constantFrom(...persons), step, { minKeys: 1 }),
  clock: fc.oneof(
    { weight: 6, arbitrary: fc.constant(1000) },
    { weight: 1, arbitrary: fc.constantFrom(3 * minute, 20 * minute, 2 * 60 * minute, -5 * minute, -3 * 60 * minute) },
  ),
  newModel: fc.boolean(),
});

/** What one person knows of what they did, kept the naive way. */
interface Memory {
  /** Standing responses, the newest last. */
  given: { item: string; status: 'submitted' | 'skipped'; value: AnswerValue | undefined }[];
  undone: Memory['given'];
  /** Items of which they have seen what others answered. */
  shown: Set<string>;
  hand: Next['leases'];
  /** The last request with a key, and what was acknowledged. */
  last: { body: unknown; id: string } | undefined;
  keys: number;
}

class Team {
  readonly memories = new Map<string, Memory>(
    persons.map((person) => [person, { given: [], undone: [], shown: new Set(), hand: [], last: undefined, keys: 0 }]),
  );

  readonly one: TestProject;
  readonly records: Records;

  constructor(one: TestProject) {
    this.one = one;
    this.records = createRecords({
      store: one.database.projects,
      settings: createSettingsMemory(),
      choices: () => one.choices,
      roleIn: async () => 'annotator',
      now: () => one.clock.now,
    });
  }

  of(person: string): Memory {
    return this.memories.get(person) as Memory;
  }

  async act(person: string, what: Step): Promise<void> {
    const { queue, choices } = this.one;
    const me = caller(person);
    const memory = this.of(person);
    const lease = 'place' in what ? memory.hand[what.place % Math.max(1, memory.hand.length)] : undefined;
    const value = labels['label' in what ? what.label % 2 : 0] as string;
    const ids = memory.hand.map(({ id }) => id);
    switch (what.kind) {
      case 'next':
        await this.next(person, what.n);
        return;
      case 'answer':
        if (lease !== undefined) await this.respond(person, { item: lease.item, lease: lease.id, value });
        return;
      case 'skip':
        if (lease !== undefined) await this.respond(person, { item: lease.item, lease: lease.id, status: 'skipped' });
        return;
      case 'anyItem':
        await this.respond(person, { item: choices.pool[what.place % choices.size], value });
        return;
      case 'look':
        await this.look(person, choices.pool[what.place % choices.size] as string);
        return;
      case 'repeat': {
        if (memory.last === undefined) return;
        const { items } = await queue.respond(project, me, [memory.last.body]);
        expect(items).toMatchObject([{ response: { id: memory.last.id }, isRepeated: true }]);
        return;
      }
      case 'seen':
      case 'heartbeat':
        if (ids.length > 0) {
          await queue.heartbeat(project, me, { leases: ids, seen: what.kind === 'seen' ? ids : [] });
        }
        return;
      case 'giveBack':
        if (ids.length > 0) await queue.giveBack(project, me, ids);
        memory.hand = [];
        return;
      case 'undo': {
        const { responses } = await queue.undo(project, me, what.n);
        const expected = memory.given.splice(-what.n).reverse();
        expect(responses.map(plain)).toEqual(expected);
        memory.undone.push(...expected);
        return;
      }
      case 'redo': {
        const { responses } = await queue.redo(project, me, what.n);
        const expected = memory.undone.splice(-what.n).reverse();
        expect(responses.map(plain)).toEqual(expected);
        memory.given.push(...expected);
        return;
      }
    }
  }

  async next(person: string, n: number): Promise<Next> {
    const { queue } = this.one;
    const memory = this.of(person);
    const next = await queue.next(project, caller(person), { n, anyway: false });
    expect(next.leases.length).toBeLessThanOrEqual(n);
    expect(next.empty === undefined).toBe(next.leases.length > 0);
    expect(next.mine).toBe(memory.given.filter(({ status }) => status === 'submitted').length);
    const answered = new Set(memory.given.filter(({ status }) => status === 'submitted').map(({ item }) => item));
    for (const { item } of next.leases) expect([item, answered.has(item)]).toEqual([item, false]);
    for (const { item } of next.leases) expect([item, memory.shown.has(item)]).toEqual([item, false]);
    memory.hand = next.leases;
    return next;
  }

  async look(person: string, item: string): Promise<void> {
    const record = await this.records.get(project, caller(person), item).catch((error: unknown) => {
      if (!isAlaasError(error, 'NOT_FOUND')) throw error;
    });
    const { given, shown } = this.of(person);
    const others = record?.responses.filter(({ annotator }) => annotator !== person) ?? [];
    const own = given.find((one) => one.item === item);
    if (others.length === 0) return;
    expect(own?.status).toBe('submitted');
    shown.add(item);
  }

  async respond(
    person: string,
    body: { item?: string | undefined; lease?: string; status?: 'skipped'; value?: string },
  ) {
    const memory = this.of(person);
    const keyed = { ...body, key: `${person}-${memory.keys++}`, leadTimeMs: 40_000 };
    const { items } = await this.one.queue.respond(project, caller(person), [keyed]);
    const [outcome] = items;
    const before = memory.given.find(({ item }) => item === body.item);
    if (memory.shown.has(body.item as string) && (before === undefined || before.value !== body.value)) {
      expect(outcome).toMatchObject({ error: { code: 'CONFLICT' } });
      return;
    }
    expect(outcome).toMatchObject({ isRepeated: false, response: { item: body.item } });
    if (outcome === undefined || !('response' in outcome) || outcome.response === undefined) return;
    const entered = plain(outcome.response);
    memory.given = [...memory.given.filter(({ item }) => item !== body.item), entered];
    memory.undone = [];
    memory.hand = memory.hand.filter(({ item }) => item !== body.item);
    memory.last = { body: keyed, id: outcome.response.id };
  }
}

function plain({ item, status, value }: ProjectResponse): Memory['given'][number] {
  return { item, status, value };
}

/** Compares the tables with what follows from the responses alone. */
async function checkTables({ one, memories }: Team): Promise<void> {
  const { database, clock } = one;
  await database.projects.read(project, async ({ records, leases, responses, tallies, project: row }) => {
    const all = await records.list({ limit: 1000 });
    const numbers = all.map(({ number }) => number);
    const standing = await responses.standing(numbers);
    const held = await leases.ofRecords(numbers);
    for (const record of all) {
      const given = standing.filter((response) => response.record === record.number);
      const live = held.filter((lease) => lease.record === record.number && isLive(lease, clock.now));
      const counting = given.filter(({ status, is_extra }) => status === 'submitted' && is_extra === 0);
      expect(counting.length + live.length).toBeLessThanOrEqual(record.slots);
      // also when the clock jumps back: an ended lease goes with its slot
      const rows = held.filter((lease) => lease.record === record.number);
      expect(counting.length + rows.length).toBeLessThanOrEqual(record.slots);
      expect(new Set(given.map(({ person }) => person)).size).toBe(given.length);
      expect(record.answers).toBe(counting.length);
      expect(record.skips).toBe(given.filter(({ status }) => status === 'skipped').length);
      expect(record.completed_at !== null).toBe(counting.length >= record.slots);
    }
    const isStarted = all.filter(({ answers, slots }) => answers > 0 && answers < slots);
    const started = await records.started('nobody', { sequence: 0, record: 0, limit: 1000 });
    expect(started.map(({ item }) => item).sort()).toEqual(isStarted.map(({ item }) => item).sort());
    // what was acknowledged is what there is
    const items = new Map(all.map(({ number, item }) => [number, item]));
    for (const [person, { given }] of memories) {
      const mine = standing.filter((response) => response.person === person);
      const shown = mine.map(({ record, status, value }) => ({
        item: items.get(record),
        status,
        value: value === null ? undefined : JSON.parse(value),
      }));
      expect(shown).toEqual(expect.arrayContaining(given));
      expect(shown.length).toBe(given.length);
      const { answers, skips } = await tallies.of(person);
      expect([answers, skips]).toEqual(
        ['submitted', 'skipped'].map((kind) => given.filter((g) => g.status === kind).length),
      );
    }
    const total = await tallies.total();
    expect([total.records, total.completed]).toEqual([all.length, all.filter((r) => r.completed_at !== null).length]);
    expect((await row.head())?.sequence).toBeGreaterThanOrEqual(standing.length);
  });
}

/** Everybody asks and answers until the queue says done to all. */
async function finish(team: Team, overlap: number): Promise<void> {
  const { one } = team;
  for (let turn = 0; turn < 400; turn++) {
    const nexts = [];
    for (const person of persons) {
      const next = await team.next(person, 3);
      nexts.push(next);
      for (const { item, id } of next.leases) await team.respond(person, { item, lease: id, value: 'ham' });
      await checkTables(team);
    }
    if (nexts.every(({ empty }) => empty?.reason === 'done')) break;
    if (nexts.every(({ leases }) => leases.length === 0)) one.clock.now += 30 * minute;
  }
  for (const person of persons) expect((await team.next(person, 1)).empty?.reason).toBe('done');
  await one.database.projects.read(project, async ({ records }) => {
    const all = await records.list({ limit: 1000 });
    expect(all.map(({ item }) => item).sort()).toEqual([...one.choices.pool].sort());
    for (const { item, answers } of all) {
      if (answers === overlap) continue;
      // there is nobody left to ask
      const past = ({ given, shown }: Memory) => shown.has(item) || given.some((one) => one.item === item);
      expect([item, answers < overlap, [...team.memories.values()].every(past)]).toEqual([item, true, true]);
    }
  });
}

/** On a server each run costs a schema and its migrations. */
const runs = { embedded: 25, postgresql: 4 };

describeEngines('the queue', (make, engine) => {
  it.each([1, 2, 3])(
    'never leases beyond an overlap of %i, counts nobody twice, loses nothing, and comes to an end',
    async (overlap) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 8 }),
          fc.array(moment, { maxLength: 30 }),
          async (items, moments) => {
            // a file would cost a wait for the disk with every call
            const place = engine === 'embedded' ? undefined : await make();
            const one = await openProject({ overlap }, items, place?.place);
            const team = new Team(one);
            try {
              for (const { steps, clock, newModel } of moments) {
                await Promise.all(Object.entries(steps).map(([person, what]) => team.act(person, what)));
                await checkTables(team);
                one.clock.now += clock;
                if (newModel) {
                  one.choices.modelVersion++;
                  one.choices.order = [...one.choices.order.slice(1), ...one.choices.order.slice(0, 1)];
                }
              }
              await finish(team, overlap);
            } finally {
              await one.close();
              await place?.remove();
            }
          },
        ),
        { numRuns: runs[engine], seed: 7 },
      );
    },
    120_000,
  );
});
