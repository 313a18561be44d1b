/** Recordings, time series and table rows from their files to a trained head. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema, type Item, modelEntrySchema, rowText } from '@alaas/core';
import { findFeaturizer, sampleClips, sampleRows, sampleSeries } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { toneFile, wav } from './decode/test-audio.ts';
import type { Engine } from './engine.ts';
import { never, startEngine, watching } from './live.fixture.ts';
import type { LivePool } from './live-pool.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const size = 200;
const taught = 80;

interface Labelled extends Item {
  readonly label: string;
}

function inline(id: string, label: string, bytes: Uint8Array): Labelled {
  return { id, uri: `inline:${id}`, bytes, label };
}

const pools: Record<string, { readonly model: string; readonly items: () => Labelled[] }> = {
  audio: {
    model: 'log-mel-statistics',
    items: () =>
      Array.from(sampleClips({ seed: 11, size }), ({ id, label, clip: { samples, rate } }) =>
        inline(id, label, wav({ rate, tag: 1, bits: 16, channels: [[...samples]] })),
      ),
  },
  series: {
    model: 'series-statistics',
    items: () =>
      Array.from(sampleSeries({ seed: 11, size }), ({ id, label, channels: [current, temperature] }) =>
        inline(id, label, Buffer.from(JSON.stringify({ current: [...current], temperature: [...temperature] }))),
      ),
  },
  table: {
    model: 'hashed-cells',
    items: () =>
      Array.from(sampleRows({ seed: 11, size }), ({ id, label, row }) => ({
        id,
        uri: `inline:${id}`,
        text: rowText(row),
        isRow: true,
        label,
      })),
  },
};

async function openUnlabelled(engine: Engine, kind: string, items: readonly Labelled[]): Promise<LivePool> {
  engine.createDataset(kind, modelEntrySchema.parse({ name: pools[kind]?.model }), 'local');
  await engine.addItems(kind, { items: items.map(({ label: _, ...item }) => item) }, watching());
  return await engine.openLivePool(kind, watching());
}

describe.each(Object.keys(pools))('a pool of kind %s', (kind) => {
  it('is known as such, and teaches a head that is right about nine in ten others', async () => {
    const items = pools[kind]?.items() ?? [];
    const engine = await startEngine();
    const pool = await openUnlabelled(engine, kind, items);
    expect(engine.dataset(kind)).toMatchObject({ modality: kind, items: size, ready: size, failed: 0 });
    expect(pool).toMatchObject({ size, width: findFeaturizer(pools[kind]?.model ?? '').width });
    const classes = [...new Set(items.map(({ label }) => label))].sort();
    const head = await pool.train(
      {
        positions: Uint32Array.from({ length: taught }, (_, i) => i),
        labels: Int32Array.from(items.slice(0, taught), ({ label }) => classes.indexOf(label)),
        classes,
        learner: 'softmax-regression',
        options: {},
        seed: 1,
      },
      never,
    );
    const { data, columns } = (await pool.score(head, never)).probabilities;
    const right = items.map(({ label }, i) => {
      const row = data.subarray(i * columns, (i + 1) * columns);
      return classes[row.indexOf(Math.max(...row))] === label;
    });
    const others = right.slice(taught);
    expect(others.filter(Boolean).length / others.length).toBeGreaterThan(0.9);
    // whoever always says the commonest class is right about seven in ten, and about none of these
    const usual = commonest(items);
    const rarer = others.filter((_, i) => items[taught + i]?.label !== usual);
    expect(rarer.filter(Boolean).length / rarer.length).toBeGreaterThan(0.7);
  });
});

function commonest(items: readonly Labelled[]): string {
  const counts = new Map<string, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(temporaryFolder(), 'files');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function scanned(files: Readonly<Record<string, string | Uint8Array>>, model: string): Promise<Engine> {
  const engine = await startEngine();
  const entry = modelEntrySchema.parse({ name: model });
  engine.createDataset('d', entry, 'local');
  await engine.addItems('d', { input: folderOf(files) }, watching());
  await engine.scan('d', entry, watching());
  return engine;
}

async function faults(engine: Engine, model: string): Promise<Record<string, string>> {
  const { errors } = await engine.query(
    {
      dataset: 'd',
      budget: 1,
      strategy: { type: 'random', options: {} },
      model: modelEntrySchema.parse({ name: model }),
      learner: 'softmax-regression',
      seed: 1,
      keepDuplicates: false,
    },
    watching(),
  );
  return Object.fromEntries(errors.map(({ id, code }) => [id, code]));
}

describe('a folder of recordings', () => {
  const files = {
    'a.mp3': toneFile('tone.mp3'),
    'b.flac': toneFile('tone.flac'),
    'c.ogg': toneFile('tone-vorbis.ogg'),
    'd.opus': toneFile('tone-opus.ogg'),
    'e.wav': wav({ rate: 8000, tag: 1, bits: 16, channels: [[0, 0.5, 0]] }),
    'f.wav': 'no recording',
    'g.flac': toneFile('tone.flac').subarray(0, 2000),
    'notes.csv': 'file,label\n',
  };

  it('gives features of what can be read, and a fault for each that cannot', async () => {
    const engine = await scanned(files, 'log-mel-statistics');
    expect(engine.dataset('d')).toMatchObject({ modality: 'audio', items: 7, ready: 5, failed: 2 });
    expect(await faults(engine, 'log-mel-statistics')).toEqual({
      'f.wav': 'DECODE_UNSUPPORTED',
      'g.flac': 'DECODE_CORRUPT',
    });
  });

  it('is shown as it is, with the type that its bytes tell', async () => {
    const engine = await scanned(files, 'log-mel-statistics');
    const types = await Promise.all(
      ['a.mp3', 'b.flac', 'd.opus', 'e.wav', 'f.wav'].map(async (id) => (await engine.content('d', id, never)).type),
    );
    expect(types).toEqual(['audio/mpeg', 'audio/flac', 'audio/ogg', 'audio/wav', 'text/plain; charset=utf-8']);
    expect((await engine.content('d', 'a.mp3', never)).bytes).toEqual(Buffer.from(files['a.mp3']));
  });

  it('holds long ones to the limit of the config', async () => {
    const { limits } = configSchema.parse({ limits: { max_seconds: 0.2 } });
    const engine = await startEngine({ limits });
    const entry = modelEntrySchema.parse({ name: 'log-mel-statistics' });
    engine.createDataset('d', entry, 'local');
    await engine.addItems('d', { input: folderOf({ 'a.mp3': files['a.mp3'], 'e.wav': files['e.wav'] }) }, watching());
    await engine.scan('d', entry, watching());
    expect(await faults(engine, 'log-mel-statistics')).toEqual({ 'a.mp3': 'DECODE_TOO_LARGE' });
  });
});

describe('a folder of time series', () => {
  const files = { '1.csv': 'time,x\n0,1\n1,3\n', '2.json': '[1,2,null]', '3.csv': 'x\n1\noops\n' };

  it('gives features of what can be read, and a fault for each that cannot', async () => {
    const engine = await scanned(files, 'series-statistics');
    expect(engine.dataset('d')).toMatchObject({ modality: 'series', items: 3, ready: 2, failed: 1 });
    expect(await faults(engine, 'series-statistics')).toEqual({ '3.csv': 'DECODE_CORRUPT' });
  });

  it('is shown as one kind of JSON, whatever the files; a broken one as it is', async () => {
    const engine = await scanned(files, 'series-statistics');
    const shown = async (id: string) => {
      const { type, bytes } = await engine.content('d', id, never);
      return [type, Buffer.from(bytes).toString()];
    };
    const json = 'application/vnd.alaas.series+json';
    expect(await shown('1.csv')).toEqual([json, '{"names":["x"],"time":[0,1],"channels":[[1,3]]}']);
    expect(await shown('2.json')).toEqual([json, '{"names":["1"],"channels":[[1,2,null]]}']);
    expect(await shown('3.csv')).toEqual(['text/plain; charset=utf-8', files['3.csv']]);
  });
});

describe('a manifest of rows', () => {
  it('gives each row as JSON, and the same row the same id wherever it stands', async () => {
    const engine = await startEngine();
    const entry = modelEntrySchema.parse({ name: 'hashed-cells' });
    engine.createDataset('d', entry, 'local');
    const add = (text: string) =>
      engine.addItems('d', { manifest: { text, format: 'csv', base: undefined }, columns: { label: 'y' } }, watching());
    expect(await add('age,work,y\n39,State-gov,no\n50,,yes\n')).toEqual({ added: 2, known: 0 });
    expect(await add('work,age,y\nPrivate,20,no\nState-gov,39,no\n')).toEqual({ added: 1, known: 1 });
    expect(engine.modality('d')).toBe('table');
    const [first, second] = engine.items('d', { limit: 2 });
    expect(first).toMatchObject({
      id: expect.stringMatching(/^row:[0-9a-f]{32}$/),
      uri: 'manifest:#row=0',
      label: 'no',
    });
    expect(second?.text).toBe('{"age":50,"work":null}');
    const { type, bytes } = await engine.content('d', first?.id ?? '', never);
    expect([type, Buffer.from(bytes).toString()]).toEqual([
      'application/json; charset=utf-8',
      '{"age":39,"work":"State-gov"}',
    ]);
  });
});
