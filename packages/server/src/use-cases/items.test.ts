import { expect, test } from 'vitest';
import { datasetItems, queryItems } from './items.ts';

test('a row of a table is kept as its JSON, and the same row pushed again is known, whatever the order of its columns', () => {
  const [first, again, other] = datasetItems([
    { row: { age: 39, work: null } },
    { row: { work: null, age: 39 } },
    { row: { age: '39', work: null }, id: 'mine', label: 'a' },
  ]);
  expect(first).toEqual({
    id: expect.stringMatching(/^inline:[0-9a-f]{32}$/),
    uri: first?.id,
    text: '{"age":39,"work":null}',
    isRow: true,
  });
  expect(again?.id).toBe(first?.id);
  expect(other).toMatchObject({ id: 'mine', label: 'a', text: '{"age":"39","work":null}' });
  expect(other?.uri).not.toBe(first?.uri);
});

test('in a query, a row is named by its place like other contents', () => {
  expect([...queryItems([{ text: 'x' }, { row: { a: 1 } }])]).toEqual([
    { id: 'inline:0', uri: 'inline:0', text: 'x' },
    { id: 'inline:1', uri: 'inline:1', text: '{"a":1}', isRow: true },
  ]);
});
