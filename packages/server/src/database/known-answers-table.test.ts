import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger } from '../projects/ledger.ts';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';
import type { ProjectWork } from '../projects/work.ts';
import { openDatabase } from './database.ts';
import { describeEngines, type TestPlace } from './testing/engines.ts';

describeEngines('known answers', (make) => {
  let test: TestPlace;
  let one: TestProject;

  beforeEach(async () => {
    test = await make();
    one = await openProject({ overlap: 3 }, 10, test.place);
  });

  afterEach(async () => {
    await one.close();
    await test.remove();
  });

  const answer = (who: string, item: string, value: string) =>
    one.queue.respond(project, caller(who), [{ item, value }]);
  const known = async (sequence?: number) =>
    (await one.database.knownAnswers.at(project, sequence)).map(({ item, value, responses }) => [
      item,
      value,
      responses.map(({ person }) => person).join(),
    ]);

  it('say what most annotators say, and nothing where they are split evenly', async () => {
    await answer('ann', 'item-3', 'spam');
    await answer('ann', 'item-1', 'ham');
    await answer('bob', 'item-3', 'ham');
    expect(await known()).toEqual([
      ['item-3', undefined, 'ann,bob'],
      ['item-1', 'ham', 'ann'],
    ]);
    await answer('cyd', 'item-3', 'ham');
    expect((await known())[0]).toEqual(['item-3', 'ham', 'ann,bob,cyd']);
  });

  it('tell what was known right after any change, whatever came later', async () => {
    await answer('ann', 'item-0', 'spam');
    await answer('ann', 'item-0', 'ham');
    await one.queue.undo(project, caller('ann'), 1);
    await one.queue.redo(project, caller('ann'), 1);
    await one.queue.respond(project, caller('bob'), [{ item: 'item-0', status: 'skipped' }]);
    const history = [];
    for (let sequence = 0; sequence <= 5; sequence++) history.push((await known(sequence)).map(([, value]) => value));
    expect(history).toEqual([[], ['spam'], ['ham'], [], ['ham'], ['ham']]);
    expect(await one.database.knownAnswers.sequence(project)).toBe(5);
    await expect(one.database.knownAnswers.sequence('nothing')).rejects.toSatisfy((e) => isAlaasError(e, 'NOT_FOUND'));
  });

  it('put a verdict before all answers, while it stands', async () => {
    await answer('ann', 'item-0', 'spam');
    await one.database.projects.inProject(project, async ({ records, verdicts, project: row }) => {
      const [record] = await records.ofItems(['item-0']);
      const verdict = { record: record?.number as number, person: 'rae', note: null, created_at: 0 };
      await verdicts.insert({ ...verdict, sequence: 2, retracted: null, value: '"ham"' });
      await row.update({ sequence: 2 });
    });
    expect(await one.database.knownAnswers.at(project)).toEqual([
      {
        item: 'item-0',
        value: 'ham',
        isVerdict: true,
        isGold: false,
        isBulk: false,
        isTest: false,
        arm: 'import',
        first: 1,
        sequence: 2,
        responses: [{ person: 'ann', value: 'spam' }],
      },
    ]);
    expect(await known(1)).toEqual([['item-0', 'spam', 'ann']]);
  });

  const setGold = (item: string, value: string | undefined) =>
    one.database.projects.inProject(project, async (data) => {
      const row = await data.project.get();
      const work = { project, data, choices: one.choices, now: 0, createdAt: 0, sequence: row?.sequence ?? 0 };
      const ledger = createLedger(work as unknown as ProjectWork);
      await ledger.load(await data.records.ofItems([item]));
      for (const { number } of await data.records.ofItems([item])) {
        ledger.setGold(ledger.entry(number), value === undefined ? undefined : JSON.stringify(value), 'ada');
      }
      await ledger.write();
    });

  it('take the true answer of a gold item, once, for what annotators say of it, while it is gold', async () => {
    await answer('ann', 'item-0', 'spam');
    await answer('ann', 'item-1', 'ham');
    await setGold('item-0', 'ham');
    await answer('bob', 'item-0', 'spam');
    await setGold('item-0', 'spam');
    await setGold('item-0', 'spam');
    await setGold('item-0', undefined);
    const history = [];
    for (let sequence = 1; sequence <= 6; sequence++) history.push(await known(sequence));
    expect(history).toEqual([
      [['item-0', 'spam', 'ann']],
      [
        ['item-0', 'spam', 'ann'],
        ['item-1', 'ham', 'ann'],
      ],
      [
        ['item-1', 'ham', 'ann'],
        ['item-0', 'ham', ''],
      ],
      [
        ['item-1', 'ham', 'ann'],
        ['item-0', 'ham', ''],
      ],
      [
        ['item-1', 'ham', 'ann'],
        ['item-0', 'spam', ''],
      ],
      [
        ['item-0', 'spam', 'ann,bob'],
        ['item-1', 'ham', 'ann'],
      ],
    ]);
    expect(await one.database.knownAnswers.sequence(project)).toBe(6);
    const [gold] = (await one.database.knownAnswers.between(project, 2, 5)).answers;
    expect(gold).toMatchObject({
      item: 'item-0',
      value: 'spam',
      isGold: true,
      isVerdict: false,
      first: 5,
      sequence: 5,
    });
    expect(await one.database.knownAnswers.between(project, 5, 6)).toMatchObject({
      answers: [{ item: 'item-0', isGold: false, first: 1, responses: [{ person: 'ann' }, { person: 'bob' }] }],
      gone: [],
    });
  });

  it('have items that were gold before it was known since when become so by a change of its own', async () => {
    await answer('ann', 'item-0', 'spam');
    await answer('ann', 'item-1', 'ham');
    await one.close();
    for (const table of ['gold', 'arm_tally']) await test.query(`DROP TABLE ${table}`);
    await test.query("DELETE FROM kysely_migration WHERE name >= '0009'");
    await test.query(`UPDATE record SET gold = '"ham"' WHERE item = 'item-0'`);
    const database = await openDatabase(test.place);
    const { knownAnswers } = database;
    const values = async (sequence: number) => (await knownAnswers.at(project, sequence)).map(({ value }) => value);
    expect([await knownAnswers.sequence(project), await values(2), await values(3)]).toEqual([
      3,
      ['spam', 'ham'],
      ['ham', 'ham'],
    ]);
    expect((await knownAnswers.at(project)).map(({ item, isGold }) => [item, isGold])).toEqual([
      ['item-1', false],
      ['item-0', true],
    ]);
    await database.close();
    one = await openProject({}, 1);
  });

  it('say what is drawn at random and what is in the test share', async () => {
    one.choices.control.add('item-0');
    one.choices.test.add('item-0');
    await one.queue.next(project, caller('ann'), { n: 2, anyway: false });
    await answer('ann', 'item-0', 'spam');
    await answer('ann', 'item-1', 'spam');
    const all = await one.database.knownAnswers.at(project);
    expect(all.map(({ arm, isTest }) => [arm, isTest])).toEqual([
      ['control', true],
      ['strategy', false],
    ]);
  });
});
