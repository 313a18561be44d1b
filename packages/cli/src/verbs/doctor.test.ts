import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@alaas/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkNative, checkNode, checkStorage } from '../doctor/checks.ts';
import { type Service, startService } from '../service.fixture.ts';
import { runIn } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;
let listener: Server | undefined;
let env: Record<string, string>;
/** The one that `alaas serve` loads. */
const loadServer = () => import('@alaas/server');

beforeEach(async () => {
  env = {};
  cwd = await mkdtemp(join(tmpdir(), 'alaas-doctor-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await new Promise<void>((resolve) => (listener === undefined ? resolve() : listener.close(() => resolve())));
  listener = undefined;
  await rm(cwd, { recursive: true, force: true });
});

/** What the doctor says about each thing, by its name. */
async function examine(...args: string[]) {
  const ran = await runIn({ cwd, env, loadServer }, 'doctor', '--json', ...args);
  const findings = JSON.parse(ran.out) as { check: string; isOk: boolean; detail: string; next?: string }[];
  return { code: ran.code, found: new Map(findings.map((finding) => [finding.check, finding])) };
}

const configFor = (port: number) =>
  writeFile(join(cwd, 'alaas.yml'), `active_learning: { al_worker: { port: ${port} } }`);

test.each([
  ['20.19.0', false],
  ['22.17.9', false],
  ['22.18.0', true],
  ['24.0.0', true],
])('Node %s: %o', (version, isOk) => {
  expect(checkNode(version).isOk).toBe(isOk);
});

test('finds what is native where the service finds it, and says how to repair what is not there', async () => {
  await configFor(0);
  const { code, found } = await examine('--config', 'alaas.yml');
  expect(code).toBe(0);
  expect([...found.keys()]).toEqual(['Node', 'ONNX Runtime', 'Image decoder', 'Storage', 'Database', 'Config', 'Port']);
  expect([...found.values()].every((finding) => finding.isOk)).toBe(true);
  expect(await checkNative('Thing', ['@alaas/core', 'no-such-package'])).toMatchObject({
    isOk: false,
    next: expect.stringContaining('npm install'),
  });
});

test('leaves nothing behind where it tried to write', async () => {
  expect(await checkStorage(join(cwd, 'a/b'))).toMatchObject({ isOk: true });
  expect(await readdir(cwd)).toEqual([]);
});

test('says that a store cannot be where a file is', async () => {
  await writeFile(join(cwd, 'file'), '');
  expect(await checkStorage(join(cwd, 'file'))).toMatchObject({
    isOk: false,
    next: expect.stringContaining('--storage'),
  });
});

test('says how the database in the store is, and makes none', async () => {
  await configFor(0);
  expect((await examine('--config', 'alaas.yml')).found.get('Database')).toMatchObject({
    isOk: true,
    detail: `${join(cwd, '.alaas/server.db')} will be made`,
  });
  expect(await readdir(cwd)).toEqual(['alaas.yml']);
  const { startServer } = await loadServer();
  const config = parseConfig('', 'defaults');
  const server = await startServer({ config, folder: cwd, port: 0, log: 'silent' });
  const whileRunning = (await examine('--config', 'alaas.yml')).found.get('Database');
  await server.close();
  expect(whileRunning).toMatchObject({ isOk: true, detail: expect.stringMatching(/SQLite 3.* up to date$/) });
  await writeFile(join(cwd, '.alaas/server.db'), 'This was a database once. '.repeat(99));
  const { code, found } = await examine('--config', 'alaas.yml');
  expect(code).toBe(1);
  expect(found.get('Database')).toMatchObject({ isOk: false, next: expect.stringContaining('--storage') });
});

test('looks at the PostgreSQL database that the service would use, and tells no password', async () => {
  await configFor(0);
  // it hangs up on everybody
  const other = createServer((socket) => socket.destroy());
  listener = other;
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  env = { ALAAS_DATABASE: `postgres://ann:hunter2@127.0.0.1:${port}/labels` };
  const { code, found } = await examine('--config', 'alaas.yml');
  expect(code).toBe(1);
  expect(found.get('Database')).toMatchObject({
    isOk: false,
    detail: expect.stringContaining(`PostgreSQL database labels at 127.0.0.1:${port} cannot be reached`),
    next: expect.stringContaining('ALAAS_DATABASE'),
  });
  expect(JSON.stringify([...found])).not.toContain('hunter2');
});

test('lists the problems of a config and exits with 1', async () => {
  await writeFile(join(cwd, 'alaas.yml'), 'bugdet: 5\nseed: -1');
  const { code, found } = await examine('--config', 'alaas.yml');
  expect(code).toBe(1);
  expect(found.get('Config')?.detail).toContain('did you mean "budget"?');
  expect(found.get('Config')?.detail).toContain('seed');
});

test('tells a port in use by a service of ours from one in use by something else', async () => {
  service = await startService({ 'GET /readyz': { status: 200, body: {} } });
  await configFor(Number(new URL(service.url).port));
  expect((await examine('--config', 'alaas.yml')).found.get('Port')).toMatchObject({ isOk: true });

  const other = createServer((socket) => socket.destroy());
  listener = other;
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  await configFor((other.address() as AddressInfo).port);
  expect((await examine('--config', 'alaas.yml')).found.get('Port')).toMatchObject({
    isOk: false,
    next: expect.stringContaining('--port'),
  });
});

test('checks a given service, and prints lines for people', async () => {
  service = await startService({ 'GET /readyz': { status: 401, body: { code: 'UNAUTHORIZED', detail: 'No token.' } } });
  await configFor(0);
  const { code, out } = await runIn({ cwd, loadServer }, 'doctor', '--config', 'alaas.yml', '--server', service.url);
  expect(code).toBe(1);
  expect(out).toContain('ok       Config: alaas.yml is valid\n');
  expect(out).toContain('problem  Server: UNAUTHORIZED: No token.\n         Put its token into ALAAS_TOKEN.\n');
  expect(out).toMatch(/1 problem\.\n$/);
});
