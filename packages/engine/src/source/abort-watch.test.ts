import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { type AbortWatcher, unwatchAbort, watchAbort } from './abort-watch.ts';

function watcher(name: string, told: string[]): AbortWatcher {
  return { aborted: () => void told.push(name) };
}

test('everyone who still watches is told once, in the order of arrival', () => {
  const stop = new AbortController();
  const told: string[] = [];
  const [a, b, c] = [watcher('a', told), watcher('b', told), watcher('c', told)];
  for (const one of [a, b, c]) watchAbort(stop.signal, one);
  unwatchAbort(stop.signal, b);
  stop.abort();
  expect(told).toEqual(['a', 'c']);
});

test('one who leaves while others are told is not told any more', () => {
  const stop = new AbortController();
  const told: string[] = [];
  const late = watcher('late', told);
  watchAbort(stop.signal, { aborted: () => unwatchAbort(stop.signal, late) });
  watchAbort(stop.signal, late);
  stop.abort();
  expect(told).toEqual([]);
});

test('a signal has one listener, however many watch it', () => {
  const { signal } = new AbortController();
  for (let i = 0; i < 100; i++) watchAbort(signal, watcher('x', []));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
});

test('two signals know nothing of each other', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const told: string[] = [];
  watchAbort(one.signal, watcher('one', told));
  watchAbort(other.signal, watcher('other', told));
  other.abort();
  expect(told).toEqual(['other']);
});
