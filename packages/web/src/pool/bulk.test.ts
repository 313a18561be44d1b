import { expect, it } from 'vitest';
import { inParts } from './bulk.ts';

it('does any number of items part by part, and adds up what became of them', async () => {
  const parts: string[][] = [];
  const result = await inParts(
    ['a', 'b', 'c', 'd', 'e'],
    async (part) => {
      parts.push([...part]);
      const failed = part.includes('c') ? [{ item: 'c', code: 'NOT_FOUND' as const, detail: 'gone' }] : [];
      return { changed: part.length - failed.length, known: 1, failed };
    },
    2,
  );
  expect(parts).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(result).toEqual({ changed: 4, known: 3, failed: [{ item: 'c', code: 'NOT_FOUND', detail: 'gone' }] });
});

it('asks nothing for no items', async () => {
  const result = await inParts([], () => Promise.reject(new Error('asked')));
  expect(result).toEqual({ changed: 0, known: 0, failed: [] });
});
