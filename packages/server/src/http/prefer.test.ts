import { expect, it } from 'vitest';
import { waitSeconds, wantsJob } from './prefer.ts';

it.each([
  ['wait=30', 30],
  ['respond-async, wait=5', 5],
  ['wait = "7"; foo=bar', 7],
  ['WAIT=2', 2],
  ['wait=601', 600],
  ['wait=0', 0],
  ['wait=-1', 0],
  ['wait=1.5', 0],
  ['wait=ten', 0],
  ['await=9', 0],
  ['return=minimal', 0],
  ['', 0],
  [undefined, 0],
])('reads "%s" as %i seconds', (header, seconds) => {
  expect(waitSeconds(header)).toBe(seconds);
});

it.each([
  ['respond-async', true],
  ['wait=5, Respond-Async', true],
  ['respond-async; x=1, wait=5', true],
  ['respond-asynchronously', false],
  ['foo=bar; respond-async', false],
  ['wait=5', false],
  [undefined, false],
])('reads from "%s" whether a job is wanted: %s', (header, isWanted) => {
  expect(wantsJob(header)).toBe(isWanted);
});
