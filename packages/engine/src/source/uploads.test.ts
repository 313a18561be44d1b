import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Uploads } from './uploads.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-kept-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const kept = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

it('keeps what a dataset holds when it starts, and sweeps what a crash left half written', async () => {
  const uploads = new Uploads(folder);
  const { sha256, uri } = await uploads.keep('letters', 'a.txt', bytes('hello'));
  await uploads.keep('gone', 'b.txt', bytes('hello'));
  const own = uri.slice('upload:'.length).split('/')[0] as string;
  writeFileSync(join(folder, own, `${sha256}.0a1b2c3d-0000-4000-8000-000000000000.part`), 'hel');
  mkdirSync(join(folder, 'not-ours'));
  expect(kept()).toHaveLength(6);
  new Uploads(folder).sweep(['letters']);
  expect(kept()).toEqual([own, join(own, sha256), 'not-ours'].sort());
});

it('says that a dataset is gone that is deleted while a content is written', async () => {
  const uploads = new Uploads(folder);
  const codes = new Set<string>();
  for (let i = 0; i < 200; i++) {
    const keeping = uploads.keep('letters', 'a.txt', bytes(`hello ${i}`)).then(
      () => 'kept',
      (error: unknown) => (isAlaasError(error) ? error.code : String(error)),
    );
    for (let turns = 0; turns < i % 12; turns++) await turn();
    uploads.forget('letters');
    codes.add(await keeping);
  }
  expect([...codes].filter((code) => code !== 'kept' && code !== 'NOT_FOUND')).toEqual([]);
});
