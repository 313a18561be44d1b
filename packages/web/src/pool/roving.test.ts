import { expect, it } from 'vitest';
import { nextRow } from './roving.ts';

it('walks row by row and stays inside', () => {
  expect(nextRow('ArrowDown', 0, 3)).toBe(1);
  expect(nextRow('ArrowDown', 2, 3)).toBe(2);
  expect(nextRow('ArrowUp', 0, 3)).toBe(0);
});

it('goes by pages, and to the ends', () => {
  expect(nextRow('PageDown', 3, 100)).toBe(13);
  expect(nextRow('PageUp', 3, 100)).toBe(0);
  expect(nextRow('Home', 50, 100)).toBe(0);
  expect(nextRow('End', 50, 100)).toBe(99);
});

it('leaves other keys alone, and every key in an empty list', () => {
  expect(nextRow('a', 0, 3)).toBeUndefined();
  expect(nextRow('ArrowDown', 0, 0)).toBeUndefined();
});
