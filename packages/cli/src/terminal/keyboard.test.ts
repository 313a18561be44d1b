import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { openKeyboard, type RawInput } from './keyboard.ts';

/** A terminal whose keys the test strikes. */
class Terminal extends EventEmitter {
  isRaw = false;
  isPaused = true;
  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }
  resume(): this {
    this.isPaused = false;
    return this;
  }
  pause(): this {
    this.isPaused = true;
    return this;
  }
  strike(keys: string): void {
    this.emit('data', Buffer.from(keys));
  }
}

function open() {
  const terminal = new Terminal();
  return { terminal, keyboard: openKeyboard(terminal as unknown as RawInput), signal: new AbortController().signal };
}

test('gives characters one by one, in order, also those that were struck before they were asked for', async () => {
  const { terminal, keyboard, signal } = open();
  terminal.strike('1ü');
  expect([await keyboard.next(signal), await keyboard.next(signal)]).toEqual(['1', 'ü']);
  const awaited = keyboard.next(signal);
  terminal.strike('ab');
  expect([await awaited, await keyboard.next(signal)]).toEqual(['a', 'b']);
});

test('forgets on flush what was struck too early', async () => {
  const { terminal, keyboard, signal } = open();
  terminal.strike('111');
  keyboard.flush();
  const awaited = keyboard.next(signal);
  terminal.strike('2');
  expect(await awaited).toBe('2');
});

test('takes no sequence of a function key for text', async () => {
  const { terminal, keyboard, signal } = open();
  terminal.strike('\u001b[A');
  terminal.strike('x');
  expect(await keyboard.next(signal)).toBe('x');
});

test('ends a wait when the signal aborts, and when the terminal is gone', async () => {
  const { terminal, keyboard } = open();
  const controller = new AbortController();
  const aborted = keyboard.next(controller.signal);
  controller.abort();
  expect(await aborted).toBeUndefined();
  const awaited = keyboard.next(new AbortController().signal);
  terminal.emit('end');
  expect(await awaited).toBeUndefined();
  expect(await keyboard.next(new AbortController().signal)).toBeUndefined();
});

test('leaves the terminal as it was', () => {
  const { terminal, keyboard } = open();
  expect(terminal).toMatchObject({ isRaw: true, isPaused: false });
  keyboard.close();
  expect(terminal).toMatchObject({ isRaw: false, isPaused: true });
  expect(terminal.listenerCount('data') + terminal.listenerCount('end')).toBe(0);
});
