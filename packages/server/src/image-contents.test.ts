import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Lease, type Next, parseConfig } from '@alaas/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleItems } from './sample.ts';
import { type RunningServer, startServer } from './start-server.ts';

const serviceToken = 'the-token-of-the-service';
let folder: string;
let server: RunningServer;
let ann: string;
let stranger: string;
/** By item: what its file or its push held, and what that is. */
const pictures = new Map<string, { readonly bytes: Buffer; readonly type: string }>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-pictures-'));
  const config = parseConfig('', 'defaults');
  server = await startServer({ config, folder, port: 0, log: 'silent', token: serviceToken });
  mkdirSync(join(folder, 'pictures'));
  const items = [];
  for (const [i, { id = '', blob = '' }] of (await sampleItems('images', { seed: 3, size: 8 })).entries()) {
    const png = Buffer.from(blob, 'base64');
    if (i >= 6) {
      pictures.set(id, { bytes: png, type: 'image/png' });
      items.push({ id, blob });
      continue;
    }
    const format = (['jpeg', 'png', 'webp'] as const)[i % 3] as 'jpeg' | 'png' | 'webp';
    const bytes = await sharp(png).toFormat(format).toBuffer();
    // the type is told by the bytes: a name may say anything
    const file = join(folder, 'pictures', `${i}.html`);
    writeFileSync(file, bytes);
    pictures.set(id, { bytes, type: `image/${format}` });
    items.push({ id, uri: pathToFileURL(file).href });
  }
  await call('POST', '/v1/datasets', { id: 'pictures' });
  await call('POST', '/v1/datasets/pictures/items', { items });
  for (const id of ['photos', 'other']) {
    const labels = [{ name: 'disc' }, { name: 'square' }];
    await call('POST', '/v1/projects', { id, dataset: 'pictures', labels, goldShare: 0 });
  }
  ann = (await call<{ token: string }>('POST', '/v1/projects/photos/members', { name: 'Ann' })).token;
  stranger = (await call<{ token: string }>('POST', '/v1/projects/other/members', { name: 'Sid' })).token;
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const as = (token: string) => ({ authorization: `Bearer ${token}` });

async function call<T>(method: string, path: string, body?: unknown, token = serviceToken): Promise<T> {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...as(token), prefer: 'wait=60', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as T;
}

async function leased(n: number): Promise<readonly Lease[]> {
  let leases: readonly Lease[] = [];
  // the pool is read in threads that want their share of the machine
  await expect
    .poll(
      async () => {
        leases = (await call<Next>('GET', `/v1/projects/photos/next?n=${n}`, undefined, ann)).leases;
        return leases.length;
      },
      { timeout: 50_000, interval: 50 },
    )
    .toBe(n);
  return leases;
}

describe('the picture that a lease names', { timeout: 60_000 }, () => {
  it('is what the file holds, to the last byte, under the type of its bytes', async () => {
    const leases = await leased(8);
    expect(leases.map(({ item }) => item).sort()).toEqual([...pictures.keys()].sort());
    for (const { item, content, text } of leases) {
      const { bytes, type } = pictures.get(item) as { bytes: Buffer; type: string };
      const response = await fetch(server.url + content, { headers: as(ann) });
      expect([item, response.status, response.headers.get('content-type'), text]).toEqual([item, 200, type, undefined]);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      // and a browser can show it
      expect((await sharp(bytes).metadata()).format).toBe(type.slice('image/'.length));
      const head = await fetch(server.url + content, { method: 'HEAD', headers: as(ann) });
      expect([head.status, head.headers.get('content-type')]).toEqual([200, type]);
      expect(head.headers.get('content-length')).toBe(String(bytes.length));
      expect((await head.arrayBuffer()).byteLength).toBe(0);
    }
  });

  it('is for members of the project alone', async () => {
    const [lease] = await leased(8);
    const address = server.url + String(lease?.content);
    for (const method of ['GET', 'HEAD']) {
      expect((await fetch(address, { method })).status).toBe(401);
      expect((await fetch(address, { method, headers: as('alaas_made-up') })).status).toBe(401);
      expect((await fetch(address, { method, headers: as(stranger) })).status).toBe(404);
    }
    // the way around, through the project that the stranger is in, shows the dataset that is theirs too
    const own = address.replace('/projects/photos/', '/projects/other/');
    expect((await fetch(own, { headers: as(stranger) })).status).toBe(200);
    expect((await fetch(own, { headers: as(ann) })).status).toBe(404);
  });

  it('says what is wrong where its file is gone', async () => {
    const [broken] = (await leased(8)).filter(({ uri }) => uri.startsWith('file:'));
    rmSync(new URL(String(broken?.uri)));
    const response = await fetch(server.url + String(broken?.content), { headers: as(ann) });
    expect([response.status >= 400, ((await response.json()) as { code: string }).code]).toEqual([
      true,
      'SOURCE_NOT_FOUND',
    ]);
  });
});
