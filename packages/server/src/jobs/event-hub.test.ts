import type { Readable } from 'node:stream';
import { isAlaasError, type Job } from '@alaas/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEventHub, type EventHub, type EventHubOptions, type HubEvent } from './event-hub.ts';
import { jobEvent, noProgress } from './job.ts';

const hubs: EventHub[] = [];

function open(options: EventHubOptions = {}): EventHub {
  const hub = createEventHub(options);
  hubs.push(hub);
  return hub;
}

afterEach(() => {
  for (const hub of hubs.splice(0)) hub.close();
  vi.useRealTimers();
});

function job(id: string, state: Job['state'] = 'running'): HubEvent {
  const resultJson = '{"picks":[]}';
  return jobEvent({ id, kind: 'query', state, dataset: 'd', progress: noProgress, createdAt: 0, resultJson });
}

interface Event {
  readonly id: string | undefined;
  readonly job: string;
  readonly state: string;
}

/** What waits in a stream. */
function read(stream: Readable): { events: Event[]; comments: number } {
  const text = String(stream.read() ?? '');
  const blocks = text.split('\n\n').filter((block) => block !== '');
  const events = blocks
    .filter((block) => block.includes('data: '))
    .map((block) => {
      expect(block).toMatch(/^event: job$/m);
      const { id, state } = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') as Job;
      return { id: /^id: (.*)$/m.exec(block)?.[1], job: id, state };
    });
  return { events, comments: blocks.filter((block) => block.startsWith(':')).length };
}

describe('createEventHub', () => {
  it('tells every reader what happens, without results', () => {
    const hub = open();
    const streams = [hub.subscribe({ current: [] }), hub.subscribe({ current: [] })];
    hub.publish(job('a'));
    hub.publish(job('a', 'done'));
    for (const stream of streams) {
      const text = String(stream.read());
      expect(text).not.toContain('picks');
      expect(text.match(/^data: /gm)).toHaveLength(2);
    }
  });

  it('tells a reader of one job nothing of others', () => {
    const hub = open();
    const stream = hub.subscribe({ topic: 'a', current: [] });
    hub.publish(job('b'));
    hub.publish(job('a'));
    expect(read(stream).events.map((event) => event.job)).toEqual(['a']);
  });

  it('begins with the jobs as they stand, only the last of which can be resumed after', () => {
    const hub = open();
    hub.publish(job('old'));
    const { events } = read(hub.subscribe({ current: [job('a'), job('b')] }));
    expect(events.map((event) => event.job)).toEqual(['a', 'b']);
    expect(events[0]?.id).toBeUndefined();
    expect(events[1]?.id).toMatch(/-1$/);
  });

  it('resumes after the last event that a reader has seen', () => {
    const hub = open();
    const first = hub.subscribe({ current: [] });
    hub.publish(job('a'));
    const lastEventId = read(first).events[0]?.id;
    hub.publish(job('b'));
    hub.publish(job('c'));
    const { events } = read(hub.subscribe({ lastEventId, current: [job('never')] }));
    expect(events.map((event) => event.job)).toEqual(['b', 'c']);
  });

  it('starts anew where the last event is forgotten, of another process, or made up', () => {
    const hub = open({ capacity: 2 });
    const first = hub.subscribe({ current: [] });
    hub.publish(job('a'));
    const forgotten = read(first).events[0]?.id ?? '';
    for (const id of ['b', 'c', 'd']) hub.publish(job(id));
    for (const lastEventId of [forgotten, 'another1-2', 'x', '', `${forgotten.slice(0, 9)}99`]) {
      const { events } = read(hub.subscribe({ lastEventId, current: [job('now')] }));
      expect(events.map((event) => event.job)).toEqual(['now']);
    }
  });

  it('drops a reader that falls too far behind, and no other', () => {
    const hub = open({ maxBufferedBytes: 2000 });
    const slow = hub.subscribe({ current: [] });
    const quick = hub.subscribe({ current: [] });
    for (let i = 0; i < 20; i++) {
      hub.publish(job('a'));
      quick.read();
    }
    expect(slow.destroyed).toBe(true);
    expect(quick.destroyed).toBe(false);
  });

  it('refuses more readers than it can serve, until one leaves', async () => {
    const hub = open({ maxReaders: 1 });
    const first = hub.subscribe({ current: [] });
    expect(() => hub.subscribe({ current: [] })).toThrowError(
      expect.toSatisfy((error) => isAlaasError(error, 'TOO_MANY_REQUESTS')),
    );
    const left = new Promise((resolve) => first.once('close', resolve));
    first.destroy();
    await left;
    expect(() => hub.subscribe({ current: [] })).not.toThrow();
  });

  it('sends a sign of life every 15 seconds', () => {
    vi.useFakeTimers();
    const hub = open();
    const stream = hub.subscribe({ current: [] });
    read(stream);
    vi.advanceTimersByTime(14_999);
    expect(read(stream).comments).toBe(0);
    vi.advanceTimersByTime(1);
    expect(read(stream).comments).toBe(1);
  });

  it('ends its streams when it closes, and takes no more readers', async () => {
    const hub = open();
    const stream = hub.subscribe({ current: [] });
    const ended = new Promise((resolve) => stream.once('end', resolve));
    hub.close();
    stream.resume();
    await ended;
    expect(() => hub.subscribe({ current: [] })).toThrowError(
      expect.toSatisfy((error) => isAlaasError(error, 'NOT_READY')),
    );
  });
});
