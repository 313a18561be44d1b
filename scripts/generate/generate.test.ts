import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Generator } from './generator.ts';
import { registry } from './registry.ts';
import { writeOrCheck } from './write-or-check.ts';
import { loadZoo } from './zoo-files.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'alaas-generate-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

test('lists every file of the zoo but tests, sorted by name', async () => {
  await put('packages/zoo/src/strategies/zebra.ts', 'export default {};');
  await put('packages/zoo/src/strategies/core-set.ts', 'const x = 1;\nexport { x as default };');
  await put('packages/zoo/src/strategies/zebra.test.ts', 'export {};');
  await put('packages/zoo/src/wrappers/zebra.ts', 'export default {};');
  await put('packages/zoo/src/learners/ridge.ts', 'export default {};');
  await put('packages/zoo/src/stopping/enough.ts', 'export default {};');
  await put('packages/zoo/src/models/marks.ts', 'export default {};');
  const [file, models] = await registry.generate(root);
  expect(file?.path).toBe('packages/zoo/src/registry.gen.ts');
  expect(file?.text.split('\n').slice(1)).toEqual([
    "import type { Learner, StoppingRule, Strategy, Wrapper } from '@alaas/core';",
    "import coreSetStrategy from './strategies/core-set.ts';",
    "import zebraStrategy from './strategies/zebra.ts';",
    "import zebraWrapper from './wrappers/zebra.ts';",
    "import ridgeLearner from './learners/ridge.ts';",
    "import enoughStoppingRule from './stopping/enough.ts';",
    '',
    '/** Every query strategy, in order of file names. */',
    'export const strategies: readonly Strategy[] = [',
    '  coreSetStrategy,',
    '  zebraStrategy,',
    '];',
    '',
    '/** Every wrapper, in order of file names. */',
    'export const wrappers: readonly Wrapper[] = [',
    '  zebraWrapper,',
    '];',
    '',
    '/** Every learner, in order of file names. */',
    'export const learners: readonly Learner[] = [',
    '  ridgeLearner,',
    '];',
    '',
    '/** Every stopping rule, in order of file names. */',
    'export const stoppingRules: readonly StoppingRule[] = [',
    '  enoughStoppingRule,',
    '];',
    '',
  ]);
  expect(models?.path).toBe('packages/zoo/src/featurizers.gen.ts');
  expect(models?.text.split('\n')).toEqual([
    '// Generated from the files of models/. Do not edit: npm run generate.',
    "import type { Featurizer } from '@alaas/core';",
    "import marksFeaturizer from './models/marks.ts';",
    '',
    '/** Every built-in model, in order of file names. */',
    'export const featurizers: readonly Featurizer[] = [',
    '  marksFeaturizer,',
    '];',
    '',
  ]);
});

test('refuses a file of the zoo that could not be listed', async () => {
  await put(
    'packages/zoo/src/strategies/lost.ts',
    'export const lost = 1;\nexport type { T as default } from "./t.ts";',
  );
  await expect(registry.generate(root)).rejects.toThrow('strategies/lost.ts has no default export');
});

test("refuses a file of the zoo that is not called by its entry's id", async () => {
  await put('packages/zoo/src/models/old-name.ts', "export default { id: 'new-name' };");
  await expect(loadZoo(root, 'models')).rejects.toThrow('call the file new-name.ts');
});

const greeting: Generator = {
  title: 'a greeting',
  generate: async () => [{ path: 'deep/hello.md', text: 'hello\n' }],
};

test('writes what is missing or differs, and leaves the rest alone', async () => {
  expect(await writeOrCheck(root, [greeting], true)).toEqual(['deep/hello.md']);
  const first = await stat(join(root, 'deep/hello.md'), { bigint: true });
  expect(await writeOrCheck(root, [greeting], true)).toEqual([]);
  expect((await stat(join(root, 'deep/hello.md'), { bigint: true })).mtimeNs).toBe(first.mtimeNs);
  await put('deep/hello.md', 'hello you\n');
  expect(await writeOrCheck(root, [greeting], true)).toEqual(['deep/hello.md']);
  expect(await readFile(join(root, 'deep/hello.md'), 'utf8')).toBe('hello\n');
});

test('a check names what differs and writes nothing', async () => {
  await put('deep/hello.md', 'hello you\n');
  expect(await writeOrCheck(root, [greeting], false)).toEqual(['deep/hello.md']);
  expect(await readFile(join(root, 'deep/hello.md'), 'utf8')).toBe('hello you\n');
});
