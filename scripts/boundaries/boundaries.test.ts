import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '../sources.ts';
import { checkBoundaries } from './check-boundaries.ts';
import { findCycles } from './find-cycles.ts';
import { readModule } from './read-module.ts';

const sources = await readSources(join(import.meta.dirname, '../..'));
const modules = sources.map(({ path, text }) => readModule(path, text));

test('every package has sources to check', () => {
  const packages = new Set(modules.map((module) => module.path.split('/')[1]));
  expect([...packages]).toEqual(expect.arrayContaining(['core', 'engine', 'zoo']));
  expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(modules.length);
});

test('no module imports or uses what its package must not', () => {
  expect(checkBoundaries(modules)).toEqual([]);
});

test('no modules import each other in a circle', () => {
  expect(findCycles(modules)).toEqual([]);
});
