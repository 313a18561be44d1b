import { type Item, modelEntrySchema, type QueryResult } from '@alaas/core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { DatasetQuery, Engine, EngineOptions, Watch } from './engine.ts';
import { startEngine, startShared } from './live.fixture.ts';

const model = modelEntrySchema.parse({ name: 'hashed-ngrams' });
const silent: Watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** The engine of every test that needs no options of its own: its threads start once. */
let shared: Engine;

beforeAll(async () => {
  const { engine, close } = await startShared();
  shared = engine;
  return close;
});

/** An engine with a dataset, its items pushed in the given parts, each scanned before the next. */
async function start(parts: Item[][], extra?: Partial<EngineOptions>): Promise<Engine> {
  const engine = extra === undefined ? shared : await startEngine(extra);
  engine.createDataset('d', model, 'local');
  if (engine === shared) onTestFinished(() => engine.deleteDataset('d'));
  for (const items of parts) {
    await engine.addItems('d', { items }, silent);
    if (parts.length > 1) await engine.scan('d', model, silent);
  }
  return engine;
}

function ask(engine: Engine, query: Partial<DatasetQuery> = {}, watch = silent): Promise<QueryResult> {
  const strategy = { type: 'k-center-greedy', options: {} };
  const defaults = { dataset: 'd', budget: 3, strategy, model, learner: 'nearest-prototype', seed: 1 };
  return engine.query({ ...defaults, keepDuplicates: false, ...query }, watch);
}

/** Three subjects that share no word; the first of each may be labelled. */
function texts(isLabelled: boolean, count = 30): Item[] {
  const subjects = ['cats purr softly at night', 'stocks fell on monday again', 'rain waters every garden'];
  return Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    uri: `test:${i}`,
    text: `${subjects[i % 3]} ${i}`,
    ...(isLabelled && i < 2 ? { label: `subject ${i}` } : {}),
  }));
}

it('asks first for the subject that no labelled item covers', async () => {
  const engine = await start([texts(true)]);
  const { picks, summary } = await ask(engine);
  expect(summary).toMatchObject({ items: 30, labelled: 2, pool: 28 });
  expect(Number(picks[0]?.id.slice(1)) % 3).toBe(2);
  expect(picks.map(({ id }) => id)).not.toContain('t0');
  expect(picks.map(({ id }) => id)).not.toContain('t1');
});

it('gives the same picks however the items came to lie in shards', async () => {
  const items = texts(true, 90);
  const one = await ask(await start([items]), { budget: 20 });
  const parts = [items.slice(0, 50), items.slice(50, 51), items.slice(51)];
  expect((await ask(await start(parts, {}), { budget: 20 })).picks).toEqual(one.picks);
});

it('passes the probabilities of the head along with the embeddings', async () => {
  const { picks } = await ask(await start([texts(true)]), { strategy: { type: 'badge', options: {} } });
  expect(new Set(picks.map(({ id }) => id)).size).toBe(3);
});

it('refuses a pool beyond the memory before it reads it, with what to do', async () => {
  const engine = await start([texts(false)], { availableMemory: () => 1000 });
  await expect(ask(engine)).rejects.toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
  await expect(ask(engine)).rejects.toThrow(
    /k-center-greedy needs up to .* GB here, .* GB are free.* random instead.* GB free/,
  );
  expect((await ask(engine, { strategy: { type: 'random', options: {} } })).picks).toHaveLength(3);
});

it('refuses a strategy that needs a committee when no label can teach one, before the scan', async () => {
  const engine = await start([texts(false)]);
  await expect(ask(engine, { strategy: { type: 'bald', options: {} } })).rejects.toMatchObject({
    code: 'STRATEGY_NEEDS',
  });
  expect(engine.dataset('d').ready).toBe(0);
});

it.each(['bald', 'batch-bald'])('trains a committee for %s, and says whose it is', async (type) => {
  const engine = await start([texts(true)]);
  const strategy = { type, options: {} };
  const { picks, summary } = await ask(engine, { strategy });
  expect(new Set(picks.map(({ id }) => id)).size).toBe(3);
  expect(summary.learner).toBe('bootstrap-committee');
  expect(summary.learnerNote).toMatch(/needs a committee, and nearest-prototype makes none/);
  expect((await ask(engine, { strategy })).picks).toEqual(picks);
  const own = await ask(engine, { strategy, learner: 'mlp' });
  expect(own.summary).toMatchObject({ learner: 'mlp' });
  expect(own.summary.learnerNote).toBeUndefined();
});

it('names the learner where a head was used, and none where it was not', async () => {
  const engine = await start([texts(true)]);
  expect((await ask(engine, { strategy: { type: 'margin-confidence', options: {} } })).summary.learner).toBe(
    'nearest-prototype',
  );
  expect((await ask(engine)).summary.learner).toBeUndefined();
});

it('keeps a strategy that ranks row by row to the neighbours of the labelled', async () => {
  const engine = await start([texts(true)]);
  const wrap = [{ type: 'seals', options: { k: 2 } }];
  const { picks } = await ask(engine, { budget: 4, strategy: { type: 'random', options: {}, wrap } });
  // one labelled text of each of two subjects, and so nothing of the third
  expect(picks.filter(({ id }) => Number(id.slice(1)) % 3 === 2)).toEqual([]);
  expect(picks.map(({ wrap: names }) => names)).toEqual(Array(4).fill(['seals']));
});

it('holds a pool in memory for a splitter, and not for a reweigher', async () => {
  const engine = await start([texts(true)], { availableMemory: () => 200 });
  const around = (type: string) => ({ type: 'margin-confidence', options: {}, wrap: [{ type, options: {} }] });
  await expect(ask(engine, { strategy: around('class-balance') })).rejects.toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
  for (const type of ['power', 'soft-rank']) {
    const { picks } = await ask(engine, { strategy: around(type) });
    expect(picks.map(({ strategy, wrap }) => [strategy, wrap])).toEqual(Array(3).fill(['margin-confidence', [type]]));
  }
});

it('refuses wrappers that do not fit, before the scan', async () => {
  const engine = await start([texts(true)]);
  const around = (type: string, ...wrap: string[]) => ({
    strategy: { type, options: {}, wrap: wrap.map((name) => ({ type: name, options: {} })) },
  });
  await expect(ask(engine, around('badge', 'power'))).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(ask(engine, around('auto', 'nothing'))).rejects.toMatchObject({ code: 'UNKNOWN_WRAPPER' });
  for (const type of ['random', 'auto']) {
    const work = ask(engine, around(type, 'per-cost'));
    await expect(work).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
    await expect(work).rejects.toThrow(/per-cost needs costs.*--costs/);
  }
  expect(engine.dataset('d').ready).toBe(0);
});

it('is cancelled while it selects, and selects again afterwards', async () => {
  const engine = await start([texts(false, 600)]);
  await engine.scan('d', model, silent);
  const controller = new AbortController();
  const work = ask(engine, { budget: 500 }, { signal: controller.signal, onProgress: () => undefined });
  controller.abort();
  await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await ask(engine)).picks).toHaveLength(3);
});
