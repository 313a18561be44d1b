import { expect, it } from 'vitest';
import { parserOf } from './values.ts';

it('reads a 64-bit integer as a number, and refuses one that no number holds', () => {
  const parse = parserOf(20);
  expect(parse?.('-9007199254740991')).toBe(-9007199254740991);
  expect(() => parse?.('9007199254740993')).toThrow('9007199254740993 of the database is too large');
});

it('reads truth as SQLite has it', () => {
  expect(['t', 'f'].map((text) => parserOf(16)?.(text))).toEqual([1, 0]);
});

it('leaves other types to the driver', () => {
  expect(parserOf(25)).toBeUndefined();
});
