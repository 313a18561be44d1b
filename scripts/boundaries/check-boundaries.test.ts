import { expect, test } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { readModule } from './read-module.ts';

const engine = 'packages/engine/src';

test.each<[title: string, path: string, text: string, fault: string]>([
  [
    'a layer below',
    'packages/core/src/a.ts',
    "import { x } from '@alaas/zoo';",
    'imports @alaas/zoo, which core must not',
  ],
  ['a layer above', `${engine}/a.ts`, "import '@alaas/server';", 'imports @alaas/server, which engine must not know'],
  [
    'a re-export',
    'packages/zoo/src/a.ts',
    "export * from '@alaas/engine';",
    'imports @alaas/engine, which zoo must not',
  ],
  ['a type', 'packages/client/src/a.ts', "import type { X } from '@alaas/server';", 'which client must not know'],
  ['a type inside a type', 'packages/zoo/src/a.ts', "type X = import('@alaas/engine').X;", 'which zoo must not know'],
  [
    'a value to be loaded',
    'packages/cli/src/a.ts',
    "import { s } from '@alaas/server';",
    'imports @alaas/server at once',
  ],
  ['an entry of a forbidden package', 'packages/core/src/a.ts', "import '@alaas/zoo/featurizers';", 'must not know'],
  ['a deep path', 'packages/zoo/src/a.ts', "import '@alaas/core/src/b.ts';", 'is inside another package'],
  ['a way out', 'packages/zoo/src/a.ts', "import '../../core/src/b.ts';", 'leaves its package'],
  ['a bare builtin', `${engine}/a.ts`, "import { readFile } from 'fs/promises';", 'write "node:fs/promises"'],
  ['no extension', `${engine}/a.ts`, "import './b';", 'write "./b.ts"'],
  ['a JavaScript extension', `${engine}/a.ts`, "import './b.js';", 'without its extension'],
  ['Node in core', 'packages/core/src/a.ts', "import 'node:fs';", 'core runs in any JavaScript engine'],
  [
    'Node in the client',
    'packages/client/src/a.ts',
    "await import('node:fs');",
    'client runs in any JavaScript engine',
  ],
  ['a library', 'packages/core/src/a.ts', "import sharp from 'sharp';", 'core may use only: zod, yaml'],
  ['another stage', `${engine}/infer/a.ts`, "import '../decode/index.ts';", 'imports the stage decode'],
  ['a type of another stage', `${engine}/infer/a.ts`, "import type { A } from '../decode/a.ts';", 'the stage decode'],
  ['what knows all stages', `${engine}/infer/a.ts`, "import { x } from '../pipeline.ts';", 'which is above it'],
  ['inside a stage', `${engine}/pipeline.ts`, "import './infer/onnx.ts';", 'imports inside the stage infer'],
  ['SQL in a route', 'packages/server/src/routes/a.ts', "import { sql } from 'kysely';", 'SQL is spoken only in'],
  ['SQL in a stage', `${engine}/select/a.ts`, "import 'node:sqlite';", 'SQL is spoken only in'],
  ['the environment', 'packages/server/src/app.ts', 'const port = process.env.PORT;', 'reads the environment'],
  [
    'the process in core',
    'packages/core/src/a.ts',
    'process.exit(1);',
    'uses process.exit, which not every engine has',
  ],
  ['a page in the client', 'packages/client/src/a.ts', 'window.open();', 'uses window.open'],
  ["a page's type", 'packages/core/src/a.ts', 'let x: HTMLElement | undefined;', 'uses HTMLElement'],
  ['a clock', 'packages/zoo/src/a.ts', 'export const now = () => Date.now();', 'uses Date.now; take it as an argument'],
  ['own randomness', 'packages/zoo/src/a.ts', 'export const x = Math.random();', 'uses Math.random'],
  ['the network', 'packages/core/src/a.ts', "await fetch('http://a');", 'uses fetch; take it as an argument'],
  ['what is for tests', `${engine}/a.ts`, "import { pool } from './pool.fixture.ts';", 'which is for tests'],
  ['a package without rules', 'packages/extra/src/a.ts', 'export {};', 'is in a package without rules'],
])('refuses %s', (_title, path, text, fault) => {
  const faults = checkBoundaries([readModule(path, text)]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(fault);
});

test.each<[title: string, path: string, text: string]>([
  ['a lower layer', 'packages/server/src/a.ts', "import { openEngine } from '@alaas/engine';"],
  ['an entry of a package', `${engine}/a.ts`, "await import('@alaas/zoo/featurizers');"],
  ['Node in the engine', `${engine}/source/a.ts`, "import { open } from 'node:fs/promises';"],
  ['its own stage', `${engine}/source/list/a.ts`, "import { b } from '../http.ts'; import { c } from './c.ts';"],
  ['a type of the facade', `${engine}/source/a.ts`, "import type { Access } from '../engine.ts';"],
  ['a stage by its index', `${engine}/pipeline.ts`, "import { openSources } from './source/index.ts';"],
  ['SQL in the database', 'packages/server/src/database/a.ts', "import { Kysely } from 'kysely';"],
  ['the server when it is loaded', 'packages/cli/src/a.ts', "export const load = () => import('@alaas/server');"],
  ["the server's types", 'packages/cli/src/a.ts', "import type { Started } from '@alaas/server';"],
  ['the environment in its file', 'packages/server/src/main.ts', 'start(process.env);'],
  ['another stage in a test', `${engine}/infer/a.test.ts`, "import { encodeModel } from '../compute/index.ts';"],
  ['what tests share in a test', `${engine}/a.test.ts`, "import { pool } from './pool.fixture.ts';"],
  ['Node in what tests share', 'packages/client/src/a.fixture.ts', "import { createServer } from 'node:http';"],
  ['Node in a test', 'packages/core/src/a.test.ts', "import { readFile } from 'node:fs/promises';"],
  ['a member called like a global', 'packages/core/src/a.ts', 'export const x = (item: { Date: 1 }) => item.Date;'],
  ['a key called like a global', 'packages/zoo/src/a.ts', 'export const x = { process: 1, window() {} };'],
  [
    'an argument called like a global',
    'packages/core/src/a.ts',
    'export const x = (process: () => void) => process();',
  ],
  [
    'a part called like a global',
    'packages/zoo/src/a.ts',
    'export function x({ a: { window } = b, ...self }) { self(window); }',
  ],
  ['fetch in the client', 'packages/client/src/a.ts', "export const x = fetch('http://a');"],
])('allows %s', (_title, path, text) => {
  expect(checkBoundaries([readModule(path, text)])).toEqual([]);
});

test('a test file may not import a package that its own must not know', () => {
  const module = readModule('packages/core/src/a.test.ts', "import { strategies } from '@alaas/zoo';");
  expect(checkBoundaries([module])).toEqual([
    'packages/core/src/a.test.ts:1 imports @alaas/zoo, which core must not know',
  ]);
});

test('says on which line each fault is', () => {
  const text = "import { z } from 'zod';\n\nimport '@alaas/zoo';\nexport const now = Date.now;\n";
  const faults = checkBoundaries([readModule('packages/core/src/a.ts', text)]);
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['packages/core/src/a.ts:3', 'packages/core/src/a.ts:4']);
});

test('a file that does not parse is an error, not a file without faults', () => {
  expect(() => readModule('packages/core/src/a.ts', 'import {')).toThrow('packages/core/src/a.ts does not parse');
});
