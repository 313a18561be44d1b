import { expect, it } from 'vitest';
import type { ExclusionSpan } from '../../database/exclusion-table.ts';
import { createExclusionMemory } from './exclusion-memory.ts';

function dataOf(createdAt: number, spans: readonly ExclusionSpan[]) {
  const changes = spans.flatMap(({ sequence, retracted }) => [sequence, retracted ?? 0]);
  let reads = 0;
  const project = { head: async () => ({ version: 1, sequence: 9, created_at: createdAt }) };
  const exclusions = {
    lastChange: async () => Math.max(0, ...changes),
    async spans() {
      reads++;
      return [...spans];
    },
  };
  return { data: { project, exclusions }, reads: () => reads };
}

it('reads exclusions once while none comes or goes', async () => {
  const memory = createExclusionMemory();
  const { data, reads } = dataOf(5, [{ item: 'a', sequence: 2, retracted: null }]);
  const first = await memory.read('p', data, 4);
  expect([...first]).toEqual(['a']);
  expect(await memory.read('p', data, 9)).toBe(first);
  expect(reads()).toBe(1);
});

it('tells what was out after an earlier change', async () => {
  const memory = createExclusionMemory();
  const { data } = dataOf(5, [
    { item: 'a', sequence: 2, retracted: 6 },
    { item: 'b', sequence: 7, retracted: null },
  ]);
  expect([...(await memory.read('p', data, 9))]).toEqual(['b']);
  expect([...(await memory.read('p', data, 3))]).toEqual(['a']);
  expect([...(await memory.read('p', data, 9))]).toEqual(['b']);
});

it('takes a project for another one when it was deleted and made again', async () => {
  const memory = createExclusionMemory();
  await memory.read('p', dataOf(5, [{ item: 'a', sequence: 1, retracted: null }]).data, 1);
  const again = dataOf(6, [{ item: 'b', sequence: 1, retracted: null }]).data;
  expect([...(await memory.read('p', again, 1))]).toEqual(['b']);
});
