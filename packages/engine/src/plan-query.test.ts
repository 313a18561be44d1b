import { configSchema, createRandom, type Item, modelEntrySchema } from '@alaas/core';
import { expect, it, onTestFinished } from 'vitest';
import type { DatasetQuery, Engine, EngineOptions } from './engine.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const model = modelEntrySchema.parse({ name: 'hashed-ngrams' });
const { limits, sources } = configSchema.parse({});
const { signal } = new AbortController();
const silent = { signal, onProgress: () => undefined };

async function start(items: Item[], extra: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = await openEngine({ storage: temporaryFolder(), limits, sources, replicas: 1, ...extra });
  onTestFinished(() => engine.close());
  engine.createDataset('d', model, 'local');
  await engine.addItems('d', { items }, silent);
  return engine;
}

/** `labelled` of them in two classes; every text is its own. */
function texts(count: number, labelled = 0): Item[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    uri: `test:${i}`,
    text: `text ${random.next()}`,
    ...(i < labelled && { label: i % 2 === 0 ? 'even' : 'odd' }),
  }));
}

function query(type: string, change: Partial<DatasetQuery> = {}): DatasetQuery {
  const strategy = { type, options: {} };
  const asked = { dataset: 'd', budget: 5, strategy, model, learner: 'softmax-regression', seed: 1 };
  return { ...asked, keepDuplicates: false, ...change };
}

it('says sizes, memory and time before anything is scanned, and how much there is to scan', async () => {
  const engine = await start(texts(40, 6));
  const plan = await engine.planQuery(query('badge'), signal);
  expect(engine.dataset('d').ready).toBe(0);
  expect(plan).toMatchObject({
    strategy: 'badge',
    rows: 40,
    labelled: 6,
    classes: 2,
    budget: 5,
    pending: 40,
    fits: true,
  });
  // embeddings and the probabilities of two classes
  expect(plan.bytes.signals).toBe(40 * (plan.width + 2) * 4);
  expect(plan.seconds.high).toBeGreaterThan(plan.seconds.low);
  await engine.query(query('badge'), silent);
  const scanned = await engine.planQuery(query('badge'), signal);
  expect(scanned).toMatchObject({ rows: 40, bytes: plan.bytes });
  expect(scanned).not.toHaveProperty('pending');
});

it('holds nothing of a pool that streams, and a committee with all its members', async () => {
  const engine = await start(texts(40, 6));
  expect((await engine.planQuery(query('margin-confidence'), signal)).bytes.signals).toBe(0);
  const learner = { type: 'bootstrap-committee', options: { members: 7 } };
  const plan = await engine.planQuery(query('batch-bald', { learner }), signal);
  expect(plan.members).toBe(7);
  expect(plan.bytes.signals).toBe(7 * 40 * 2 * 4);
  // another one stands in, with its own options
  expect((await engine.planQuery(query('batch-bald'), signal)).members).toBe(10);
});

it('says what would fit where the strategy does not', async () => {
  const engine = await start(texts(2000), { availableMemory: () => 1e6 });
  const plan = await engine.planQuery(query('k-center-greedy'), signal);
  expect(plan).toMatchObject({ fits: false, free: 1e6, alternative: { strategy: 'random' } });
  await expect(engine.query(query('k-center-greedy'), silent)).rejects.toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
});

it('refuses what the query would be refused for', async () => {
  const engine = await start(texts(10));
  const refused = (type: string, change?: Partial<DatasetQuery>) => engine.planQuery(query(type, change), signal);
  await expect(refused('badge')).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
  await expect(refused('random', { budget: 11 })).rejects.toMatchObject({ code: 'POOL_EXHAUSTED' });
  await expect(refused('random', { dataset: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
