import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type Inspection, type Job, parseConfig } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningServer, startServer } from './start-server.ts';

const config = parseConfig('limits: { max_item_bytes: 20000, max_body_bytes: 100000 }', 'test.yml');
let folder: string;
let server: RunningServer;
const start = (): Promise<RunningServer> => startServer({ config, folder, port: 0, log: 'silent' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-uploads-'));
  server = await start();
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(server.url + path, {
    method,
    headers: { ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = String(response.headers.get('content-type')).includes('json');
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  return { status: response.status, text, json: (isJson ? JSON.parse(text) : undefined) as any };
}

async function done(job: string): Promise<Job> {
  return (await call('GET', `/v1/jobs/${job}`, undefined, { prefer: 'wait=60' })).json;
}

/** A PNG of 8 by 8 pixels of one grey, written by hand: chunks of length, type, data and CRC. */
function png(grey: number): Buffer {
  const rows = Buffer.concat(Array.from({ length: 8 }, () => Buffer.from([0, ...Array(8).fill(grey)])));
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

const uploads = (): string => join(folder, '.alaas', 'uploads');
const kept = (): string[] =>
  existsSync(uploads()) ? readdirSync(uploads(), { recursive: true, encoding: 'utf8' }) : [];

describe('images that a person drops', () => {
  it('become items that are scanned, shown and chosen from, and go with their dataset', async () => {
    await call('POST', '/v1/datasets', { id: 'photos' });
    const send = (grey: number, name: string) =>
      call('POST', `/v1/datasets/photos/files?name=${encodeURIComponent(name)}`, png(grey), {
        'content-type': 'image/png',
      });
    const first = (await send(10, 'cats/one.png')).json;
    expect(first).toMatchObject({ type: 'image/png', bytes: png(10).length, added: true });
    expect(first.item).toMatch(/^[0-9a-f]{12}-cats\/one\.png$/);
    for (const [grey, name] of [
      [120, 'one.png'],
      [240, 'two.png'],
    ] as const)
      await send(grey, name);
    const again = (await send(10, 'cats/one.png')).json;
    expect(again).toMatchObject({ item: first.item, added: false });
    expect((await done(again.job)).state).toBe('done');
    expect((await call('GET', '/v1/datasets/photos')).json).toMatchObject({ items: 3, ready: 3, failed: 0 });
    await call('POST', '/v1/projects', { id: 'p', dataset: 'photos', labels: [{ name: 'a' }, { name: 'b' }] });
    const shown = await fetch(`${server.url}/v1/projects/p/items/${encodeURIComponent(first.item)}/content`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(png(10));
    expect(kept()).toHaveLength(4);
    await call('DELETE', '/v1/projects/p');
    expect((await call('DELETE', '/v1/datasets/photos')).status).toBe(204);
    expect(kept()).toEqual([]);
  });

  it('never become a path, whatever they are called', async () => {
    await call('POST', '/v1/datasets', { id: 'odd' });
    const names = [
      '../../../escaped.png',
      '/etc/escaped.png',
      '..%2f..%2fescaped.png',
      'a\\..\\escaped.png',
      'x'.repeat(500),
    ];
    for (const [i, name] of names.entries()) {
      const { status, json } = await call('POST', `/v1/datasets/odd/files?name=${encodeURIComponent(name)}`, png(i));
      expect(status, name).toBe(200);
      expect(json.item.slice(13)).toBe(name);
      await done(json.job);
    }
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /escaped|xxx/.test(path));
    expect(files).toEqual([]);
    expect(kept().every((path) => /^[0-9a-f]{32}(\/[0-9a-f]{64})?$/.test(path))).toBe(true);
    expect((await call('GET', '/v1/datasets/odd')).json).toMatchObject({ items: 5, ready: 5 });
    expect((await call('POST', `/v1/datasets/odd/files?name=${encodeURIComponent('a\nb')}`, png(9))).json.code).toBe(
      'INVALID_REQUEST',
    );
    await call('DELETE', '/v1/datasets/odd');
  });

  it('are refused where they are empty, too large or nothing that is read here', async () => {
    await call('POST', '/v1/datasets', { id: 'strict' });
    const send = async (bytes: Uint8Array) =>
      (await call('POST', '/v1/datasets/strict/files?name=a.png', bytes)).json.code;
    expect(await send(Buffer.from('%PDF-1.7\n\0\u0001'))).toBe('DECODE_UNSUPPORTED');
    expect(await send(Buffer.alloc(20_001, 'x'))).toBe('TOO_LARGE');
    expect((await call('POST', '/v1/datasets/strict/files?name=a.png')).json.code).toMatch(
      /^(INVALID_REQUEST|SOURCE_EMPTY)$/,
    );
    expect((await call('POST', '/v1/datasets/none/files?name=a.png', png(1))).json.code).toBe('NOT_FOUND');
    expect(kept()).toEqual([]);
    expect((await call('GET', '/v1/datasets/strict')).json).toMatchObject({ items: 0 });
  });

  it('leave nothing where whoever sends them hangs up', async () => {
    await call('POST', '/v1/datasets', { id: 'half' });
    const before = kept();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/datasets/half/files?name=a.txt HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: 9000\r\n\r\nhello`,
    );
    await vi.waitFor(() => expect(kept().filter((name) => name.endsWith('.part'))).toHaveLength(1), { timeout: 5000 });
    socket.destroy();
    await vi.waitFor(() => expect(kept()).toEqual(before), { timeout: 5000 });
    expect((await call('GET', '/v1/datasets/half')).json).toMatchObject({ items: 0 });
  });

  it('cannot be named from elsewhere to read other files', async () => {
    await call('POST', '/v1/datasets', { id: 'thief' });
    const uris = [
      'upload:../../server.db',
      `upload:${'0'.repeat(32)}/../../server.db`,
      'upload:',
      `upload:${'0'.repeat(32)}/${'0'.repeat(64)}/x`,
    ];
    const { json } = await call('POST', '/v1/datasets/thief/items', {
      items: uris.map((uri, i) => ({ id: `i${i}`, uri })),
    });
    await done(json.job);
    expect((await call('GET', '/v1/datasets/thief')).json).toMatchObject({ items: 4, ready: 0, failed: 4 });
  });
});

// a simulation starts processes, which takes a while on a machine that is busy
describe('a manifest that a person drops', { timeout: 120_000 }, () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `"${i % 2 ? 'win cash now' : 'see you, mum'} number ${i}",${i % 2 ? 'spam' : 'ham'}`,
  );
  const csv = `review,kind\r\n${rows.join('\r\n')}\r\n`;

  it('is looked at, uploaded with the columns that were guessed, and its labels become answers', async () => {
    const seen: Inspection = (await call('POST', '/v1/inspect', { content: csv, name: 'reviews.csv' })).json;
    expect(seen).toMatchObject({
      format: 'csv',
      guess: { text: 'review', label: 'kind' },
      modality: { guess: 'text' },
    });
    await call('POST', '/v1/datasets', { id: 'reviews' });
    const query = new URLSearchParams({ format: 'csv', text: seen.guess.text ?? '', label: seen.guess.label ?? '' });
    const sent = await call('POST', `/v1/datasets/reviews/manifest?${query}`, csv, { 'content-type': 'text/csv' });
    expect(sent.json).toMatchObject({ added: 40, known: 0 });
    expect((await done(sent.json.job)).state).toBe('done');
    expect((await call('POST', `/v1/datasets/reviews/manifest?${query}`, csv)).json).toMatchObject({
      added: 0,
      known: 40,
    });
    const labels = seen.labels.map(({ name }) => ({ name }));
    await call('POST', '/v1/projects', { id: 'kinds', dataset: 'reviews', labels });
    const imported = await call('POST', '/v1/projects/kinds/import-known');
    expect(imported.json).toMatchObject({ rows: 40, responses: 40, failed: 0 });
    const body = { strategies: ['margin-confidence'], seeds: [0], budget: 12, batch: 4 };
    const job: Job = (await call('POST', '/v1/projects/kinds/simulations', body, { prefer: 'wait=120' })).json;
    expect(job).toMatchObject({ kind: 'simulation', state: 'done', project: 'kinds' });
    // a fifth of the answers is measured on; two clearly different kinds are told apart
    expect(job.simulation?.setting).toMatchObject({ items: 32, testItems: 8, classes: ['ham', 'spam'] });
    expect(job.simulation?.runs.map(({ rounds }) => rounds.at(-1)?.accuracy)).toEqual([1, 1]);
    expect(job.simulation?.notes).toEqual([expect.stringContaining('a share of 0.2 of all answers')]);
    const status = (await call('GET', '/v1/projects/kinds/status')).json;
    expect(status).toMatchObject({ role: 'owner', pool: { completed: 40 } });
  });

  it('of one text a line adds each as an item, and another such file adds its own', async () => {
    await call('POST', '/v1/datasets', { id: 'lines' });
    const send = (body: string) =>
      call('POST', '/v1/datasets/lines/manifest?format=texts', body, { 'content-type': 'text/plain' });
    expect((await send('one thing\n\nanother, thing\n')).json).toMatchObject({ added: 2 });
    expect((await send('one thing\na third\n')).json).toMatchObject({ added: 1, known: 1 });
  });

  it('that is broken, or larger than a body may be, is refused with the line or the limit', async () => {
    await call('POST', '/v1/datasets', { id: 'broken' });
    const send = (body: string) => call('POST', '/v1/datasets/broken/manifest?format=csv&text=a', body);
    const torn = await send('a,b\nfine,1\nbroken\n');
    expect(torn).toMatchObject({ status: 400, json: { code: 'INVALID_MANIFEST' } });
    expect(torn.json.detail).toContain('line 3');
    expect((await send(`a,b\n${'some words,1\n'.repeat(10_000)}`)).json.code).toBe('TOO_LARGE');
    expect((await call('POST', '/v1/datasets/broken/manifest')).json.code).toMatch(/INVALID_REQUEST|EMPTY_POOL/);
  });
});

describe('a folder of folders', () => {
  it('gives the names of its folders as labels, where that is asked for', async () => {
    const pictures = join(folder, 'pictures');
    for (const [kind, grey] of [
      ['day', 200],
      ['night', 20],
    ] as const) {
      mkdirSync(join(pictures, kind), { recursive: true });
      for (let i = 0; i < 3; i++) writeFileSync(join(pictures, kind, `${i}.png`), png(grey + i));
    }
    const seen: Inspection = (await call('POST', '/v1/inspect', { input: pictures })).json;
    expect(seen).toMatchObject({ kind: 'folder', items: { count: 6 }, modality: { guess: 'image' } });
    expect(seen.samples.every(({ preview }) => preview?.startsWith('data:image/jpeg;base64,'))).toBe(true);
    await call('POST', '/v1/datasets', { id: 'light' });
    await call('POST', '/v1/datasets/light/items', { input: pictures, labelFolders: true });
    expect((await call('GET', '/v1/datasets/light')).json).toMatchObject({ items: 6, labelled: 6 });
    await call('POST', '/v1/projects', {
      id: 'light',
      dataset: 'light',
      labels: seen.labels.map(({ name }) => ({ name })),
    });
    expect((await call('POST', '/v1/projects/light/import-known')).json).toMatchObject({ responses: 6, failed: 0 });
  });
});

describe('a page of the service itself', () => {
  it('may post, and load two hundred contents at once', async () => {
    const { host } = new URL(server.url);
    const origin = { origin: `http://${host}` };
    const made = await call('POST', '/v1/datasets', { id: 'page' }, origin);
    expect(made.status).toBe(201);
    const items = Array.from({ length: 200 }, (_, i) => ({ id: `t${i}`, text: `text ${i}` }));
    await call('POST', '/v1/datasets/page/items', { items }, origin);
    await call('POST', '/v1/projects', { id: 'page', dataset: 'page', labels: [{ name: 'a' }, { name: 'b' }] }, origin);
    const loads = await Promise.all(items.map(({ id }) => call('GET', `/v1/projects/page/items/${id}/content`)));
    expect(loads.every(({ status }) => status === 200)).toBe(true);
    expect((await call('POST', '/v1/datasets', { id: 'other' }, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('a process that ended while it deleted', () => {
  it('leaves no uploads to the next one', async () => {
    await call('POST', '/v1/datasets', { id: 'kept' });
    await call('POST', '/v1/datasets/kept/files?name=a.png', png(77));
    const [own] = kept();
    await server.close();
    mkdirSync(join(uploads(), 'f'.repeat(32)));
    writeFileSync(join(uploads(), 'f'.repeat(32), '0'.repeat(64)), 'left behind');
    server = await start();
    expect(kept()).toContain(own);
    expect(kept()).not.toContain('f'.repeat(32));
  });
});
