import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inspection, parseConfig } from '@alaas/core';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Access, InspectQuery } from './engine.ts';
import { inspectData } from './inspect-data.ts';
import { createFileGate, openSources } from './source/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-inspect-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function inspect(query: InspectQuery, access: Access = 'local', yaml = '', now = () => 0): Promise<Inspection> {
  const { limits, sources } = parseConfig(yaml, 'test.yml');
  const sourceSet = openSources({ access, limits, sources });
  const gate = createFileGate(access, sources.roots);
  try {
    return await inspectData(query, { gate, sourceSet, limits, signal: new AbortController().signal, now });
  } finally {
    await sourceSet.close();
  }
}

function write(path: string, content: string | Uint8Array): string {
  const place = join(folder, path);
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, content);
  return place;
}

async function image(width: number, height: number): Promise<Uint8Array> {
  return await sharp({ create: { width, height, channels: 3, background: '#4060a0' } })
    .png()
    .toBuffer();
}

describe('a folder', () => {
  it('is counted by modality, with the folders of its files as labels and small previews', async () => {
    const png = await image(400, 200);
    for (const [name, files] of [
      ['cat', 3],
      ['dog', 2],
    ] as const) {
      for (let i = 0; i < files; i++) write(`${name}/${i}.png`, png);
    }
    write('.hidden/x.png', png);
    const found = await inspect({ input: folder });
    expect(found).toMatchObject({
      kind: 'folder',
      items: { count: 5, isMore: false },
      modality: { guess: 'image', counts: { image: 5 } },
      labels: [
        { name: 'cat', items: 3 },
        { name: 'dog', items: 2 },
      ],
      warnings: [],
    });
    expect(found.samples.map(({ id }) => id)).toEqual([
      'cat/0.png',
      'cat/1.png',
      'cat/2.png',
      'dog/0.png',
      'dog/1.png',
    ]);
    const [sample] = found.samples;
    expect(sample).toMatchObject({ uri: `file://${folder}/cat/0.png`, bytes: png.length });
    const preview = Buffer.from(sample?.preview?.replace('data:image/jpeg;base64,', '') ?? '', 'base64');
    expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 80 });
  });

  it('of texts shows their beginnings, and names what is left out', async () => {
    for (let i = 0; i < 3; i++) write(`${i}.txt`, `Text ${i} ${'x'.repeat(1000)}`);
    write('table.csv', 'a,b\n');
    write('paper.pdf', '%PDF');
    const found = await inspect({ input: folder });
    expect(found.modality.guess).toBe('text');
    expect(found.samples[0]?.text).toHaveLength(300);
    expect(found.warnings).toMatchObject([{ code: 'skipped', items: 2 }]);
    expect(found.warnings[0]?.detail).toContain('table.csv');
  });

  it('with a broken image says which, and shows the others', async () => {
    write('a.png', await image(10, 10));
    write('b.png', 'no image');
    const { samples, warnings } = await inspect({ input: folder });
    expect(samples.map(({ preview }) => preview !== undefined)).toEqual([true, false]);
    expect(warnings).toMatchObject([{ code: 'unreadable', items: 1 }]);
    expect(warnings[0]?.detail).toMatch(/^b\.png: /);
  });

  it('of many files is counted as long as time allows', async () => {
    for (let i = 0; i < 600; i++) write(`${i}.txt`, 'x');
    let clock = 0;
    const { items, warnings } = await inspect({ input: folder }, 'local', '', () => {
      clock += 2000;
      return clock;
    });
    expect(items.isMore).toBe(true);
    expect([256, 512]).toContain(items.count);
    expect(warnings.map(({ code }) => code)).toContain('cut');
  });

  it('is looked through as long as time allows where nothing in it matches', async () => {
    for (let i = 0; i < 600; i++) write(`${i}.png`, 'x');
    let clock = 0;
    const { items, warnings } = await inspect({ input: `${folder}/**/*.txt` }, 'local', '', () => {
      clock += 2000;
      return clock;
    });
    expect(items).toEqual({ count: 0, isMore: true });
    expect(warnings.map(({ code }) => code)).toEqual(['cut']);
  });

  it('by a pattern is what matches', async () => {
    for (const name of ['a.txt', 'b.txt', 'b.png']) write(name, name);
    expect((await inspect({ input: `${folder}/*.txt` })).items).toEqual({ count: 2, isMore: false });
  });
});

describe('a file', () => {
  it('of addresses is shown with previews, relative to where it is', async () => {
    write('pictures/a.png', await image(8, 8));
    const found = await inspect({ input: write('list.csv', 'image,label\npictures/a.png,x\npictures/gone.png,y\n') });
    expect(found).toMatchObject({ kind: 'manifest', format: 'csv', guess: { uri: 'image', label: 'label' } });
    expect(found.samples[0]).toMatchObject({ uri: `file://${folder}/pictures/a.png`, label: 'x' });
    expect(found.samples[0]?.preview).toMatch(/^data:image\/jpeg/);
    expect(found.warnings).toMatchObject([{ code: 'unreadable' }]);
  });

  it('longer than what is looked at is counted to its end', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `"line one\nand two of ${i}, ${'x'.repeat(20)}",${i % 3}`);
    const found = await inspect({ input: write('long.csv', `text,label\n${rows.join('\n')}\n`) });
    expect(found.items).toEqual({ count: 40_000, isMore: false });
    expect(found.labels.map(({ name }) => name)).toEqual(['0', '1', '2']);
    expect(found.warnings.map(({ code }) => code)).toEqual(['cut']);
  });

  it('that is one image is a single item', async () => {
    const found = await inspect({ input: write('one.png', await image(9, 9)) });
    expect(found).toMatchObject({
      kind: 'single',
      items: { count: 1 },
      modality: { guess: 'image' },
      samples: [{ id: 'one.png' }],
    });
  });

  it('of a kind that cannot be listed is refused with what to do', async () => {
    const asked = inspect({ input: write('data.parquet', 'PAR1') });
    await expect(asked).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', message: expect.stringContaining('CSV') });
  });
});

describe('a dropped text', () => {
  it('is a manifest where it looks like one, and one item where it does not', async () => {
    const table = await inspect({ content: 'text,label\nhello you,a\nhello me,b\n', isWhole: true, name: 'x.csv' });
    expect(table).toMatchObject({ kind: 'manifest', format: 'csv', guess: { text: 'text' } });
    const prose = await inspect({ content: 'It was a dark and stormy night.', isWhole: true, name: 'novel.txt' });
    expect(prose).toMatchObject({ kind: 'single', modality: { guess: 'text' }, samples: [{ id: 'novel.txt' }] });
  });

  it('leads to no file of this machine', async () => {
    const secret = write('secret.txt', 'secret');
    const found = await inspect({ content: `${secret}\n${secret}\n${secret}\n`, isWhole: true }, 'remote');
    expect(JSON.stringify(found.samples)).not.toContain('"text"');
  });
});

describe('a caller on another machine', () => {
  it('is refused what is outside of the roots, and where links lead out of them', async () => {
    write('in/a.txt', 'fine');
    const outside = write('out/secret.txt', 'secret');
    symlinkSync(outside, join(folder, 'in/b.txt'));
    const yaml = `sources: { roots: ['${folder}/in'] }`;
    for (const input of [`${folder}/out`, outside, `${folder}/out/*.txt`, '/etc/passwd', `${folder}/in/../out`]) {
      await expect(inspect({ input }, 'remote', yaml), input).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    }
    const found = await inspect({ input: `${folder}/in` }, 'remote', yaml);
    expect(JSON.stringify(found)).not.toContain('secret"');
    expect(found.samples.map(({ text }) => text)).toEqual(['fine', undefined]);
  });

  it('reaches no private address, neither by name nor through a row', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end('text,label\nhello you,a\nhello me,b\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await expect(inspect({ input: `${url}/a.csv` }, 'remote')).rejects.toMatchObject({ code: 'SOURCE_FORBIDDEN' });
      expect(asked).toBe(0);
      expect(await inspect({ input: `${url}/a.csv` })).toMatchObject({ format: 'csv', items: { count: 2 } });
      expect(asked).toBe(1);
    } finally {
      server.close();
    }
  });
});
