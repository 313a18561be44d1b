import { expect, it } from 'vitest';
import { RecentBytes } from './recent-bytes.ts';

it('keeps what was wanted last, as much as has room', () => {
  // a key of one character beside nine bytes weighs ten
  const kept = new RecentBytes(30);
  const nine = new Uint8Array(9);
  for (const key of ['a', 'b', 'c']) kept.set(key, nine);
  expect(kept.get('a')).toBe(nine);
  kept.set('d', nine);
  expect(['a', 'b', 'c', 'd'].filter((key) => kept.get(key) !== undefined)).toEqual(['a', 'c', 'd']);
});

it('counts what stands under one key once, and keeps nothing that has no room alone', () => {
  const kept = new RecentBytes(30);
  for (let i = 0; i < 10; i++) kept.set('a', new Uint8Array(9));
  kept.set('b', new Uint8Array(9));
  expect(kept.get('a')).toBeDefined();
  kept.set('c', new Uint8Array(30));
  expect(['a', 'b', 'c'].filter((key) => kept.get(key) !== undefined)).toEqual([]);
});
