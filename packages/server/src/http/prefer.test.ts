import { expect, it } from 'vitest';
import { waitSeconds } from './prefer.ts';

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
