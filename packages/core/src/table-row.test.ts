import { expect, test } from 'vitest';
import { itemInputSchema } from './api.ts';
import { rowKey, rowText } from './table-row.ts';

test('a row is written with its columns in their order', () => {
  expect(rowText({ b: 1, a: null, c: 'x "y"' })).toBe('{"b":1,"a":null,"c":"x \\"y\\""}');
});

test('the key of a row does not depend on the order of its columns, and on every cell', () => {
  const key = rowKey({ b: 1, a: 'x' });
  expect(rowKey({ a: 'x', b: 1 })).toBe(key);
  expect(rowKey({ a: 'x', b: '1' })).not.toBe(key);
  expect(rowKey({ a: 'x', b: null })).not.toBe(key);
  expect(rowKey({ a: 'x' })).not.toBe(key);
});

test('an item may be a row of texts, numbers, booleans and nothing, and of no other things', () => {
  const isItem = (row: unknown): boolean => itemInputSchema.safeParse({ row }).success;
  expect(isItem({ age: 39, work: 'Private', retired: false, note: null })).toBe(true);
  expect(isItem({ ages: [39] })).toBe(false);
  expect(isItem({ age: Number.NaN })).toBe(false);
  expect(isItem({})).toBe(false);
  expect(itemInputSchema.safeParse({ row: { a: 1 }, text: 'x' }).success).toBe(false);
});
