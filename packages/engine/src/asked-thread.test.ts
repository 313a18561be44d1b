import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { AskedThread } from './asked-thread.ts';
import { codeOf } from './testing/code-of.ts';

/** Doubles numbers; at `die` it ends with an error, at `die later` when nobody waits for it any more. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (said) => {
      if (said === 'die') throw new Error('dead');
      if (said === 'die later') setTimeout(() => { throw new Error('dead'); }, 1);
      else parentPort.postMessage(2 * said);
    });
  `)}`,
);

it('says that its thread ended, and starts another, also where it ended while idle', async () => {
  const thread = new AskedThread<number | string, number>(script, 'doubles numbers');
  onTestFinished(() => thread.close());
  expect(thread.isRunning).toBe(false);
  expect(await thread.ask(4)).toBe(8);
  expect(await codeOf(thread.ask('die'))).toBe('INTERNAL');
  expect(await thread.ask(5)).toBe(10);
  thread.tell('die later');
  while (thread.isRunning) await pause(1);
  expect(await thread.ask(6)).toBe(12);
});
