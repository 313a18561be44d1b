import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';

let one: TestProject;

beforeEach(async () => {
  one = await openProject({ overlap: 3 });
});

afterEach(async () => {
  await one.close();
});

const answer = (who: string, item: string, value: string) => one.queue.respond(project, caller(who), [{ item, value }]);
const known = async (sequence?: number) =>
  (await one.database.knownAnswers.at(project, sequence)).map(({ item, value, responses }) => [
    item,
    value,
    responses.map(({ person }) => person).join(),
  ]);

describe('known answers', () => {
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
