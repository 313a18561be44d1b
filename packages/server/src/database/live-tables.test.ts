import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { keptHeads, type NewModel } from './model-table.ts';
import { describeEngines, type TestPlace } from './testing/engines.ts';

let database: Database;

function model(version: number, change: Partial<NewModel> = {}): NewModel {
  const head = Uint8Array.of(version % 256, 255, 0);
  return {
    version,
    at: version,
    sequence: 2 * version,
    labels: version,
    learner: 'mlp',
    head,
    isServing: true,
    ...change,
  };
}

describeEngines('what is stored of live projects', (make) => {
  let place: TestPlace;

  beforeEach(async () => {
    place = await make();
    database = await openDatabase(place.place);
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  describe('where projects stand', () => {
    it('comes from what is counted, each project by itself, for those that were worked on', async () => {
      const { projects, progress } = database;
      const tally = { skips: 0, given: 0 };
      for (const [project, completed] of [
        ['a', 2],
        ['b', 7],
      ] as const) {
        await projects.inProject(project, async ({ tallies }) => {
          await tallies.setTotal({ records: 9, completed, reopened: 0 });
          await tallies.set('ann', { ...tally, answers: completed, active_at: 1000 });
          await tallies.set('bob', { ...tally, answers: 1, active_at: 2000 + completed });
        });
      }
      const found = await progress.standings(['a', 'b', 'c']);
      expect([...found].sort(([x], [y]) => (x < y ? -1 : 1))).toEqual([
        ['a', { completed: 2, answers: 3, activeAt: 2002 }],
        ['b', { completed: 7, answers: 8, activeAt: 2007 }],
      ]);
      expect([...(await progress.standings([])).keys()]).toEqual([]);
      expect([...(await progress.standings(['b'])).keys()]).toEqual(['b']);
    });
  });

  describe('the versions of heads', () => {
    it('come back as they were, the newest first, and one serves', async () => {
      const { models } = database;
      for (const version of [1, 2, 3]) await models.add('p', model(version));
      await models.add('other', model(9));
      expect(await models.list('p', 2)).toEqual([
        {
          version: 3,
          at: 3,
          sequence: 6,
          labels: 3,
          learner: 'mlp',
          evaluation: undefined,
          isServing: true,
          isPinned: false,
          isKept: true,
        },
        expect.objectContaining({ version: 2, isServing: false }),
      ]);
      expect([...((await models.head('p', 2)) ?? [])]).toEqual([2, 255, 0]);
      expect(await models.before('p', 3)).toMatchObject({ version: 2 });
      expect(await models.before('p', 1)).toBeUndefined();
      expect(await models.last('p')).toBe(3);
      expect(await models.last('nobody')).toBe(0);
    });

    it('keep the newest heads and the one that is pinned, and no other', async () => {
      const { models } = database;
      await models.add('p', model(1));
      await models.serve('p', 1, true);
      for (let version = 2; version <= keptHeads + 5; version++) {
        await models.add('p', model(version, { isServing: false }));
      }
      const kept = (await models.list('p', 1000)).filter(({ isKept }) => isKept).map(({ version }) => version);
      expect(kept).toHaveLength(keptHeads + 1);
      expect([kept.at(-1), kept.at(-2), kept[0]]).toEqual([1, 6, keptHeads + 5]);
      expect(await models.serving('p')).toMatchObject({ version: 1, isPinned: true });
      await models.serve('p', keptHeads + 5, false);
      expect(await models.serving('p')).toMatchObject({ version: keptHeads + 5, isPinned: false });
    });

    it('tell the newest evaluation there is', async () => {
      const { models } = database;
      expect(await models.newestEvaluation('p')).toBeUndefined();
      for (const version of [1, 2, 3]) await models.add('p', model(version));
      await models.evaluate('p', 1, '{"spent":1}');
      await models.evaluate('p', 2, '{"spent":2}');
      await models.add('other', model(9));
      await models.evaluate('other', 9, '{"spent":9}');
      expect(await models.newestEvaluation('p')).toBe('{"spent":2}');
      await models.evaluate('p', 2, undefined);
      expect(await models.newestEvaluation('p')).toBe('{"spent":1}');
    });

    it('take evaluations, and lose them where that is asked for', async () => {
      const { models } = database;
      for (const version of [1, 2]) await models.add('p', model(version));
      await models.evaluate('p', 1, '{"spent":1}');
      expect((await models.evaluated('p')).map(({ version, evaluation }) => [version, evaluation])).toEqual([
        [1, '{"spent":1}'],
      ]);
      await models.evaluate('p', 1, undefined);
      expect(await models.evaluated('p')).toEqual([]);
    });

    it('count on behind versions that a record names', async () => {
      await database.projects.inProject('p', (data) => data.records.insert([record({ round: 7, model_version: 5 })]));
      expect(await database.models.last('p')).toBe(5);
      expect(await database.rounds.last('p')).toBe(7);
    });
  });
});

function record(change: Record<string, unknown> = {}) {
  return {
    item: 'item',
    is_test: 0,
    arm: 'strategy' as const,
    strategy: 'random',
    utility: null,
    round: null,
    model_version: null,
    slots: 2,
    answers: 0,
    skips: 0,
    is_flagged: 0,
    gold: null,
    answer: null,
    created_at: 0,
    completed_at: null,
    ...change,
  };
}
