import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema, type Item, type ModelEntry, modelEntrySchema, type Progress } from '@alaas/core';
import { onTestFinished } from 'vitest';
import type { Engine, EngineOptions, Watch } from './engine.ts';
import type { LivePool, LiveTraining } from './live-pool.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

export const textModel: ModelEntry = modelEntrySchema.parse({ name: 'hashed-ngrams' });
export const never = new AbortController().signal;

const { limits, sources } = configSchema.parse({ limits: { retries: 0, timeout_ms: 2000 } });

/** An engine that is closed when the test ends. */
export async function startEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await openEngine({ storage: temporaryFolder(), limits, sources, replicas: 1, ...options });
  onTestFinished(() => engine.close());
  return engine;
}

/** An engine for several tests; `close` ends it and removes its folder. */
export async function startShared(): Promise<{ readonly engine: Engine; readonly close: () => Promise<void> }> {
  const storage = mkdtempSync(join(tmpdir(), 'alaas-test-'));
  const engine = await openEngine({ storage, limits, sources, replicas: 1 });
  const close = async (): Promise<void> => {
    await engine.close();
    rmSync(storage, { recursive: true, force: true });
  };
  return { engine, close };
}

export function watching(signal: AbortSignal = never, onProgress: (p: Progress) => void = () => undefined): Watch {
  return { signal, onProgress };
}

const topics = ['cats and dogs', 'stocks and bonds', 'rain and snow'];

/** Sentences in turn about pets, money and weather. */
export function topicTexts(count: number, from = 0): Item[] {
  return Array.from({ length: count }, (_, i) => {
    const number = from + i;
    return { id: `t${number}`, uri: `test:${number}`, text: `sentence ${number} is about ${topics[number % 3]}` };
  });
}

/** A dataset of these items, in memory. */
export async function openPool(
  engine: Engine,
  items: readonly Item[],
  { id = 'd', model = textModel }: { readonly id?: string; readonly model?: ModelEntry } = {},
): Promise<LivePool> {
  engine.createDataset(id, model, 'local');
  await engine.addItems(id, { items }, watching());
  return await engine.openLivePool(id, watching());
}

/** The topics of the positions, numbered. */
export function teaching(positions: readonly number[], more: Partial<LiveTraining> = {}): LiveTraining {
  return {
    positions: Uint32Array.from(positions),
    labels: Int32Array.from(positions, (position) => position % 3),
    classes: ['money', 'pets', 'weather'],
    learner: 'softmax-regression',
    options: {},
    seed: 7,
    ...more,
  };
}

/** The first `count` positions. */
export function firstOnes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Any position of `size` may be chosen. */
export function everyone(size: number): Uint8Array {
  return new Uint8Array(size).fill(1);
}
