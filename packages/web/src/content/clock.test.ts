import { expect, it } from 'vitest';
import { clock } from './clock.ts';

it.each([
  [0, 10, '0:00.0'],
  [9.96, 10, '0:09.9'],
  [59.97, 59.99, '0:59.9'],
  [0.3, 1, '0:00.3'],
  [64.9, 300, '1:04'],
  [3600, 7200, '60:00'],
])('writes %s s of %s s as %s', (seconds, total, written) => {
  expect(clock(seconds, total)).toBe(written);
});
