import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { alaas, createFolder, endOf, parseLines, png, startAlaas } from './cli.fixture.ts';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** Two dozen PNGs, one of them twice under two names, and two files that are no pictures. */
async function makePhotos(folder: string): Promise<void> {
  await mkdir(join(folder, 'photos/more'), { recursive: true });
  for (let i = 0; i < 24; i++) {
    await writeFile(join(folder, 'photos', i % 2 === 0 ? 'more' : '.', `${i}.png`), png(16, i + 1));
  }
  await writeFile(join(folder, 'photos/copy.png'), png(16, 1));
  await writeFile(join(folder, 'photos/cut.png'), png(16, 99).subarray(0, 60));
  await writeFile(join(folder, 'photos/empty.jpg'), '');
}

test('chooses images of a folder, reports the broken ones, and finds everything ready the second time', async () => {
  await using folder = await createFolder();
  await makePhotos(folder.path);
  const query = ['query', '--input', 'photos', '--strategy', 'random', '--budget', '10', '--seed', '3'];
  const first = await alaas(folder.path, [...query, '--out', 'picks.jsonl', '--errors', 'errors.jsonl']);
  expect(first).toMatchObject({ code: 0, out: '' });

  const picks = parseLines(await readFile(join(folder.path, 'picks.jsonl'), 'utf8'));
  expect(picks.map((pick) => pick.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(picks.map((pick) => pick.sha256)).size).toBe(10);
  for (const pick of picks) {
    expect(Object.keys(pick)).toEqual(['rank', 'id', 'uri', 'utility', 'strategy', 'model', 'seed', 'sha256']);
    const file = join(folder.path, 'photos', String(pick.id));
    expect(pick).toMatchObject({ strategy: 'random', model: 'image-descriptor', seed: 3 });
    expect(pick.uri).toBe(pathToFileURL(file).href);
    expect(pick.sha256).toBe(sha256(await readFile(file)));
  }
  const errors = parseLines(await readFile(join(folder.path, 'errors.jsonl'), 'utf8'));
  expect(errors.map(({ uri, code }) => [uri, code])).toEqual([
    [pathToFileURL(join(folder.path, 'photos/cut.png')).href, 'DECODE_CORRUPT'],
    [pathToFileURL(join(folder.path, 'photos/empty.jpg')).href, 'SOURCE_EMPTY'],
  ]);
  for (const error of errors) expect(Object.keys(error)).toEqual(['uri', 'code', 'message']);
  expect(first.err).toContain('Chose 10 of 24 items by random on image-descriptor, seed 3.');
  expect(first.err).toContain('27 given, 1 with the content of an earlier one, 2 failed');

  const second = await alaas(folder.path, [...query, '--json', '--strict', '--quiet']);
  expect(second).toMatchObject({ code: 3, err: '' });
  const answer = JSON.parse(second.out);
  expect(answer.picks).toEqual(picks);
  expect(answer.errors.length).toBe(2);
  expect(answer.summary).toMatchObject({ items: 27, pool: 24, duplicateContents: 1, failed: 2, inferred: 0 });
});

test('learns from the label column of a table and never asks for what is labelled', async () => {
  await using folder = await createFolder();
  const rows = Array.from({ length: 30 }, (_, i) => {
    const isSpam = i % 3 === 0;
    const label = i < 6 ? (isSpam ? 'spam' : 'ham') : '';
    return `m${i},"${isSpam ? 'win a prize, call now' : 'see you at home'} ${i}",${label}`;
  });
  await writeFile(join(folder.path, 'sms.csv'), ['key,message,class', ...rows].join('\n'));
  const columns = ['--id-column', 'key', '--text-column', 'message', '--label-column', 'class'];
  const ran = await alaas(folder.path, [
    'query',
    '--input',
    'sms.csv',
    ...columns,
    '--strategy',
    'Entropy',
    '--budget',
    '24',
  ]);
  expect(ran.code).toBe(0);
  const picks = parseLines(ran.out);
  const unlabelled = Array.from({ length: 24 }, (_, i) => `m${i + 6}`);
  expect(picks.map((pick) => pick.id).sort()).toEqual(unlabelled.sort());
  const utilities = picks.map((pick) => Number(pick.utility));
  expect(utilities).toEqual([...utilities].sort((a, b) => b - a));
  // two classes: at most ln 2, in nats
  for (const utility of utilities) expect(utility).toBeLessThanOrEqual(Math.LN2 + 1e-9);
  expect(picks[0]).toMatchObject({ strategy: 'entropy', model: 'hashed-ngrams' });
  expect(picks[0]?.sha256).toBe(sha256(messageOf(rows, picks[0]?.id)));
});

test('puts wrappers of the command line, or of the config, around the strategy', async () => {
  await using folder = await createFolder();
  const rows = Array.from({ length: 40 }, (_, i) => {
    const isSpam = i % 4 === 0;
    return `${i},${isSpam ? 'win a prize now' : 'see you at home'} ${i},${i < 8 ? (isSpam ? 'spam' : 'ham') : ''}`;
  });
  await writeFile(join(folder.path, 'sms.csv'), ['id,text,class', ...rows].join('\n'));
  await writeFile(
    join(folder.path, 'alaas.yml'),
    'active_learning: { strategy: { type: entropy, wrap: [{ type: power, options: { beta: 2 } }, class-balance] } }',
  );
  const query = ['query', '--input', 'sms.csv', '--label-column', 'class', '--budget', '4', '--seed', '1', '--json'];
  const wraps = ['--wrap', 'power:beta=2', '--wrap', 'class-balance'];
  const named = await alaas(folder.path, [...query, '--strategy', 'entropy', ...wraps]);
  const { picks } = JSON.parse(named.out);
  // 2 spam and 6 ham are known: all four go to what looks like spam
  expect(picks.map(({ id }: { id: string }) => Number(id) % 4)).toEqual([0, 0, 0, 0]);
  expect(picks[0]).toMatchObject({ strategy: 'entropy', wrap: ['power', 'class-balance'] });
  const configured = await alaas(folder.path, [...query, '--config', 'alaas.yml']);
  expect(JSON.parse(configured.out).picks).toEqual(picks);
  const refused = await alaas(folder.path, [...query, '--strategy', 'k-means', '--wrap', 'power']);
  expect(refused.code).toBe(2);
  expect(JSON.parse(refused.out)).toMatchObject({
    code: 'INVALID_OPTION',
    detail: expect.stringMatching(/^power changes the utility of each item by itself, and k-means /),
  });
});

function messageOf(rows: readonly string[], id: unknown): string {
  return rows.find((row) => row.startsWith(`${id},`))?.split('"')[1] ?? '';
}

test('reads a list from standard input, relative to the working directory', async () => {
  await using folder = await createFolder();
  await makePhotos(folder.path);
  const list = 'photos/1.png\nphotos/3.png\nphotos/none.png\n';
  const ran = await alaas(
    folder.path,
    ['query', '--input', '-', '--strategy', 'random', '--budget', '2', '--json', '--quiet'],
    list,
  );
  expect(ran).toMatchObject({ code: 0, err: '' });
  const { picks, errors } = JSON.parse(ran.out);
  expect(picks.map((pick: { id: string }) => pick.id).sort()).toEqual(['photos/1.png', 'photos/3.png']);
  expect(errors.map(({ id, code }: { id: string; code: string }) => [id, code])).toEqual([
    ['photos/none.png', 'SOURCE_NOT_FOUND'],
  ]);
});

test('lists every problem of a config with the nearest known key', async () => {
  await using folder = await createFolder();
  await writeFile(
    join(folder.path, 'bad.yml'),
    'bugdet: 5\nactive_learning:\n  al_worker: { port: 70000, hots: x }\nseed: -1\n',
  );
  const ran = await alaas(folder.path, ['query', '--config', 'bad.yml', '--input', '.']);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^INVALID_CONFIG: 4 problems in bad\.yml: /);
  expect(ran.err).toContain('bugdet: unknown key; did you mean "budget"?');
  expect(ran.err).toContain('active_learning.al_worker.hots: unknown key; did you mean "host"?');
  expect(ran.err).toContain('active_learning.al_worker.port: ');
  expect(ran.err).toContain('seed: ');
});

test.each([
  ['0', 'INVALID_BUDGET'],
  ['-1', 'INVALID_BUDGET'],
  ['4', 'POOL_EXHAUSTED'],
])('a budget of %s for a pool of three is %s, and leaves no file', async (budget, code) => {
  await using folder = await createFolder();
  await writeFile(join(folder.path, 'texts.jsonl'), '"one"\n"two"\n"three"\n'.replaceAll(/"(\w+)"/g, '{"text":"$1"}'));
  const query = ['query', '--input', 'texts.jsonl', '--strategy', 'random', '--budget', budget, '--quiet'];
  const ran = await alaas(folder.path, [...query, '--out', 'picks.jsonl']);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err.startsWith(`${code}: `)).toBe(true);
  expect((await readdir(folder.path)).filter((name) => name.includes('picks'))).toEqual([]);
});

test('names a model file that is not there, as one problem for programs', async () => {
  await using folder = await createFolder();
  await makePhotos(folder.path);
  const ran = await alaas(folder.path, [
    'query',
    '--input',
    'photos',
    '--model',
    'file:none.onnx',
    '--budget',
    '1',
    '--json',
    '--quiet',
  ]);
  expect(ran).toMatchObject({ code: 2, err: '' });
  expect(JSON.parse(ran.out)).toMatchObject({
    code: 'MODEL_MISSING',
    detail: expect.stringContaining(join(folder.path, 'none.onnx')),
  });
});

test('Ctrl-C in the middle of a scan leaves no file and no lock behind', async () => {
  await using folder = await createFolder();
  await using photos = await startPhotoServer();
  const list = Array.from({ length: 8 }, (_, i) => `${photos.url}/${i}.png`).join('\n');
  await writeFile(join(folder.path, 'list.txt'), list);
  const query = ['query', '--input', 'list.txt', '--strategy', 'random', '--budget', '8', '--out', 'picks.jsonl'];

  const child = startAlaas(folder.path, query);
  const ended = endOf(child);
  await photos.asked;
  child.kill('SIGINT');
  const cancelled = await ended;
  expect(cancelled).toMatchObject({ code: 130, out: '' });
  expect(cancelled.err).toMatch(/^CANCELLED: .*\n$/m);
  expect((await readdir(folder.path)).sort()).toEqual(['.alaas', 'list.txt']);

  photos.answer();
  expect(await alaas(folder.path, query)).toMatchObject({ code: 0 });
  expect(parseLines(await readFile(join(folder.path, 'picks.jsonl'), 'utf8')).length).toBe(8);
});

/** Serves pictures on loopback, but holds every request until told to answer. */
async function startPhotoServer() {
  let isOpen = false;
  const held: [ServerResponse, number][] = [];
  const asked = Promise.withResolvers<void>();
  const send = (response: ServerResponse, number: number) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(png(16, number + 1));
  };
  const server = createServer((request, response) => {
    const number = Number(/\d+/.exec(request.url ?? '')?.[0]);
    asked.resolve();
    if (isOpen) send(response, number);
    else held.push([response, number]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Settles with the first request. */
    asked: asked.promise,
    answer() {
      isOpen = true;
      for (const [response, number] of held.splice(0)) send(response, number);
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
