import type { AnswerValue } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { fakeService, fakeStorage, fakeTime, settle } from './fake-service.fixture.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createOutboxStore } from './outbox/outbox-store.ts';
import { createSession, type SessionNotice } from './session.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface SetUp {
  readonly storage?: ReturnType<typeof fakeStorage>;
  readonly service?: ReturnType<typeof fakeService>;
  /** By the pace where it is undefined. */
  readonly inHand?: number | undefined;
}

async function setUp(items: readonly string[] = names, options: SetUp = {}) {
  const { storage = fakeStorage(), service = fakeService(items) } = options;
  const { inHand } = { inHand: 5, ...options };
  const time = fakeTime();
  const store = createOutboxStore(storage, ['spam', 'ada']);
  const timeout = () => new AbortController().signal;
  const outbox = createOutbox({ project: service, store, now: time.now, later: time.later, timeout });
  const prefetched: string[] = [];
  const notices: SessionNotice[] = [];
  let keys = 0;
  const session = createSession({
    ...(inHand === undefined ? {} : { inHand }),
    left: () => items.length - service.standing.length,
    project: service,
    outbox,
    prefetch: ({ item }) => prefetched.push(item),
    notify: (notice) => notices.push(notice),
    now: time.now,
    later: time.later,
    newKey: () => `key-${++keys}`,
  });
  session.open();
  await settle();
  const shown = () => session.state().card?.item;
  const values = () => service.standing.map(({ item, value, status }) => `${item} ${value ?? status}`);
  return { session, outbox, service, time, storage, prefetched, notices, shown, values };
}

describe('session', () => {
  it('holds five records, shows the first, and loads the contents of all', async () => {
    const { session, service, prefetched, shown } = await setUp();
    expect(shown()).toBe('a');
    expect(session.state().upcoming.map(({ item }) => item)).toEqual(['b', 'c', 'd', 'e']);
    expect(service.leases.size).toBe(5);
    expect(prefetched).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('has the next record on the screen before the service knows of the answer', async () => {
    const { session, service, shown, values } = await setUp();
    session.submit('ham');
    expect(shown()).toBe('b');
    expect(values()).toEqual([]);
    await settle();
    expect(values()).toEqual(['a ham']);
    expect(service.calls.filter((call) => call === 'next')).toHaveLength(1);
  });

  it('asks for more when two are left', async () => {
    const { session, service } = await setUp();
    for (let i = 0; i < 3; i++) session.submit('ham');
    await settle();
    expect(service.calls.filter((call) => call === 'next').length).toBeGreaterThan(1);
    expect([session.state().card, ...session.state().upcoming].map((card) => card?.item)).toEqual([
      ...['d', 'e', 'f', 'g', 'h'],
    ]);
  });

  it('tells the service what is on the screen before it asks for more', async () => {
    const { session, service } = await setUp();
    for (let i = 0; i < 3; i++) session.submit('ham');
    await settle();
    const seen = [...service.leases.values()].filter(({ isSeen }) => isSeen).map(({ item }) => item);
    expect(seen).toContain('d');
    const [first, second] = [service.calls.indexOf('heartbeat'), service.calls.lastIndexOf('next')];
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(second);
  });

  it('sends how long an answer took, and its comment', async () => {
    const { session, time, service } = await setUp();
    const inputs: unknown[] = [];
    const { respond } = service;
    service.respond = async (items) => {
      inputs.push(...items);
      return await respond(items);
    };
    await time.pass(2310);
    session.comment('odd');
    session.submit('ham');
    await settle();
    const key = 'key-1';
    expect(inputs).toEqual([
      { item: 'a', lease: 'lease-1', status: 'submitted', value: 'ham', leadTimeMs: 2310, note: 'odd', key },
    ]);
    expect(session.state()).toMatchObject({ lastMs: 2310, answered: 1, note: undefined });
  });

  it.each([
    [true, true],
    [false, false],
  ])('tells whether the suggestion was on the screen: %s', async (isShown, expected) => {
    const service = fakeService(names);
    const { next, respond } = service;
    const suggestion = { value: 'ham', score: 0.9, modelVersion: 1 };
    service.next = async (asked) => {
      const given = await next(asked);
      return { ...given, leases: given.leases.map((lease) => ({ ...lease, suggestion })) };
    };
    const inputs: { sawSuggestion?: boolean | undefined }[] = [];
    service.respond = async (items) => {
      inputs.push(...items);
      return await respond(items);
    };
    const { session } = await setUp(names, { service });
    if (isShown) session.sawSuggestion();
    session.submit('ham');
    await settle();
    expect(inputs[0]?.sawSuggestion).toBe(expected);
    // it is asked anew of every card
    session.submit('ham');
    await settle();
    expect(inputs[1]?.sawSuggestion).toBe(false);
  });

  it('works on while the connection is down, and sends everything once', async () => {
    const { session, service, time, values, outbox, shown } = await setUp();
    service.connection = 'down';
    for (const value of ['1', '2', '3', '4', '5']) session.submit(value);
    await time.pass(30_000);
    expect(outbox.state()).toMatchObject({ waiting: 5, status: 'late' });
    expect(session.state().phase).toBe('failed');
    service.connection = 'up';
    await time.pass(20_000);
    expect(values()).toEqual(['a 1', 'b 2', 'c 3', 'd 4', 'e 5']);
    expect(shown()).toBe('f');
  });

  it('has a minute of work in hand at the pace of its person when the connection breaks', async () => {
    const many = Array.from({ length: 400 }, (_, i) => `item ${i}`);
    const { session, service, time, prefetched, shown } = await setUp(many, { inHand: undefined });
    const work = async (answers: number) => {
      for (let i = 0; i < answers; i++) {
        await time.pass(2000);
        session.submit(`answer ${i}`);
      }
    };
    await work(20);
    service.connection = 'down';
    await work(29);
    expect(shown()).toBeDefined();
    // the contents of all of them were loaded before
    expect(prefetched).toContain(shown());
    service.connection = 'up';
    await time.pass(20_000);
    expect(service.standing.map(({ item }) => item)).toEqual(many.slice(0, 49));
  });

  it('loads what comes next at once, and the rest when it has stayed for a while', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `item ${i}`);
    const { session, prefetched, time } = await setUp(many, { inHand: 20 });
    expect(prefetched).toEqual(many.slice(0, 8));
    session.submit('ham');
    expect(prefetched).toEqual(many.slice(0, 9));
    await time.pass(5000);
    expect(prefetched).toEqual(many);
  });

  it('does not show again what is answered and not sent yet, also after the page was loaded again', async () => {
    const first = await setUp();
    first.service.connection = 'down';
    first.session.submit('ham');
    await settle();
    first.service.connection = 'up';
    const { respond } = first.service;
    first.service.respond = () => new Promise(() => undefined);
    const second = await setUp(names, { storage: first.storage, service: first.service });
    expect(second.shown()).toBe('b');
    first.service.respond = respond;
  });

  it('takes back an answer that was not sent without the service, with what was chosen', async () => {
    const { session, service, outbox, time, values, shown } = await setUp();
    service.connection = 'down';
    session.submit('first');
    await settle();
    session.submit('spam');
    await session.undo();
    expect(shown()).toBe('b');
    expect(session.state()).toMatchObject({ value: 'spam', card: { kind: 'again' } });
    expect(outbox.state().waiting).toBe(1);
    session.submit('ham');
    service.connection = 'up';
    await time.pass(10_000);
    expect(values()).toEqual(['a first', 'b ham']);
  });

  it('takes back an answer that the service has, and holds its record again', async () => {
    const { session, service, values, shown } = await setUp();
    session.submit('spam');
    await settle();
    await session.undo();
    expect(shown()).toBe('a');
    expect(session.state().value).toBe('spam');
    expect(session.state().upcoming[0]?.item).toBe('b');
    await settle();
    expect(values()).toEqual([]);
    const lease = session.state().card?.lease ?? '';
    expect(service.leases.get(lease)?.item).toBe('a');
    session.submit('ham');
    await settle();
    expect(values()).toEqual(['a ham']);
    expect(shown()).toBe('b');
  });

  it('undoes step by step, and does again in the same order', async () => {
    const { session, values, shown } = await setUp();
    for (const value of ['1', '2', '3']) {
      session.submit(value);
      await settle();
    }
    for (let i = 0; i < 3; i++) await session.undo();
    await settle();
    expect([shown(), values()]).toEqual(['a', []]);
    await session.redo();
    await session.redo();
    await settle();
    expect([shown(), values()]).toEqual(['c', ['a 1', 'b 2']]);
    await session.redo();
    await settle();
    expect([shown(), values()]).toEqual(['d', ['a 1', 'b 2', 'c 3']]);
  });

  it('has nothing to do again after a new answer', async () => {
    const { session, notices, values } = await setUp();
    session.submit('spam');
    await settle();
    await session.undo();
    session.submit('ham');
    await settle();
    await session.redo();
    expect(values()).toEqual(['a ham']);
    expect(notices).toEqual([{ what: 'nothing-to-redo' }]);
  });

  it('undoes what was answered before the page was loaded', async () => {
    const first = await setUp();
    first.session.submit('spam');
    await settle();
    first.session.close();
    const second = await setUp(names, { storage: first.storage, service: first.service });
    await second.session.undo();
    expect([second.shown(), second.session.state().value]).toEqual(['a', 'spam']);
    expect(second.values()).toEqual([]);
    await second.session.undo();
    expect(second.notices).toEqual([{ what: 'nothing-to-undo' }]);
  });

  it('brings back after a skip what had been chosen', async () => {
    const { session, values, shown } = await setUp();
    session.change(['x']);
    session.skip();
    await settle();
    expect([shown(), values()]).toEqual(['b', ['a skipped']]);
    await session.undo();
    expect(session.state().value).toEqual(['x']);
  });

  it('keeps a draft after a pause, and not one that an answer has overtaken', async () => {
    const { session, service, time } = await setUp();
    session.change(['x']);
    await time.pass(1000);
    expect(service.drafts.size).toBe(0);
    session.change(['x', 'y']);
    await time.pass(1500);
    expect(service.drafts.get('a')).toEqual(['x', 'y']);
    session.submit(['x']);
    session.change(['z']);
    session.submit(['z']);
    await time.pass(5000);
    expect([...service.drafts.keys()]).toEqual(['a']);
  });

  it('starts from the draft that a lease brings', async () => {
    const service = fakeService(names);
    const { next } = service;
    const draft: AnswerValue = ['x'];
    service.next = async (asked) => {
      const given = await next(asked);
      return { ...given, leases: given.leases.map((lease) => ({ ...lease, draft })) };
    };
    const { session } = await setUp(names, { service });
    expect(session.state().value).toEqual(['x']);
  });

  it('never changes what is on the screen, and takes what a newer model prefers behind it', async () => {
    const { session, service, shown } = await setUp();
    service.leases.clear();
    service.items = ['x', 'y', 'z', ...names];
    session.refresh();
    await settle();
    expect(shown()).toBe('a');
    expect(session.state().upcoming.map(({ item }) => item)).toEqual(['x', 'y', 'z', 'b']);
  });

  it('drops what is not held any more, except what is on the screen', async () => {
    const { session, service, time, shown } = await setUp();
    await time.pass(1000);
    for (const { id } of [...service.leases.values()].slice(0, 3)) service.leases.delete(id);
    await time.pass(30_000);
    expect(shown()).toBe('a');
    expect(session.state().upcoming.map(({ item }) => item)).toEqual(['d', 'e']);
  });

  it('gives back what was not on the screen when it closes, and takes up what was when it opens again', async () => {
    const { session, service, shown } = await setUp();
    session.close();
    await settle();
    expect([...service.leases.values()].map(({ item }) => item)).toEqual(['a']);
    session.open();
    await settle();
    expect(shown()).toBe('a');
    expect(session.state().upcoming).toHaveLength(4);
  });

  it('says why there is nothing, and looks again when it is told that it is worth it', async () => {
    const service = fakeService([]);
    service.empty = { reason: 'held', detail: 'Others hold the last records.', retryAfterSeconds: 7 };
    const { session, time, shown } = await setUp([], { service });
    expect(session.state()).toMatchObject({ phase: 'empty', empty: { reason: 'held' } });
    service.items = ['late'];
    await time.pass(6900);
    expect(shown()).toBeUndefined();
    await time.pass(200);
    expect(shown()).toBe('late');
  });

  it('goes on after the advice to stop when it is told to', async () => {
    const service = fakeService([]);
    const asked: unknown[] = [];
    const { next } = service;
    service.empty = { reason: 'stop', detail: 'The curve is flat.' };
    service.next = async (given) => {
      asked.push(given?.anyway);
      return await next(given);
    };
    const { session } = await setUp([], { service });
    session.goOn();
    await settle();
    expect(asked).toEqual([false, true]);
  });

  it('shows an answer of the history to be replaced, and goes on where it was', async () => {
    const { session, service, values, shown } = await setUp();
    session.submit('spam');
    await settle();
    session.change(['begun']);
    const [response] = service.standing;
    if (response === undefined) throw new Error('There is no answer.');
    session.correct(response);
    expect([shown(), session.state().value]).toEqual(['a', 'spam']);
    session.submit('ham');
    await settle();
    expect(values()).toEqual(['a ham']);
    expect([shown(), session.state().value]).toEqual(['b', ['begun']]);
  });

  it('leaves an answer of the history as it is when it is put aside', async () => {
    const { session, service, values, shown } = await setUp();
    session.submit('spam');
    await settle();
    session.correct(service.standing[0] as (typeof service.standing)[number]);
    session.putAside();
    await settle();
    expect([shown(), values()]).toEqual(['b', ['a spam']]);
  });

  it('asks anew for an answer whose correction was undone: the one before it stands no more', async () => {
    const { session, service, values, shown } = await setUp();
    session.submit('spam');
    await settle();
    session.correct(service.standing[0] as (typeof service.standing)[number]);
    session.submit('ham');
    await settle();
    await session.undo();
    await settle();
    expect(values()).toEqual([]);
    expect(session.state()).toMatchObject({ card: { item: 'a', kind: 'again' }, value: 'ham' });
    session.putAside();
    expect(shown()).toBe('a');
  });

  it('leaves an answer as it was when its correction is undone before it was sent', async () => {
    const { session, service, values } = await setUp();
    session.submit('spam');
    await settle();
    service.connection = 'down';
    session.submit('ham');
    await settle();
    session.correct(service.standing[0] as (typeof service.standing)[number]);
    session.submit('ham');
    await session.undo();
    expect(session.state().card).toMatchObject({ item: 'a', kind: 'correction' });
    expect(values()).toEqual(['a spam']);
  });

  it('remembers the last answers itself, and undoes older ones as the service knows them', async () => {
    const many = Array.from({ length: 210 }, (_, i) => `item-${i}`);
    const { session, values, shown } = await setUp(many);
    for (const _ of many) {
      session.submit('ham');
      await settle();
    }
    expect(values()).toHaveLength(210);
    for (const _ of many) {
      await session.undo();
      await settle();
    }
    expect(values()).toEqual([]);
    expect(shown()).toBe('item-0');
  });
});
