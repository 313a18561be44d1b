import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { Uploads } from './uploads.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-kept-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* parts(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function keep(uploads: Uploads, dataset: string, name: string, text: string) {
  const received = await uploads.receive(dataset, parts(text));
  return { uri: await received.keep(name), sha256: received.sha256 };
}

const kept = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

it('keeps what a dataset holds when it starts, and sweeps what a crash left half written', async () => {
  const uploads = new Uploads(folder);
  const { sha256, uri } = await keep(uploads, 'letters', 'a.txt', 'hello');
  await keep(uploads, 'gone', 'b.txt', 'hello');
  const own = uri.slice('upload:'.length).split('/')[0] as string;
  writeFileSync(join(folder, own, `${sha256}.0a1b2c3d-0000-4000-8000-000000000000.part`), 'hel');
  writeFileSync(join(folder, '0a1b2c3d-0000-4000-8000-000000000000.part'), 'he');
  mkdirSync(join(folder, 'not-ours'));
  expect(kept()).toHaveLength(7);
  new Uploads(folder).sweep(['letters']);
  expect(kept()).toEqual([own, join(own, sha256), 'not-ours'].sort());
});

it('says that a dataset is gone that is deleted while a content is written', async () => {
  const uploads = new Uploads(folder);
  const codes = new Set<string>();
  for (let i = 0; i < 200; i++) {
    const keeping = keep(uploads, 'letters', 'a.txt', `hello ${i}`).then(
      () => 'kept',
      (error: unknown) => (isAlaasError(error) ? error.code : String(error)),
    );
    for (let turns = 0; turns < i % 12; turns++) await turn();
    uploads.forget('letters');
    codes.add(await keeping);
  }
  expect([...codes].filter((code) => code !== 'kept' && code !== 'NOT_FOUND')).toEqual([]);
});

it('writes what comes in parts as one content, and the same content once', async () => {
  const uploads = new Uploads(folder);
  for (const name of ['a.txt', 'b.txt']) {
    const received = await uploads.receive('letters', parts('hel', '', 'lo'));
    expect(received).toMatchObject({ length: 5, sha256: createHash('sha256').update('hello').digest('hex') });
    expect(await received.keep(name)).toMatch(new RegExp(`^upload:[0-9a-f]{32}/${received.sha256}/${name}$`));
  }
  const [key, path, ...others] = kept();
  expect(others).toEqual([]);
  expect(path?.startsWith(String(key))).toBe(true);
  expect(readFileSync(join(folder, String(path)), 'utf8')).toBe('hello');
});

it('leaves nothing of a content that breaks off, or that nobody wants', async () => {
  const uploads = new Uploads(folder);
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* parts('some of it');
    throw new Error('The line is dead.');
  }
  await expect(uploads.receive('letters', broken())).rejects.toThrow('The line is dead.');
  await (await uploads.receive('letters', parts('hello'))).discard();
  expect(kept()).toEqual([]);
});

it('says of a full disk that it is full, and leaves nothing', async () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const fullAt = (call: 'rename' | 'writeFile') => ({
    rename: call === 'rename' ? () => Promise.reject(full) : rename,
    writeFile: (async (path, ...others) => {
      if (call === 'rename') return await writeFile(path, ...others);
      writeFileSync(String(path), 'hel');
      throw full;
    }) satisfies typeof writeFile,
  });
  const unwritten = new Uploads(folder, fullAt('writeFile')).receive('letters', parts('hello'));
  expect(await codeOf(unwritten)).toBe('STORE_FULL');
  const received = await new Uploads(folder, fullAt('rename')).receive('letters', parts('hello'));
  expect(await codeOf(received.keep('a.txt'))).toBe('STORE_FULL');
  expect(kept().filter((name) => !/^[0-9a-f]{32}$/.test(name))).toEqual([]);
});
