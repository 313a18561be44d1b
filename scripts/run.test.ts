import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('./run.mjs', import.meta.url));
const lock = { packages: { '': { name: 'x' }, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

/** What npm does when all goes well. */
const installing = `
  mkdirSync('node_modules/.bin', { recursive: true });
  copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

let folder: string;

/** A project with the script, a stand-in for npm that writes what npm would, and a task that tells how it ran. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-run-'));
  await mkdir(join(folder, 'scripts'));
  await mkdir(join(folder, 'benchmarks'));
  await copyFile(script, join(folder, 'scripts/run.mjs'));
  await writeLock(lock);
  await writeNpm(installing);
  await writeTask(
    'console.log(JSON.stringify({ args: process.argv.slice(2), path: process.env.PATH, cwd: process.cwd() }))',
  );
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const writeLock = (content: unknown) => writeFile(join(folder, 'package-lock.json'), JSON.stringify(content));

/** @param body what the stand-in does after it has noted its arguments */
const writeNpm = (body: string) =>
  writeFile(
    join(folder, 'npm-cli.cjs'),
    `const { appendFileSync, copyFileSync, mkdirSync } = require('node:fs');
     appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
     ${body}`,
  );

const writeTask = (body: string) => writeFile(join(folder, 'benchmarks/run.ts'), body);

function start(...args: string[]) {
  const env = { ...process.env, npm_execpath: join(folder, 'npm-cli.cjs') };
  return spawn(process.execPath, [join(folder, 'scripts/run.mjs'), ...args], { env, cwd: tmpdir() });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out: out(), err: err() };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}

async function installs(): Promise<number> {
  const log = await readFile(join(folder, 'npm.log'), 'utf8').catch(() => '');
  return log.split('\n').filter((line) => line.startsWith('install --no-save ')).length;
}

test('installs what is missing, then runs the task with its arguments and the packages first on the path', async () => {
  const { code, out, err } = await run('bench', 'select', '--json', 'a b');
  expect(code).toBe(0);
  const told = JSON.parse(out);
  expect(told.args).toEqual(['select', '--json', 'a b']);
  expect(told.path.startsWith(join(folder, 'node_modules/.bin'))).toBe(true);
  expect(told.cwd).toBe(folder);
  expect(err).toContain('Installed in');
  expect(await installs()).toBe(1);
});

test('does not install again what is there', async () => {
  await run('bench');
  const { code, err } = await run('bench');
  expect({ code, err, installs: await installs() }).toEqual({ code: 0, err: '', installs: 1 });
});

test('installs again when the lock file changes, and not for packages of other platforms', async () => {
  await run('bench');
  const other = { version: '2.0.0', integrity: 'sha512-b', optional: true };
  await writeLock({ packages: { ...lock.packages, 'node_modules/b-darwin': other } });
  await run('bench');
  expect(await installs()).toBe(1);
  await writeLock({ packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-c' } } });
  await run('bench');
  expect(await installs()).toBe(2);
});

test('passes the exit code of the task through', async () => {
  await writeTask('process.exitCode = 7');
  expect((await run('bench')).code).toBe(7);
});

test('says that npm failed, does not run the task, and tries again the next time', async () => {
  await run('bench');
  await writeLock({ packages: { 'node_modules/a': { version: '3.0.0' } } });
  await writeNpm("console.error('no such version'); process.exitCode = 9");
  const failed = await run('bench');
  expect(failed).toMatchObject({ code: 9, out: '' });
  expect(failed.err).toContain('no such version');
  expect(failed.err).toContain('npm install failed with 9');
  // even with the old lock file back, half an install is none
  await writeLock(lock);
  await run('bench');
  expect(await installs()).toBe(3);
});

test('an install that is interrupted is repeated by the next run', async () => {
  await writeNpm(`
    mkdirSync('node_modules/.bin', { recursive: true });
    process.on('SIGINT', () => process.exit(130));
    console.log('installing');
    setInterval(() => undefined, 1000);
  `);
  const child = start('bench');
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
  await writeNpm(installing);
  await writeFile(join(folder, 'node_modules/half-a-package'), '');
  await run('bench');
  expect(await installs()).toBe(2);
  expect(await readdir(join(folder, 'node_modules'))).not.toContain('half-a-package');
});

test('keeps whole packages when the lock file changes', async () => {
  await run('bench');
  await writeFile(join(folder, 'node_modules/whole-package'), '');
  await writeLock({ packages: { 'node_modules/a': { version: '2.0.0' } } });
  await run('bench');
  expect(await installs()).toBe(2);
  expect(await readdir(join(folder, 'node_modules'))).toContain('whole-package');
});

test('passes signals on to the task and waits for its end', async () => {
  await writeTask(`
    process.on('SIGTERM', () => { console.log('closed in order'); process.exit(3); });
    console.log('running');
    setInterval(() => undefined, 1000);
  `);
  const child = start('bench');
  const out = textOf(child.stdout);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([3, null]);
  expect(out()).toBe('running\nclosed in order\n');
});

test('names the tasks when asked for another', async () => {
  const { code, err } = await run('strat');
  expect({ code, installs: await installs() }).toEqual({ code: 2, installs: 0 });
  expect(err).toContain('start|test|e2e|bench');
});
