import type { Progress } from '@alaas/core';
import { expect, test } from 'vitest';
import { createOutput } from '../world.fixture.ts';
import { createProgress } from './progress.ts';

function scanned(done: number, failed = 0): Progress {
  return { stage: 'scan', done, total: 1000, failed };
}

/** A display whose clock the test turns, in seconds. */
function displayOn(parts: { isTerminal: boolean; columns?: number; title?: string }) {
  const { output, text } = createOutput({ isTerminal: parts.isTerminal, columns: parts.columns ?? 120 });
  let seconds = 0;
  const display = createProgress(output, { now: () => seconds * 1000, title: parts.title });
  return {
    display,
    text,
    at: (time: number, progress: Progress) => {
      seconds = time;
      display.update(progress);
    },
  };
}

test('prints plain lines to a pipe, at most one every three seconds', () => {
  const { at, text, display } = displayOn({ isTerminal: false });
  at(0, scanned(0));
  at(2, scanned(200));
  at(4, scanned(400, 2));
  at(5, scanned(500, 2));
  at(6.9, scanned(690, 2));
  at(7, scanned(700, 2));
  display.end();
  expect(text()).toBe(
    'scanning  400 of 1,000  40%  100/s  6.0 s left  2 failed\nscanning  700 of 1,000  70%  100/s  3.0 s left  2 failed\n',
  );
});

test('prints nothing to a pipe about work that is done in less', () => {
  const { at, text, display } = displayOn({ isTerminal: false });
  at(0, scanned(0));
  at(2.9, scanned(1000));
  display.end();
  expect(text()).toBe('');
});

test('redraws a bar on a terminal and takes it off at the end', () => {
  const { at, text, display } = displayOn({ isTerminal: true });
  at(0, scanned(0));
  at(1, scanned(250));
  display.end();
  display.end();
  expect(text().split('\r\u001b[2K')).toEqual([
    '',
    `${'░'.repeat(24)}  scanning  0 of 1,000  0%`,
    `${'█'.repeat(6)}${'░'.repeat(18)}  scanning  250 of 1,000  25%  250/s  3.0 s left`,
    '',
  ]);
});

test('measures the rate of each stage by itself, without what was done before it was watched', () => {
  const { at, text } = displayOn({ isTerminal: false });
  at(0, { stage: 'list', done: 5000, total: 0, failed: 0 });
  at(4, { stage: 'list', done: 9000, total: 0, failed: 0 });
  at(5, scanned(500));
  at(15, scanned(550));
  expect(text()).toBe('listing  9,000 so far\nscanning  550 of 1,000  55%  5.0/s  1 min 30 s left\n');
});

test('shows no share of a single step', () => {
  const { at, text } = displayOn({ isTerminal: true });
  at(0, { stage: 'model', done: 0, total: 1, failed: 0 });
  expect(text()).toBe('\r\u001b[2Kloading the model');
});

test('keeps a line within the terminal and puts its title first', () => {
  const { at, text } = displayOn({ isTerminal: true, columns: 20, title: 'photos' });
  at(0, scanned(0));
  expect(text()).toBe(`\r\u001b[2Kphotos  ${'░'.repeat(11)}`);
});
