import { expect, test } from 'vitest';
import { oneLine, plain } from './plain.ts';

test.each([
  ['an escape sequence', 'a\u001b[31mb', 'a·[31mb'],
  ['a carriage return alone', 'good\rbad', 'good·bad'],
  ['a bell and a backspace', 'a\u0007\b', 'a··'],
  ['an 8-bit control sequence', 'a\u009b2Jb', 'a·2Jb'],
  ['a change of direction', 'a\u202eb', 'a·b'],
])('shows no %s of a stranger', (_, text, shown) => {
  expect(plain(text)).toBe(shown);
});

test('keeps lines, tabs and letters of all scripts', () => {
  expect(plain('a\tü\r\n語 👍')).toBe('a\tü\n語 👍');
});

test('puts a text on one line, cut at whole characters', () => {
  expect(oneLine('  a\n b\tc ', 10)).toBe('a b c');
  expect(oneLine('👍👍👍👍', 3)).toBe('👍👍…');
  expect(oneLine('abc', 3)).toBe('abc');
});
