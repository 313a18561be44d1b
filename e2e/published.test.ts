import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPackages } from '../scripts/build/build-packages.ts';
import { isTestFile } from '../scripts/sources.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
let user: string;

/** A user's folder in which the packed packages are installed; what they depend on is linked from the workspace. */
beforeAll(async () => {
  user = await mkdtemp(join(tmpdir(), 'alaas-published-'));
  const modules = join(user, 'node_modules');
  const built = await buildPackages(root, join(user, 'built'));
  await mkdir(join(modules, '@alaas'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name.startsWith('.') || name === '@alaas' || name === 'alaas') continue;
    await symlink(join(root, 'node_modules', name), join(modules, name));
  }
  const options = ['--json', '--pack-destination', user];
  const { stdout } = await run('npm', ['pack', ...options, ...built], { cwd: user });
  for (const { name, filename } of Object.values(JSON.parse(stdout)) as { name: string; filename: string }[]) {
    const target = join(modules, name);
    await mkdir(target);
    await run('tar', ['-xzf', join(user, filename), '-C', target, '--strip-components=1']);
  }
  await writeFile(join(user, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterAll(() => rm(user, { recursive: true, force: true }));

function alaas(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return run(process.execPath, [join(user, 'node_modules/alaas/bin/alaas.mjs'), ...args], { cwd: user });
}

test('each package carries compiled code, its licence and its description, and no source or test', async () => {
  const folders = [...(await readdir(join(user, 'node_modules/@alaas'))).map((name) => `@alaas/${name}`), 'alaas'];
  expect(folders).toEqual(expect.arrayContaining(['@alaas/core', '@alaas/engine', '@alaas/server', 'alaas']));
  for (const folder of folders) {
    const files = await Array.fromAsync(glob('**/*.*', { cwd: join(user, 'node_modules', folder) }));
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md']));
    expect(await readdir(join(user, 'node_modules', folder))).toContain('LICENSE');
    expect(files.filter((file) => isTestFile(file) || /(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(files.some((file) => file.endsWith('.js'))).toBe(true);
  }
});

test('the command line tells the version of its package', async () => {
  const manifest = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8')) as { version: string };
  expect((await alaas('--version')).stdout.trim()).toBe(manifest.version);
});

test('the command line chooses items, with the worker threads of the compiled code', async () => {
  const texts = ['refund please', 'where is my parcel', 'refund now', 'parcel lost'];
  await writeFile(join(user, 'pool.jsonl'), texts.map((text, i) => JSON.stringify({ id: `t${i}`, text })).join('\n'));
  await alaas('query', '--input', 'pool.jsonl', '--budget', '2', '--strategy', 'random', '--out', 'picks.jsonl');
  const picks = (await readFile(join(user, 'picks.jsonl'), 'utf8')).trim().split('\n');
  const ids = picks.map((line) => (JSON.parse(line) as { id: string }).id);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(['t0', 't1', 't2', 't3']).toContain(id);
});

test('the command line simulates, with the processes of the compiled code', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? 'refund' : 'parcel'} ${i},${i % 2}`);
  await writeFile(join(user, 'labelled.csv'), ['text,label', ...rows].join('\n'));
  const size = ['--seeds', '2', '--budget', '4', '--batch', '2'];
  await alaas('simulate', '--input', 'labelled.csv', '--label-column', 'label', '--strategies', 'entropy', ...size);
  const results = JSON.parse(await readFile(join(user, 'simulation/results.json'), 'utf8')) as { runs: unknown[] };
  expect(results.runs).toHaveLength(4);
  expect(await readFile(join(user, 'simulation/report.html'), 'utf8')).toContain('labelled.csv');
});

test('the service brings its web interface along', async () => {
  const program = join(user, 'node_modules/alaas/bin/alaas.mjs');
  const service = spawn(process.execPath, [program, 'serve', '--port', '0'], { cwd: user });
  const ended = once(service, 'close');
  try {
    const lines = createInterface({ input: service.stdout });
    const [told = ''] = (await once(lines, 'line')) as string[];
    const url = /http:\S+/.exec(told)?.[0] ?? '';
    const page = await (await fetch(url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const answer = await fetch(url + script);
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(await answer.text()).toContain('alaas.token');
  } finally {
    service.kill('SIGINT');
    await ended;
  }
});

test('a TypeScript program finds the types of the packages', async () => {
  const program = [
    "import { createClient } from '@alaas/client';",
    "import { createRandom, type Strategy } from '@alaas/core';",
    "import { strategies } from '@alaas/zoo';",
    'export const first: Strategy | undefined = strategies[0];',
    'export const drawn: number = createRandom(1).next();',
    '// @ts-expect-error: a number is not a text',
    'export const wrong: string = createRandom(1).next();',
    "export const client = createClient({ url: 'http://127.0.0.1:1' });",
    '// @ts-expect-error: the client has no such method',
    'client.noSuchMethod();',
  ];
  await writeFile(join(user, 'program.ts'), program.join('\n'));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  await run(process.execPath, [tsc, ...flags, '--skipLibCheck', 'program.ts'], { cwd: user });
});
