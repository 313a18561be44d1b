import { AlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { fakeService, fakeStorage, fakeTime, settle } from '../fake-service.fixture.ts';
import { createOutbox } from './outbox.ts';
import { createOutboxStore } from './outbox-store.ts';

function setUp(storage: Storage | undefined = fakeStorage(), service = fakeService(['a', 'b', 'c'])) {
  const time = fakeTime();
  const store = createOutboxStore(storage, ['spam', 'ada']);
  const timeout = () => new AbortController().signal;
  const outbox = createOutbox({ project: service, store, now: time.now, later: time.later, timeout });
  return { outbox, service, time, storage, store };
}

type Outbox = ReturnType<typeof setUp>['outbox'];

function answer(outbox: Outbox, item: string, value = 'ham'): void {
  const key = `key-${item}-${value}`;
  outbox.put({ kind: 'answer', key, item, input: { item, value, key } });
}

const fakeHistory = (service: ReturnType<typeof fakeService>) => async () => ({
  responses: service.standing.toReversed(),
});

const values = ({ standing }: ReturnType<typeof fakeService>) => standing.map(({ item, value }) => `${item} ${value}`);

describe('outbox', () => {
  it('sends answers in the order in which they were given', async () => {
    const { outbox, service } = setUp();
    for (const item of ['a', 'b', 'c']) answer(outbox, item);
    expect(outbox.state().waiting).toBe(3);
    await settle();
    expect(values(service)).toEqual(['a ham', 'b ham', 'c ham']);
    expect(outbox.state()).toMatchObject({ waiting: 0, status: 'idle', refused: [] });
  });

  it('keeps answers while the connection is down, tries again ever more seldom, and sends each once', async () => {
    const { outbox, service, time } = setUp();
    service.connection = 'down';
    answer(outbox, 'a');
    await settle();
    expect(outbox.state()).toMatchObject({ waiting: 1, status: 'late', error: { code: 'UNREACHABLE' } });
    answer(outbox, 'b');
    await time.pass(60_000);
    expect(outbox.state()).toMatchObject({ waiting: 2, status: 'late' });
    service.connection = 'up';
    await time.pass(15_000);
    expect(values(service)).toEqual(['a ham', 'b ham']);
    expect(outbox.state()).toMatchObject({ waiting: 0, status: 'idle', error: undefined });
  });

  it('counts an answer once whose receipt was lost', async () => {
    const { outbox, service, time } = setUp();
    service.connection = 'lost';
    answer(outbox, 'a');
    await settle();
    service.connection = 'up';
    await time.pass(1000);
    expect(service.calls).toEqual(['respond a', 'respond a']);
    expect(values(service)).toEqual(['a ham']);
  });

  it('sends at once when it is told that the connection is back', async () => {
    const { outbox, service } = setUp();
    service.connection = 'down';
    answer(outbox, 'a');
    await settle();
    service.connection = 'up';
    outbox.retry();
    await settle();
    expect(values(service)).toEqual(['a ham']);
  });

  it('goes on after the page was loaded again', async () => {
    const first = setUp();
    first.service.connection = 'down';
    for (const item of ['b', 'a']) answer(first.outbox, item);
    await settle();
    const second = setUp(first.storage);
    expect(second.outbox.state().waiting).toBe(2);
    await settle();
    expect(values(second.service)).toEqual(['b ham', 'a ham']);
    expect(first.storage?.length).toBe(0);
  });

  it('does not send again what another window has sent', async () => {
    const first = setUp();
    first.service.connection = 'down';
    answer(first.outbox, 'a');
    await settle();
    const second = setUp(first.storage);
    await settle();
    expect(values(second.service)).toEqual(['a ham']);
    first.service.connection = 'up';
    await first.time.pass(2000);
    expect(first.service.calls).toEqual([]);
    expect(first.outbox.state().waiting).toBe(0);
  });

  it('keeps answers of another project and another person apart', () => {
    const storage = fakeStorage();
    createOutboxStore(storage, ['spam', 'eve']).put({
      kind: 'undo',
      key: 'k',
      item: 'a',
      answer: 'x',
      at: 0,
      order: 0,
    });
    expect(createOutboxStore(storage, ['spam', 'ada']).load()).toEqual([]);
    expect(createOutboxStore(storage, ['spam', 'eve']).load()).toHaveLength(1);
  });

  it('shows what the service refuses, sends the rest, and remembers it until it is dropped', async () => {
    const { outbox, service, storage } = setUp();
    service.refuse.add('b');
    for (const item of ['a', 'b', 'c']) answer(outbox, item);
    await settle();
    expect(values(service)).toEqual(['a ham', 'c ham']);
    const refused = { item: 'b', error: { code: 'INVALID_ANSWER', detail: 'No to b.' } };
    expect(outbox.state()).toMatchObject({ waiting: 0, refused: [refused] });
    const again = setUp(storage).outbox;
    expect(again.state()).toMatchObject({ waiting: 0, refused: [refused] });
    again.drop('key-b-ham');
    expect(setUp(storage).outbox.state().refused).toEqual([]);
  });

  it('takes back an answer that was never sent, and no other', async () => {
    const { outbox, service, time } = setUp();
    service.connection = 'down';
    answer(outbox, 'a');
    await settle();
    answer(outbox, 'b');
    expect([outbox.takeBack('key-a-ham'), outbox.takeBack('key-b-ham')]).toEqual([false, true]);
    service.connection = 'up';
    await time.pass(1000);
    expect(values(service)).toEqual(['a ham']);
  });

  it('undoes an answer once, also when the receipt of the undoing was lost', async () => {
    const { outbox, service, time } = setUp();
    for (const item of ['a', 'b']) answer(outbox, item);
    await settle();
    service.connection = 'lost';
    const response = outbox.responseOf('key-b-ham');
    outbox.put({ kind: 'undo', key: 'u', item: 'b', answer: 'key-b-ham', response });
    await settle();
    // the look into the history was lost: nothing was undone yet
    expect(values(service)).toEqual(['a ham', 'b ham']);
    service.connection = 'up';
    const { historyPage } = service;
    service.historyPage = async () => {
      const page = await historyPage();
      service.connection = 'lost';
      return page;
    };
    await time.pass(2000);
    expect(values(service)).toEqual(['a ham']);
    service.historyPage = historyPage;
    service.connection = 'up';
    await time.pass(10_000);
    expect(values(service)).toEqual(['a ham']);
    expect(outbox.state()).toMatchObject({ waiting: 0, refused: [] });
  });

  it('undoes an answer that arrived although the page was loaded again before the undoing did', async () => {
    const { outbox, service, storage } = setUp();
    service.historyPage = async () => {
      throw new AlaasError('UNREACHABLE', 'The service is away.');
    };
    answer(outbox, 'a');
    outbox.put({ kind: 'undo', key: 'u', item: 'a', answer: 'key-a-ham' });
    await settle();
    expect(values(service)).toEqual(['a ham']);
    const second = setUp(storage, { ...service, historyPage: fakeHistory(service) });
    await settle();
    expect(second.outbox.state()).toMatchObject({ waiting: 0, refused: [] });
    expect(values(service)).toEqual([]);
  });

  it('does not take back for unsent what it has sent while the page was closing', async () => {
    const { outbox, service, time } = setUp();
    service.connection = 'down';
    answer(outbox, 'a');
    await settle();
    answer(outbox, 'b');
    service.connection = 'up';
    outbox.flush();
    await settle();
    expect(values(service)).toEqual(['a ham', 'b ham']);
    expect(outbox.takeBack('key-b-ham')).toBe(false);
    await time.pass(1000);
    expect(values(service)).toEqual(['a ham', 'b ham']);
  });

  it('does not undo an answer of another window in place of its own', async () => {
    const { outbox, service } = setUp();
    answer(outbox, 'a');
    await settle();
    await service.respond([{ item: 'b', value: 'ham', key: 'elsewhere' }]);
    const response = outbox.responseOf('key-a-ham');
    outbox.put({ kind: 'undo', key: 'u', item: 'a', answer: 'key-a-ham', response });
    await settle();
    expect(values(service)).toEqual(['a ham', 'b ham']);
    expect(outbox.state().refused).toMatchObject([{ kind: 'undo', error: { code: 'CONFLICT' } }]);
  });

  it('sends the newest draft of an item, and none after its answer', async () => {
    const { outbox, service, time } = setUp();
    service.connection = 'down';
    const draft = (key: string, value: string) =>
      outbox.put({ kind: 'draft', key, item: 'a', input: { item: 'a', status: 'draft', value } });
    draft('d1', 'h');
    draft('d2', 'ha');
    expect(outbox.state().waiting).toBe(0);
    service.connection = 'up';
    await time.pass(1000);
    expect(service.drafts.get('a')).toBe('ha');
    service.connection = 'down';
    draft('d3', 'spam');
    await settle();
    answer(outbox, 'a');
    service.connection = 'up';
    await time.pass(1000);
    expect(service.drafts.get('a')).toBe('ha');
    expect(values(service)).toEqual(['a ham']);
  });

  it('halves a request that is too large', async () => {
    const { outbox, service } = setUp();
    const { respond } = service;
    service.connection = 'down';
    service.respond = async (inputs) => {
      if (inputs.length > 1) throw new AlaasError('TOO_LARGE', 'Too much at once.');
      return await respond(inputs);
    };
    for (const item of ['a', 'b', 'c']) answer(outbox, item);
    service.connection = 'up';
    await settle();
    expect(values(service)).toEqual(['a ham', 'b ham', 'c ham']);
  });

  it('shows an answer that is too large alone, and sends the others', async () => {
    const { outbox, service } = setUp();
    const { respond } = service;
    service.respond = async (inputs) => {
      if (inputs.some(({ item }) => item === 'b')) throw new AlaasError('TOO_LARGE', 'Too much.');
      return await respond(inputs);
    };
    for (const item of ['a', 'b', 'c']) answer(outbox, item);
    await settle();
    expect(values(service)).toEqual(['a ham', 'c ham']);
    const refused = [{ item: 'b', error: { code: 'TOO_LARGE', detail: 'Too much.' } }];
    expect(outbox.state()).toMatchObject({ waiting: 0, status: 'idle', refused });
  });

  it('stops at what no repeat can repair, and keeps the answers', async () => {
    const { outbox, service, time } = setUp();
    const { respond } = service;
    service.respond = async () => {
      throw new AlaasError('UNAUTHORIZED', 'Who are you?');
    };
    answer(outbox, 'a');
    await time.pass(60_000);
    expect(outbox.state()).toMatchObject({ waiting: 1, status: 'blocked', error: { code: 'UNAUTHORIZED' } });
    service.respond = respond;
    outbox.retry();
    await settle();
    expect(values(service)).toEqual(['a ham']);
  });

  it('sends answers that the browser cannot keep, and says that it cannot', async () => {
    const full = {
      ...fakeStorage(),
      setItem: () => {
        throw new Error('full');
      },
    } as Storage;
    const other = setUp(full);
    answer(other.outbox, 'a');
    expect(other.outbox.state().isKept).toBe(false);
    await settle();
    expect(values(other.service)).toEqual(['a ham']);
  });
});
