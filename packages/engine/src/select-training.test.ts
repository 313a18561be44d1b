import {
  configSchema,
  createRandom,
  type Item,
  matrix,
  mix,
  modelEntrySchema,
  plainTraining,
  type QueryResult,
  type Training,
} from '@alaas/core';
import { findFeaturizer, predictProbabilities } from '@alaas/zoo';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import type { DatasetQuery, Engine, Watch } from './engine.ts';
import { startEngine, startShared } from './live.fixture.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { fitHead } from './train/index.ts';

const model = modelEntrySchema.parse({ name: 'hashed-ngrams' });
const { limits, sources } = configSchema.parse({});
const silent: Watch = { signal: new AbortController().signal, onProgress: () => undefined };
const compute = createOrtCompute({ threads: 1 });
afterAll(() => compute.close());

/** The engine of every test that does not start one again: its threads start once. */
let shared: Engine;

beforeAll(async () => {
  const { engine, close } = await startShared();
  shared = engine;
  return close;
});

/** The engine with the dataset `d` of these items, for one test. */
async function start(...parts: Item[][]): Promise<Engine> {
  await addDataset('d', parts);
  return shared;
}

async function addDataset(id: string, parts: readonly Item[][]): Promise<void> {
  shared.createDataset(id, model, 'local');
  onTestFinished(() => shared.deleteDataset(id));
  for (const items of parts) await shared.addItems(id, { items }, silent);
}

const words = ['cats', 'purr', 'softly', 'stocks', 'fell', 'monday', 'rain', 'waters', 'garden'];

/** Texts of three words each, drawn by the seed; `label` is asked for each. */
function texts(prefix: string, count: number, label?: (text: string, i: number) => string): Item[] {
  const random = createRandom(prefix.length);
  return Array.from({ length: count }, (_, i) => {
    const text = Array.from({ length: 3 }, () => words[random.below(words.length)]).join(' ');
    return { id: `${prefix}${i}`, uri: `test:${prefix}${i}`, text, ...(label && { label: label(text, i) }) };
  });
}

const open40 = texts('open', 40);
const byWord = (text: string): string => (/cats|purr|rain|fell/.test(text) ? 'yes' : 'no');
const opposite = (text: string): string => (byWord(text) === 'yes' ? 'no' : 'yes');

function ask(engine: Engine, query: Partial<DatasetQuery> = {}): Promise<QueryResult> {
  const defaults: DatasetQuery = {
    dataset: 'd',
    budget: 20,
    strategy: { type: 'margin-confidence', options: {} },
    model,
    learner: 'softmax-regression',
    seed: 1,
    keepDuplicates: true,
  };
  return engine.query({ ...defaults, ...query }, silent);
}

function trained(change: Partial<Training>): { training: Training } {
  return { training: { ...plainTraining, ...change } };
}

function utilities({ picks }: QueryResult): ReadonlyMap<string, number> {
  return new Map(picks.map(({ id, utility }) => [id, utility]));
}

describe('the head of a query', () => {
  it('follows the options of its learner, and the summary says them', async () => {
    const engine = await start(texts('known', 30, byWord), open40);
    const plain = await ask(engine);
    expect(plain.summary.taught).toMatchObject({ training: plainTraining, round: 0, labels: 30, heldOut: 0 });
    const held = await ask(engine, { learner: { type: 'softmax-regression', options: { l2: 1e6 } } });
    expect(held.summary.taught?.options).toMatchObject({ l2: 1e6 });
    // weights that may not grow leave nothing to choose between two classes but how frequent they are
    expect(Math.max(...utilities(held).values()) - Math.min(...utilities(held).values())).toBeLessThan(1e-3);
    expect(Math.max(...utilities(plain).values()) - Math.min(...utilities(plain).values())).toBeGreaterThan(0.01);
    await expect(ask(engine, { learner: { type: 'softmax-regression', options: { no: 1 } } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  it('holds the share out that calibrates it, the same rows for a seed', async () => {
    const engine = await start(texts('known', 60, byWord), open40);
    const { summary, picks } = await ask(engine, trained({ calibrate: 0.3 }));
    const heldOut = Array.from({ length: 60 }, (_, row) => row).filter(
      (row) => mix(mix(1, 0xca11), row) / 2 ** 32 < 0.3,
    );
    expect(heldOut.length).toBeGreaterThan(5);
    expect(summary.taught).toMatchObject({ labels: 60 - heldOut.length, heldOut: heldOut.length });
    expect((await ask(engine, trained({ calibrate: 0.3 }))).picks).toEqual(picks);
  });

  it('forgets earlier batches where it keeps nothing of them', async () => {
    // the second batch says the opposite of the first
    const first = texts('first', 40, opposite);
    const second = texts('the second', 40, byWord);
    const engine = await start(first, open40);
    const forgetting = trained({ mode: 'incremental', keep: 0 });
    expect((await ask(engine, forgetting)).summary.taught?.round).toBe(0);
    await engine.addItems('d', { items: second }, silent);
    const all = await ask(engine, { ...forgetting, budget: 40 });
    expect(all.summary.taught?.round).toBe(1);
    await addDataset('only', [second, open40]);
    const only = await ask(engine, { dataset: 'only', budget: 40 });
    for (const [id, utility] of utilities(only)) expect(utilities(all).get(id)).toBeCloseTo(utility, 1);
    const cumulative = await ask(engine, { budget: 40 });
    const gaps = [...utilities(only)].map(([id, utility]) => Math.abs(utility - (utilities(cumulative).get(id) ?? 0)));
    expect(Math.max(...gaps)).toBeGreaterThan(0.1);
  });

  it('learns from unlabelled items that it is sure of, and from none that it is not', async () => {
    const engine = await start(texts('known', 12, byWord), open40);
    const plain = await ask(engine);
    // ln 2 is the most that two classes can have
    const all = await ask(engine, trained({ pseudoLabels: { start: 1, decay: 0 } }));
    expect(all.summary.taught?.pseudoLabels).toBe(40);
    expect(all.picks).not.toEqual(plain.picks);
    expect(all.summary.labelled).toBe(12);
    const none = await ask(engine, trained({ pseudoLabels: { start: 1e-9, decay: 0 } }));
    expect(none.summary.taught?.pseudoLabels).toBe(0);
    expect(none.picks).toEqual(plain.picks);
  });
});

describe('the head of the round before', () => {
  const tod = { strategy: { type: 'tod', options: {} }, budget: 40 };
  const first = texts('first', 20, byWord);
  const second = texts('the second', 20, byWord);

  it('is the head itself as long as there is none', async () => {
    const engine = await start(first, open40);
    for (let i = 0; i < 2; i++) {
      const { picks, summary } = await ask(engine, tod);
      expect(picks.every(({ utility }) => utility === 0)).toBe(true);
      expect(summary.taught?.round).toBe(0);
    }
  });

  it('is what the last query with fewer labels knew, also after a restart, and for a query that is repeated', async () => {
    const storage = temporaryFolder();
    const engine = await openEngine({ storage, limits, sources, replicas: 1 });
    engine.createDataset('d', model, 'local');
    await engine.addItems('d', { items: [...first, ...open40] }, silent);
    await ask(engine);
    await engine.close();
    const again = await startEngine({ storage });
    await again.addItems('d', { items: second }, silent);
    const answer = await ask(again, tod);
    expect(answer.summary.taught?.round).toBe(1);
    expect((await ask(again, tod)).picks).toEqual(answer.picks);
    const wanted = await changes(first, [...first, ...second]);
    for (const [id, utility] of utilities(answer)) expect(utility).toBeCloseTo(wanted.get(id) as number, 3);
    expect(answer.picks[0]?.utility).toBeGreaterThan(0.01);
  });

  it('may know fewer classes', async () => {
    const engine = await start(first, open40);
    await ask(engine);
    await engine.addItems('d', { items: texts('the third', 10, (_, i) => (i < 5 ? 'maybe' : 'no')) }, silent);
    const { picks } = await ask(engine, tod);
    expect(picks).toHaveLength(40);
    expect(picks[0]?.utility).toBeGreaterThan(0);
  });

  it('goes with its dataset, and is not that of another model', async () => {
    const engine = await start(first, open40);
    await ask(engine);
    engine.deleteDataset('d');
    engine.createDataset('d', model, 'local');
    await engine.addItems('d', { items: [...first, ...second, ...open40] }, silent);
    expect((await ask(engine, tod)).summary.taught?.round).toBe(0);
  });

  /** By the formula of the strategy, from heads made here. */
  async function changes(before: Item[], now: Item[]): Promise<ReadonlyMap<string, number>> {
    const featurizer = findFeaturizer('hashed-ngrams');
    const embed = (items: Item[]) => {
      const rows = items.map(({ text = '' }) => (featurizer.modality === 'text' ? featurizer.embed(text) : []));
      return matrix(Float32Array.from(rows.flatMap((row) => [...row])), featurizer.width);
    };
    const says = async (items: Item[]) => {
      const task = { embeddings: embed(items), labels: items.map(({ label = '' }) => label), seed: 1 };
      const head = await fitHead(
        { ...task, learner: 'softmax-regression', options: {} },
        { compute, checkpoint: () => undefined },
      );
      return await predictProbabilities(head, embed(open40), compute);
    };
    const [a, b] = [await says(before), await says(now)];
    const moved = (i: number): number =>
      [0, 1].reduce((sum, k) => sum + ((a.data[2 * i + k] as number) - (b.data[2 * i + k] as number)) ** 2, 0) / 2;
    return new Map(open40.map(({ id }, i) => [id, moved(i)]));
  }
});
