import { poolStatuses } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { replayRound } from '../projects/live/replay-round.ts';
import { createStoredSource } from '../projects/live/stored-source.ts';
import { caller } from '../projects/project.fixture.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { createMeasures } from '../team/measures.ts';
import { createReview } from '../team/review.ts';
import { cloudOf, twoClouds } from '../testing/live-bench.ts';
import { VectorPool } from '../testing/vector-pool.ts';
import { never, openPoolWorld, type PoolWorld, project } from './pool.fixture.ts';

const reviewer = caller('rae');
const items = (list: readonly { readonly item: string }[]) => list.map(({ item }) => item);
const numberOf = (item: string) => Number(item.slice('item-'.length));
const labelOf = cloudOf as (item: string) => string;

describeEngines('the pool', (make) => {
  let worlds: PoolWorld[] = [];
  let places: TestPlace[] = [];

  afterEach(async () => {
    for (const world of worlds) await world.close();
    for (const place of places) await place.remove();
    worlds = [];
    places = [];
  });

  async function open(
    ...[settings, vectors]: Parameters<typeof openPoolWorld> extends [unknown, ...infer Rest] ? Rest : never
  ) {
    const place = await make();
    places.push(place);
    return await openAt(place, settings, vectors);
  }

  async function openAt(place: TestPlace, ...rest: [Parameters<typeof openPoolWorld>[1]?, VectorPool?]) {
    const world = await openPoolWorld(place.place, ...rest);
    worlds.push(world);
    return world;
  }

  async function nextItems({ queue }: PoolWorld, who: string, n: number): Promise<string[]> {
    return items((await queue.next(project, caller(who), { n, anyway: false })).leases);
  }

  describe('its pages', () => {
    it('hold every item once, in the order of the pool, with what is known of it', async () => {
      const world = await open();
      const labelled = new Set(await world.label(12));
      const [held] = await nextItems(world, 'bob', 1);
      const all = await world.all();
      expect(items(all)).toEqual(Array.from({ length: 60 }, (_, i) => `item-${i}`));
      const { serving } = await world.live.get(project);
      for (const one of all) {
        const isLabelled = labelled.has(one.item);
        const status = isLabelled ? 'completed' : one.item === held ? 'in-progress' : 'unlabelled';
        expect(one).toMatchObject({ status, isDuplicate: false, isWhole: true, uri: `memory:${one.item}` });
        expect(one.label).toBe(isLabelled ? cloudOf(one.item) : undefined);
        // from the scores themselves, in words of the definitions
        const { data, columns } = serving?.scores ?? { data: [], columns: 0 };
        const at = numberOf(one.item) * columns;
        const p: [number, number] = [data[at] as number, data[at + 1] as number];
        expect(one.prediction?.value).toBe(p[0] > p[1] ? 'spam' : 'ham');
        expect(one.prediction?.score).toBeCloseTo(Math.max(...p), 6);
        expect(one.signals.confidence).toBeCloseTo(Math.max(...p), 6);
        expect(one.signals.uncertainty).toBeCloseTo(1 - Math.abs(p[0] - p[1]), 6);
        expect(one.signals.entropy).toBeCloseTo(-p.reduce((sum, x) => sum + x * Math.log(x), 0), 5);
      }
    });

    it('are sorted by any signal either way, what is not known last, and every page goes on where the last one ended', async () => {
      const world = await open();
      await world.label(12);
      const all = await world.all();
      for (const sort of ['uncertainty', 'entropy', 'confidence', 'error', 'utility'] as const) {
        for (const order of ['asc', 'desc'] as const) {
          const sign = order === 'asc' ? 1 : -1;
          const known = all.filter(({ signals }) => signals[sort] !== undefined);
          const rest = all.filter(({ signals }) => signals[sort] === undefined);
          const value = (one: (typeof all)[number]) => one.signals[sort] as number;
          known.sort((a, b) => sign * (value(a) - value(b)) || numberOf(a.item) - numberOf(b.item));
          expect(items(await world.all({ sort, order })), `${sort} ${order}`).toEqual(items([...known, ...rest]));
        }
      }
      expect(items(await world.all({ sort: 'pool', order: 'desc' }))).toEqual(items(all).reverse());
    });

    it('are what all filters let through together', async () => {
      const world = await open();
      await world.label(14);
      await world.pool.exclude(project, reviewer, ['item-50'], true);
      await world.settle();
      const all = await world.all();
      const naive = (isWanted: (one: (typeof all)[number]) => boolean) => items(all.filter(isWanted));
      expect(items(await world.all({ status: 'completed' }))).toEqual(naive((one) => one.status === 'completed'));
      expect(items(await world.all({ status: 'excluded' }))).toEqual(['item-50']);
      expect(items(await world.all({ label: 'ham' }))).toEqual(naive((one) => one.label === 'ham'));
      expect(items(await world.all({ predicted: 'ham' }))).toEqual(naive((one) => one.prediction?.value === 'ham'));
      expect(items(await world.all({ arm: 'control' }))).toEqual(naive((one) => one.arm === 'control'));
      expect(naive((one) => one.arm === 'control').length).toBeGreaterThan(3);
      const round = all.find((one) => one.status === 'completed')?.round as number;
      expect(items(await world.all({ round }))).toEqual(naive((one) => one.round === round));
      expect(items(await world.all({ item: 'item-1' }))).toEqual(['item-1']);
      expect(items(await world.all({ item: 'item-1', status: 'excluded' }))).toEqual([]);
      expect(await world.all({ item: 'nobody pushed this' })).toEqual([]);
      expect(items(await world.all({ q: 'item-1', status: 'unlabelled', predicted: 'spam' }))).toEqual(
        naive((one) => one.item.includes('item-1') && one.status === 'unlabelled' && one.prediction?.value === 'spam'),
      );
      expect(await world.all({ label: 'nobody said this' })).toEqual([]);
      expect(await world.all({ predicted: 'nobody said this' })).toEqual([]);
    });

    it('show sets of labels where an item may have several', async () => {
      const world = await open({ task: 'multi-label', testShare: 0 });
      await world.label(20, { answer: (item) => (cloudOf(item) === 'spam' ? ['spam'] : ['spam', 'ham']) });
      const all = await world.all();
      const { serving } = await world.live.get(project);
      const isHam = (item: string) => (serving?.scores?.data[2 * numberOf(item) + 1] as number) > 0.5;
      for (const { item, prediction, label } of all) {
        expect(prediction?.value).toEqual(isHam(item) ? ['spam', 'ham'] : ['spam']);
        if (label !== undefined) expect(label).toEqual(cloudOf(item) === 'spam' ? ['spam'] : ['spam', 'ham']);
      }
      expect(items(await world.all({ predicted: 'ham' }))).toEqual(items(all).filter(isHam));
      const labelledHam = all.filter(({ label }) => Array.isArray(label) && label.length === 2);
      expect(items(await world.all({ label: 'ham' }))).toEqual(items(labelledHam));
      const map = await world.pool.map(project, undefined, never);
      const predicted = new Int16Array(Uint8Array.from(Buffer.from(map.predicted, 'base64')).buffer);
      for (const [i, { prediction }] of all.entries()) {
        expect(map.values[predicted[i] as number]).toEqual(prediction?.value);
      }
    });

    it('count what the filters let through, whatever the page', async () => {
      const world = await open();
      const page = await world.pool.page(project, { status: 'unlabelled', sort: 'pool', limit: 3 }, never);
      expect(page).toMatchObject({ matches: 60, total: 60, modelVersion: 0, measuredVersion: 0, next: '2~2' });
      expect(page.items).toHaveLength(3);
    });
  });

  describe('the confusion matrix', () => {
    it('has in each cell the items that it counts', async () => {
      // clouds that overlap, so that heads are wrong at times
      const world = await open({}, new VectorPool(twoClouds(120, 0.35)));
      await world.label(40);
      const { evaluation } = await world.live.get(project);
      const names = ['spam', 'ham'];
      const seen: string[] = [];
      for (const [row, truth] of names.entries()) {
        for (const [column, said] of names.entries()) {
          const cell = await world.all({ truth, said });
          expect(cell.length, `${truth} said ${said}`).toBe(evaluation?.confusion?.[row]?.[column]);
          for (const one of cell) expect([one.label, one.said]).toEqual([truth, said]);
          seen.push(...items(cell));
        }
      }
      expect(new Set(seen).size).toBe(evaluation?.items);
      const wrong = (evaluation?.confusion?.[0]?.[1] ?? 0) + (evaluation?.confusion?.[1]?.[0] ?? 0);
      expect(wrong).toBeGreaterThan(0);
      await expect(world.all({ truth: 'spam' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    });
  });

  describe('labels that are likely wrong', () => {
    it('come first, by heads that have not learnt from them', async () => {
      const world = await open({ testShare: 0 }, new VectorPool(twoClouds(80, 3)));
      const given: string[] = [];
      const isWrong = (item: string) => given.indexOf(item) === 9 || given.indexOf(item) === 17;
      await world.label(24, {
        answer: (item) => {
          given.push(item);
          return isWrong(item) === (cloudOf(item) === 'spam') ? 'ham' : 'spam';
        },
      });
      const wrong = [given[9], given[17]].toSorted();
      const doubtful = await world.all({ sort: 'error' });
      expect(items(doubtful.slice(0, 2)).toSorted()).toEqual(wrong);
      expect(items(await world.all({ likelyError: true })).toSorted()).toEqual(wrong);
      for (const one of doubtful.slice(0, 2)) expect(one.said).toBe(cloudOf(one.item));
      expect(doubtful.filter(({ signals }) => signals.error !== undefined)).toHaveLength(24);
    });

    it('are no more once a reviewer has decided, though the heads still disagree', async () => {
      const world = await open({ testShare: 0 }, new VectorPool(twoClouds(80, 3)));
      const given: string[] = [];
      const isWrong = (item: string) => given.indexOf(item) === 9 || given.indexOf(item) === 17;
      await world.label(24, {
        answer: (item) => {
          given.push(item);
          return isWrong(item) === (cloudOf(item) === 'spam') ? 'ham' : 'spam';
        },
      });
      const [kept, other] = [given[9] as string, given[17] as string];
      const label = (await world.all({ item: kept }))[0]?.label as string;
      const { projects: store, quality, people } = world.database;
      const settings = createSettingsMemory();
      const review = createReview({
        store,
        settings,
        measures: createMeasures({ store, settings, quality, people }),
        choices: (id) => world.live.get(id),
        events: { emit: () => undefined },
        now: () => 1_800_000_000_000,
      });
      await review.adjudicate(project, reviewer, { item: kept, value: label });
      expect(items(await world.all({ likelyError: true }))).toEqual([other]);
      const [shown] = await world.all({ item: kept });
      expect(shown).toMatchObject({ label, isLikelyError: false });
      expect(shown?.signals.error).toBeGreaterThan(0.5);
    });
  });

  describe('excluded items', () => {
    it('are taken out of the hands of people, and never given to anybody until they are put back', async () => {
      const world = await open();
      const held = await nextItems(world, 'ann', 3);
      const result = await world.pool.exclude(project, reviewer, [...held, 'item-7', 'nowhere'], true);
      expect(result).toMatchObject({ changed: new Set([...held, 'item-7']).size, known: 0 });
      expect(result.failed).toMatchObject([{ item: 'nowhere', code: 'NOT_FOUND' }]);
      const out = new Set([...held, 'item-7']);
      // at once: no new round has been made yet
      for (const item of await nextItems(world, 'ann', 20)) expect(out).not.toContain(item);
      await world.settle();
      expect((await world.live.get(project)).size).toBe(60 - out.size);
      const labelled = await world.label(60);
      expect(labelled.filter((item) => out.has(item))).toEqual([]);
      expect(labelled).toHaveLength(60 - out.size);
      const { empty } = await world.queue.next(project, caller('ann'), { n: 1, anyway: false });
      expect(empty?.reason).toBe('done');
      const again = await world.pool.exclude(project, reviewer, [...out], false);
      expect(again).toEqual({ changed: out.size, known: 0, failed: [] });
      await world.settle();
      expect((await world.label(60)).toSorted()).toEqual([...out].toSorted());
    });

    it('teach nothing and are measured no more, and are as before once they are back', async () => {
      const world = await open();
      await world.label(16);
      const before = await world.live.get(project);
      const [known, labels] = [before.known.length, before.training.labels];
      const [first] = before.known.filter(({ isTest }) => !isTest);
      await world.pool.exclude(project, reviewer, [first?.item as string], true);
      await world.settle();
      const during = await world.live.get(project);
      expect(items(during.known)).not.toContain(first?.item);
      expect([during.known.length, during.training.labels]).toEqual([known - 1, labels - 1]);
      expect(during.measures.crossFitted?.items.map(({ item }) => item)).not.toContain(first?.item);
      await world.pool.exclude(project, reviewer, [first?.item as string], false);
      await world.settle();
      const after = await world.live.get(project);
      expect([after.known.length, after.training.labels]).toEqual([known, labels]);
    });

    it('stay out after a restart, and who did it is on the trail', async () => {
      const place = await make();
      places.push(place);
      const world = await openAt(place);
      await world.pool.exclude(project, reviewer, ['item-3', 'item-4'], true);
      await world.pool.exclude(project, reviewer, ['item-4'], false);
      expect(await world.pool.exclude(project, reviewer, ['item-3'], true)).toMatchObject({ changed: 0, known: 1 });
      await world.close();
      worlds = [];
      const again = await openAt(place);
      expect(items(await again.all({ status: 'excluded' }))).toEqual(['item-3']);
      expect((await again.live.get(project)).size).toBe(59);
      const trail = await again.database.projects.read(project, (data) => data.audit.list({ limit: 10 }));
      expect(trail.map(({ action, subject, person }) => [action, subject, person]).reverse()).toEqual([
        ['item.excluded', 'item-3', 'rae'],
        ['item.excluded', 'item-4', 'rae'],
        ['item.included', 'item-4', 'rae'],
      ]);
    });

    it('leave the rounds of before what they were', async () => {
      const world = await open();
      await world.label(8);
      const { rounds } = world.database;
      const before = await rounds.list(project, { limit: 20 });
      await world.pool.exclude(project, reviewer, before.flatMap((round) => items(round.items)).slice(0, 20), true);
      await world.settle();
      await world.label(4);
      const source = createStoredSource({
        engine: { openLivePool: async () => world.vectors },
        store: world.database.projects,
        progress: world.database.progress,
        datasets: world.database.datasets,
        now: () => 0,
      });
      const all = await rounds.list(project, { limit: 50 });
      expect(all.length).toBeGreaterThan(before.length);
      for (const round of all) {
        const replay = await replayRound(
          round,
          {
            project,
            pool: world.vectors,
            source,
            answers: world.database.knownAnswers,
            models: world.database.models,
            pause: async () => undefined,
          },
          never,
        );
        expect({ number: round.number, differences: replay.differences }).toEqual({
          number: round.number,
          differences: [],
        });
      }
    });
  });

  describe('a label for many items', () => {
    it('is an answer to each: it teaches, completes them, and is told apart', async () => {
      const world = await open();
      const spam = Array.from({ length: 10 }, (_, i) => `item-${2 * i}`);
      const ham = Array.from({ length: 10 }, (_, i) => `item-${2 * i + 1}`);
      expect(await world.pool.label(project, reviewer, [...spam, 'nowhere'], 'spam')).toMatchObject({
        changed: 10,
        known: 0,
        failed: [{ item: 'nowhere', code: 'NOT_FOUND' }],
      });
      await world.pool.label(project, reviewer, ham, 'ham');
      expect(await world.pool.label(project, reviewer, ham, 'ham')).toEqual({ changed: 0, known: 10, failed: [] });
      await world.settle();
      const { training, known } = await world.live.get(project);
      expect(training.modelVersion).toBeGreaterThan(0);
      expect(known).toHaveLength(20);
      expect(known.every(({ isBulk, arm }) => isBulk && arm === 'bulk')).toBe(true);
      expect(items(await world.all({ arm: 'bulk' })).toSorted()).toEqual([...spam, ...ham].toSorted());
      const [one] = await world.all({ q: 'item-4' });
      expect(one).toMatchObject({ item: 'item-4', status: 'completed', label: 'spam', arm: 'bulk' });
      const counts = await world.database.progress.counts(project, Number.MAX_SAFE_INTEGER);
      expect(counts).toMatchObject({ completed: 20, responses: 20, byArm: { bulk: 20 } });
    });

    it('is taken back by the one who gave it, and what it took the place of stands again', async () => {
      const world = await open({ testShare: 0 });
      const all = Array.from({ length: 12 }, (_, i) => `item-${i}`);
      await world.pool.label(project, reviewer, all, 'spam');
      await world.pool.label(project, reviewer, all.slice(0, 4), 'ham');
      // somebody looked at one of them alone meanwhile: their answer stays
      await world.queue.respond(project, caller('ann'), [{ item: 'item-0', value: 'spam' }]);
      const undo = await world.pool.label(project, reviewer, all.slice(0, 4), null);
      expect(undo).toEqual({ changed: 3, known: 1, failed: [] });
      expect(items(await world.all({ arm: 'bulk', label: 'spam' })).toSorted()).toEqual(all.toSorted());
      const others = await world.pool.label(project, caller('bob'), all, null);
      expect(others).toMatchObject({ changed: 0, known: 12 });
      await world.pool.label(project, reviewer, all, null);
      expect(items(await world.all({ label: 'spam' }))).toEqual(['item-0']);
      const left = await world.all({ status: 'unlabelled' });
      expect(items(left)).toContain('item-5');
      await world.settle();
      expect((await world.live.get(project)).known.map(({ item }) => item)).toEqual(['item-0']);
      // they may be asked like any other
      const asked = await world.label(59);
      expect(asked).toContain('item-5');
    });

    it('is refused where somebody answered the item alone, for gold and excluded items, and for a strange label', async () => {
      const world = await open();
      const [answered] = await world.label(1);
      await world.pool.exclude(project, reviewer, ['item-50'], true);
      const { failed, changed } = await world.pool.label(project, reviewer, [answered as string, 'item-50'], 'ham');
      expect([changed, failed.map(({ item, code }) => [item, code])]).toEqual([
        0,
        [
          [answered, 'CONFLICT'],
          ['item-50', 'CONFLICT'],
        ],
      ]);
      const wrong = world.pool.label(project, reviewer, ['item-51'], 'no label');
      await expect(wrong).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
    });

    it('proves nothing: the sample that measures has it only once somebody looked at the item alone', async () => {
      const world = await open({ testShare: 0 });
      // all of them spam, which is wrong of every other one
      const bulk = Array.from({ length: 40 }, (_, i) => `item-${i}`);
      await world.pool.label(project, reviewer, bulk, 'spam');
      await world.settle();
      const drawn = await world.label(20);
      await world.settle();
      const one = await world.live.get(project);
      const sample = one.measures.crossFitted?.sample.map((row) => one.measures.crossFitted?.items[row]) ?? [];
      expect(sample.length).toBeGreaterThan(5);
      for (const item of sample) expect(drawn).toContain(item?.item);
      // drawn all the same, as if there were no answers in bulk
      const order = one.snapshot?.order.order ?? [];
      const controls = one.known.filter(({ arm }) => arm === 'control').map(({ item }) => numberOf(item));
      expect(controls.some((position) => position < 40)).toBe(true);
      const firstDraws = [...order].slice(0, controls.length);
      for (const position of firstDraws) expect(drawn.map(numberOf)).toContain(position);
      // who looked at it alone is right, and the answer in bulk is gone
      for (const item of drawn.filter((drawnItem) => bulk.includes(drawnItem))) {
        const [shown] = (await world.all({ q: item })).filter((found) => found.item === item);
        expect(shown?.label).toBe(labelOf(item));
      }
    });

    it('lets the one who gave it be asked again, and lasts while nobody is', async () => {
      const world = await open({ testShare: 0, controlShare: 1 });
      const all = Array.from({ length: 60 }, (_, i) => `item-${i}`);
      await world.pool.label(project, reviewer, all.slice(0, 50), 'spam');
      await world.settle();
      const [first] = await world.label(1, { who: 'rae' });
      const { known } = await world.live.get(project);
      expect(known.find(({ item }) => item === first)).toMatchObject({ isBulk: false, responses: [{ person: 'rae' }] });
      expect(known.filter(({ isBulk }) => isBulk).length).toBeGreaterThanOrEqual(49);
    });
  });

  describe('the neighbours of an item', () => {
    it('are the nearest by cosine, of all items or of those with a label', async () => {
      const world = await open();
      const labelled = await world.label(10);
      const vector = (i: number) => [...twoClouds(60).data.subarray(2 * i, 2 * i + 2)] as [number, number];
      const cosine = (a: [number, number], b: [number, number]) =>
        (a[0] * b[0] + a[1] * b[1]) / Math.hypot(...a) / Math.hypot(...b);
      const near = (of: readonly string[]) =>
        of
          .filter((item) => item !== 'item-9')
          .sort((a, b) => cosine(vector(numberOf(b)), vector(9)) - cosine(vector(numberOf(a)), vector(9)));
      const ask = { n: 5, seesAll: true };
      const all = await world.pool.neighbours(project, 'item-9', ask, never);
      expect(items(all)).toEqual(near(Array.from({ length: 60 }, (_, i) => `item-${i}`)).slice(0, 5));
      for (const one of all) expect(one.distance).toBeCloseTo(1 - cosine(vector(numberOf(one.item)), vector(9)), 5);
      const known = await world.pool.neighbours(project, 'item-9', { ...ask, labelled: true }, never);
      expect(items(known)).toEqual(near(labelled).slice(0, 5));
      for (const one of known) expect(one.label).toBe(cloudOf(one.item));
      const others = await world.pool.neighbours(project, 'item-9', { ...ask, n: 100, labelled: false }, never);
      expect(others.filter(({ item }) => labelled.includes(item))).toEqual([]);
      const strange = world.pool.neighbours(project, 'nowhere', ask, never);
      await expect(strange).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('give an annotator nothing that they may still be asked: no gold items, open records or answers in bulk', async () => {
      const world = await open({ overlap: 2, testShare: 0 });
      const twice = await world.label(6);
      for (const item of twice.slice(0, 3)) {
        await world.queue.respond(project, caller('bob'), [{ item, value: cloudOf(item) }]);
      }
      const gold = twice[0] as string;
      await world.database.projects.inProject(project, async ({ records }) => {
        const [record] = await records.ofItems([gold]);
        await records.update(record?.number ?? 0, { gold: '"ham"' });
      });
      const free = Array.from({ length: 60 }, (_, i) => `item-${i}`).filter((item) => !twice.includes(item));
      await world.pool.label(project, reviewer, free.slice(0, 5), 'spam');
      await world.pool.exclude(project, reviewer, [twice[1] as string], true);
      const asked = free.at(-1) as string;
      const seen = await world.pool.neighbours(project, asked, { n: 100, seesAll: false }, never);
      expect(items(seen)).toEqual([twice[2]]);
      expect(seen[0]?.label).toBe(cloudOf(twice[2] as string));
    });
  });

  it('tells an annotator no answers beside its neighbours where records are asked again', async () => {
    const world = await open({ relabel: true, testShare: 0 });
    const labelled = await world.label(6);
    const asked = Array.from({ length: 60 }, (_, i) => `item-${i}`).find((item) => !labelled.includes(item)) as string;
    const see = (seesAll: boolean) => world.pool.neighbours(project, asked, { n: 3, labelled: true, seesAll }, never);
    const [own, all] = [await see(false), await see(true)];
    expect(items(own)).toEqual(items(all));
    expect(own.map(({ label }) => label)).toEqual([undefined, undefined, undefined]);
    expect(all.map(({ label }) => label)).toEqual(all.map(({ item }) => cloudOf(item)));
  });

  describe('its map', () => {
    it('has a place, label, prediction, round and status of each item', async () => {
      const world = await open();
      const labelled = await world.label(10);
      await world.pool.exclude(project, reviewer, ['item-50'], true);
      await world.settle();
      const first = await world.pool.map(project, undefined, never);
      expect(first.layout.kind).toBe('pca');
      const map = await eventually(world);
      expect(map).toMatchObject({ points: 60, total: 60, values: ['spam', 'ham'] });
      expect(map.layout).toMatchObject({ kind: 'umap', progress: null });
      expect(map.layout.id).not.toBe(first.layout.id);
      const all = await world.all();
      expect(map.items).toEqual(items(all));
      const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64')).buffer;
      const label = new Int16Array(bytes(map.label));
      const predicted = new Int16Array(bytes(map.predicted));
      const status = new Uint8Array(bytes(map.status));
      const round = new Int32Array(bytes(map.round));
      const uncertainty = new Float32Array(bytes(map.uncertainty));
      for (const [i, one] of all.entries()) {
        expect(map.values[label[i] as number]).toBe(one.label);
        expect(map.values[predicted[i] as number]).toBe(one.prediction?.value);
        expect(poolStatuses[status[i] as number]).toBe(one.status);
        expect(round[i]).toBe(one.round ?? -1);
        expect(uncertainty[i]).toBeCloseTo(one.signals.uncertainty as number, 6);
      }
      expect(label.filter((place) => place >= 0)).toHaveLength(labelled.length);
      const again = await world.pool.map(project, map.layout.id, never);
      expect([again.items, again.x, again.y]).toEqual([undefined, undefined, undefined]);
      expect(again.status).toBe(map.status);
    });
  });

  /** The map once nothing better is on its way. */
  async function eventually({ pool }: PoolWorld) {
    for (;;) {
      const map = await pool.map(project, undefined, never);
      if (map.layout.progress === null) return map;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
});
