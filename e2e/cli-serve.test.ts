import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { alaas, createFolder, endOf, parseLines, startAlaas } from './cli.fixture.ts';
import { startService } from './served.fixture.ts';

const token = 'a-token-of-more-than-sixteen';

test('serves until Ctrl-C, to those who have the token', async () => {
  await using folder = await createFolder();
  await using service = await startService(folder.path, [], { ALAAS_TOKEN: token });
  await writeFile(join(folder.path, 'texts.csv'), 'text\none\ntwo\nthree\n');
  const query = ['query', '--server', service.url, '--input', 'texts.csv', '--strategy', 'random', '--budget', '2'];

  const refused = await alaas(folder.path, query);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toMatch(/^UNAUTHORIZED: /);

  const child = startAlaas(folder.path, query, { ALAAS_TOKEN: token });
  const allowed = await endOf(child);
  expect(allowed.code).toBe(0);
  expect(parseLines(allowed.out).length).toBe(2);

  const locked = await alaas(folder.path, ['query', '--input', 'texts.csv', '--storage', 'store', '--budget', '1']);
  expect(locked.code).toBe(1);
  expect(locked.err).toMatch(/^STORE_LOCKED: /);

  const taken = await alaas(folder.path, ['serve', '--port', new URL(service.url).port, '--storage', 'other']);
  expect(taken.code).toBe(1);
  expect(taken.err).toMatch(/^ADDRESS_IN_USE: /);

  expect(await service.stop()).toMatchObject({ code: 0, err: '' });
});

test('says what it cannot reach of a database in the environment, and no password', async () => {
  await using folder = await createFolder();
  const database = 'postgres://ann:hunter2@127.0.0.1:1/labels';
  const ended = await endOf(startAlaas(folder.path, ['serve', '--port', '0'], { ALAAS_DATABASE: database }));
  expect(ended.code).toBe(1);
  expect(ended.err).toMatch(/^NOT_READY: PostgreSQL database labels at 127\.0\.0\.1:1 cannot be reached/);
  expect(ended.err + ended.out).not.toContain('hunter2');
});

test('refuses to listen on other addresses without a token', async () => {
  await using folder = await createFolder();
  const ran = await alaas(folder.path, ['serve', '--host', '0.0.0.0', '--port', '0', '--storage', 'store']);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^TOKEN_REQUIRED: /);
});

test('makes sample pools, asks them, says what to type next, and starts again with what is there', async () => {
  await using folder = await createFolder();
  // a page of any kind: the one of the package is built for those who look at it
  const ui = join(folder.path, 'ui');
  await mkdir(join(ui, 'assets'), { recursive: true });
  await writeFile(join(ui, 'index.html'), '<!doctype html>');
  const chosen: string[][] = [];
  for (const _ of ['first', 'second']) {
    await using service = await startService(folder.path, ['--sample', '--ui', ui]);
    expect(service.text).toContain('sample-images: of ');
    expect(service.text).toContain('sample-texts: of ');
    expect(service.text).toMatch(
      /What to do next: open http:\/\/127\.0\.0\.1:\d+\/ in a browser\.\nOr type, in another terminal:/,
    );
    chosen.push(service.text.split('\n').filter((line) => /^ {2}\d +\d\.\d{4} /.test(line)));
    const typed = /curl -s (\S+\/v1\/queries) .* -d '(.*)'/.exec(service.text);
    const response = await fetch(typed?.[1] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=60' },
      body: typed?.[2] ?? '',
    });
    const { result } = (await response.json()) as { result: { picks: unknown[] } };
    expect(result.picks.length).toBe(5);
    for (const verb of ['project create', 'label']) {
      const command = new RegExp(`alaas (${verb} help-desk .*)`).exec(service.text)?.[1]?.split(' ') ?? [];
      const ran = await alaas(folder.path, command, 'delivery\n');
      // the second time the project is there
      expect(ran.err).toMatch(/^$|^CONFLICT: |1 answer\./);
    }
  }
  expect(chosen[0]?.length).toBe(10);
  expect(chosen[1]).toEqual(chosen[0]);
});

test('runs by the command that the documentation gives', async () => {
  const root = join(import.meta.dirname, '..');
  const { stdout } = await promisify(execFile)('npm', ['exec', '--no', '--', 'alaas', 'doctor', '--json'], {
    cwd: root,
  });
  const findings = JSON.parse(stdout) as { check: string; isOk: boolean }[];
  expect(findings.filter(({ isOk }) => isOk).map(({ check }) => check)).toEqual(
    expect.arrayContaining(['Node', 'ONNX Runtime', 'Image decoder', 'Storage', 'Config']),
  );
});
