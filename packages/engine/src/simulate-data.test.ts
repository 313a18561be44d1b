import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema, createRandom, matrix } from '@alaas/core';
import { expect, it, onTestFinished } from 'vitest';
import type { SimulationQuery } from './engine.ts';
import { openEngine } from './open-engine.ts';
import { createSharedMemory } from './select-memory.ts';
import { digestOf, prepareData } from './simulate-data.ts';
import { codeOf } from './testing/code-of.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { limits, sources } = configSchema.parse({});
const watch = { signal: new AbortController().signal, onProgress: () => undefined };
const tools = { memory: createSharedMemory(() => 1e9), checkpoint: () => undefined };

const random = createRandom(3);
const labels = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'rare' : 'common'));
const rows = labels.map((label) => [(label === 'rare' ? 2 : 0) + random.next(), random.next()].map(Math.fround));

/** A float32 NPY of the rows, version 1. */
function npy(values: readonly (readonly number[])[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length}, 2), }`.padEnd(118);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0]);
  return Buffer.concat([head, Buffer.from(text), Buffer.from(Float32Array.from(values.flat()).buffer)]);
}

it('runs the same simulation from files as from lists, and says what is wrong with files', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const [h, y, short] = ['h.npy', 'y.txt', 'short.txt'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(h, npy(rows));
  writeFileSync(y, labels.join('\n'));
  writeFileSync(short, 'rare\ncommon\n');
  const engine = await openEngine({ storage: join(folder, 'store'), limits, sources, replicas: 1 });
  onTestFinished(() => engine.close());
  const asked: Omit<SimulationQuery, 'pool'> = {
    test: 0.25,
    name: 'rows',
    strategies: [],
    baseline: 'random',
    learner: { type: 'softmax-regression', options: {} },
    training: { mode: 'cumulative', keep: 0.5, calibrate: 0, pseudoLabels: false },
    batch: 4,
    budget: 8,
    seeds: [0],
    stopping: [],
  };
  const lasting = async (pool: SimulationQuery['pool'], test: SimulationQuery['test'] = asked.test) => {
    const { setting, runs } = await engine.simulate({ ...asked, pool, test }, 'local', watch);
    return { setting, runs: runs.map(({ measured: _, ...lasts }) => lasts) };
  };
  const fromFiles = await lasting({ embeddings: h, labels: y });
  expect(fromFiles.setting).toMatchObject({ items: 45, testItems: 15, width: 2, classes: ['common', 'rare'] });
  expect(await lasting({ embeddings: rows, labels })).toEqual(fromFiles);
  const given = await lasting({ embeddings: h, labels: y }, { embeddings: h, labels: y });
  expect(given.setting).toMatchObject({ items: 60, testItems: 60 });
  expect(await codeOf(lasting({ embeddings: h, labels: short }))).toBe('INVALID_LABELS');
  expect(await codeOf(lasting({ embeddings: y, labels: y }))).toBe('INVALID_REQUEST');
  expect(await codeOf(lasting({ embeddings: join(folder, 'none.npy'), labels: y }))).toBe('SOURCE_NOT_FOUND');
});

it('makes another digest of other numbers, labels or class names, and the same of the same', async () => {
  const embeddings = matrix(Float32Array.from(rows.flat()), 2);
  const digest = async (change: { embeddings?: typeof embeddings; labels?: string[] } = {}) =>
    (await prepareData({ pool: { embeddings, labels, ...change }, test: 0.25 }, tools)).digest;
  const first = await digest();
  expect(await digest()).toBe(first);
  const { data } = await prepareData({ pool: { embeddings, labels }, test: 0.25 }, tools);
  expect(digestOf(data)).toBe(first);
  const moved = matrix(
    embeddings.data.map((value, i) => (i === 0 ? value + 1 : value)),
    2,
  );
  const others = [
    await digest({ embeddings: moved }),
    await digest({ labels: labels.toSpliced(0, 1, 'common') }),
    await digest({ labels: labels.map((label) => `${label}!`) }),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
});

it('stops reading when it is told to', async () => {
  const path = join(temporaryFolder(), 'h.npy');
  const bytes = npy(rows);
  writeFileSync(path, bytes);
  const file = { fd: openSync(path, 'r'), bytes: bytes.length, name: path };
  onTestFinished(() => closeSync(file.fd));
  const checkpoint = (): never => {
    throw new Error('stopped');
  };
  const work = { pool: { embeddings: file, labels }, test: 0.25 };
  await expect(prepareData(work, { ...tools, checkpoint })).rejects.toThrow('stopped');
});
