import { expect, test } from 'vitest';
import { findCycles } from './find-cycles.ts';
import { readModule } from './read-module.ts';

/** Modules of the zoo from their texts, by file name. */
function modulesOf(texts: Record<string, string>) {
  return Object.entries(texts).map(([name, text]) => readModule(`packages/zoo/src/${name}`, text));
}

test('finds two modules that import each other', () => {
  const modules = modulesOf({ 'a.ts': "import { b } from './b.ts';", 'b.ts': "export * from './a.ts';", 'c.ts': '' });
  expect(findCycles(modules)).toEqual([['packages/zoo/src/a.ts', 'packages/zoo/src/b.ts']]);
});

test('finds a longer circle behind modules that are not part of it', () => {
  const modules = modulesOf({
    'start.ts': "import './a.ts';",
    'a.ts': "import './b.ts'; import './end.ts';",
    'b.ts': "import './end.ts'; import './deep/c.ts';",
    'deep/c.ts': "import '../a.ts';",
    'end.ts': '',
  });
  const folder = 'packages/zoo/src';
  expect(findCycles(modules)).toEqual([[`${folder}/a.ts`, `${folder}/b.ts`, `${folder}/deep/c.ts`]]);
});

test('finds a module that imports itself', () => {
  expect(findCycles(modulesOf({ 'a.ts': "import './a.ts';" }))).toEqual([['packages/zoo/src/a.ts']]);
});

test('finds a circle through the names of packages', () => {
  const modules = [
    readModule('packages/core/src/index.ts', "export { a } from './a.ts';"),
    readModule('packages/core/src/a.ts', "import { b } from '@alaas/zoo';"),
    readModule('packages/zoo/src/index.ts', "import { a } from '@alaas/core';"),
  ];
  expect(findCycles(modules)).toHaveLength(1);
  expect(findCycles(modules)[0]).toHaveLength(3);
});

test('imports of types and later loads make no circle', () => {
  const modules = modulesOf({
    'a.ts': "import type { B } from './b.ts'; export type { C } from './b.ts';",
    'b.ts': "import { a } from './a.ts';",
    'c.ts': "export const load = () => import('./d.ts');",
    'd.ts': "import { load } from './c.ts';",
  });
  expect(findCycles(modules)).toEqual([]);
});

test('a diamond is not a circle', () => {
  const modules = modulesOf({
    'a.ts': "import './b.ts'; import './c.ts';",
    'b.ts': "import './d.ts';",
    'c.ts': "import './d.ts'; import './b.ts';",
    'd.ts': '',
  });
  expect(findCycles(modules)).toEqual([]);
});
