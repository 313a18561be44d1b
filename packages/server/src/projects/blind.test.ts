import type { ProjectRecord } from '@alaas/core';
import { afterEach, expect, it } from 'vitest';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { caller, openProject, project, type TestProject } from './project.fixture.ts';
import { createRecords, type Records } from './records.ts';
import { createSettingsMemory } from './work.ts';

const ann = caller('ann');
const bob = caller('bob');
const cyd = caller('cyd');
const rae = caller('rae');

describeEngines('labelling blind', (make) => {
  let place: TestPlace;
  let one: TestProject;
  let records: Records;

  afterEach(async () => {
    await one.close();
    await place.remove();
  });

  async function start(settings: Parameters<typeof openProject>[0] = {}, items = 3): Promise<void> {
    place = await make();
    one = await openProject({ overlap: 2, ...settings }, items, place.place);
    records = createRecords({
      store: one.database.projects,
      settings: createSettingsMemory(),
      choices: () => one.choices,
      roleIn: async (_, { id }) => (id === 'rae' ? 'reviewer' : 'annotator'),
      now: () => one.clock.now,
    });
  }

  type Person = typeof ann;
  const answer = async (who: Person, item: string, value: string | undefined, more = {}) =>
    (
      await one.queue.respond(project, who, [
        { item, ...(value === undefined ? { status: 'skipped' } : { value }), ...more },
      ])
    ).items[0];
  const look = (who: Person, item = 'item-0') => records.get(project, who, item);
  const answersIn = ({ responses }: ProjectRecord) => responses.map(({ annotator, value }) => `${annotator}: ${value}`);
  const undo = (who: Person) => one.queue.undo(project, who, 1);
  const redo = (who: Person) => one.queue.redo(project, who, 1);
  const next = async (who: Person, n = 9) =>
    (await one.queue.next(project, who, { n, anyway: false })).leases.map(({ item }) => item);
  const refused = { error: { code: 'CONFLICT' } };
  const taken = { response: { isExtra: false } };

  /** Ann says spam and Bob ham to item-0, and Ann has looked at it. */
  async function annLooks(): Promise<void> {
    await answer(ann, 'item-0', 'spam');
    await answer(bob, 'item-0', 'ham');
    expect(answersIn(await look(ann))).toEqual(['ann: spam', 'bob: ham']);
  }

  it("takes no other answer from who has looked at others', and leaves the one they gave", async () => {
    await start();
    await annLooks();
    expect(await answer(ann, 'item-0', 'ham')).toMatchObject(refused);
    expect(await answer(ann, 'item-0', undefined)).toMatchObject(refused);
    expect(answersIn(await look(ann))).toEqual(['ann: spam', 'bob: ham']);
    // a note is not another answer
    expect(await answer(ann, 'item-0', 'spam', { note: 'Look at the sender.' })).toMatchObject(taken);
    // Bob has not looked
    expect(await answer(bob, 'item-0', 'spam')).toMatchObject(taken);
  });

  it('gives a record that somebody looked at and undid to somebody else, never to them', async () => {
    await start();
    await annLooks();
    await undo(ann);
    expect(answersIn(await look(ann))).toEqual([]);
    expect(await next(ann)).toEqual(['item-1', 'item-2']);
    expect(await answer(ann, 'item-0', 'ham')).toMatchObject(refused);
    expect(await answer(ann, 'item-0', 'spam')).toMatchObject(refused);
    expect(await answer(ann, 'item-0', undefined)).toMatchObject(refused);
    expect((await next(cyd))[0]).toBe('item-0');
    expect(await answer(cyd, 'item-0', 'ham')).toMatchObject(taken);
    expect(await one.database.knownAnswers.at(project)).toMatchObject([
      { item: 'item-0', value: 'ham', responses: [{ person: 'bob' }, { person: 'cyd' }] },
    ]);
  });

  it('lets them do again what they undid, which they had said before they looked', async () => {
    await start();
    await annLooks();
    await undo(ann);
    expect((await redo(ann)).responses).toMatchObject([{ value: 'spam', isExtra: false }]);
    expect(answersIn(await look(ann))).toEqual(['bob: ham', 'ann: spam']);
  });

  it('lets everybody undo and answer anew who has not looked, or saw nothing of others', async () => {
    await start();
    await answer(ann, 'item-0', 'spam');
    expect(answersIn(await look(ann))).toEqual(['ann: spam']);
    await answer(bob, 'item-0', 'ham');
    // a list tells nothing, and costs nothing
    for (const status of [undefined, 'completed'] as const) {
      const { records: listed } = await records.list(project, ann, { status, limit: 9 });
      expect(listed.map(({ item, status: shown }) => [item, shown])).toEqual([['item-0', 'completed']]);
      expect(listed.flatMap(answersIn)).toEqual(['ann: spam']);
      expect(listed[0]).not.toHaveProperty('answer');
    }
    expect((await records.list(project, ann, { status: 'disputed', limit: 9 })).records).toEqual([]);
    await undo(ann);
    expect(await next(ann, 1)).toEqual(['item-0']);
    expect(await answer(ann, 'item-0', 'ham')).toMatchObject(taken);
    expect((await look(ann)).answer).toBe('ham');
    expect((await records.list(project, rae, { status: 'completed', limit: 9 })).records).toHaveLength(1);
  });

  it('says done, not held, to whom nothing is left but what they have looked at', async () => {
    await start({}, 1);
    await annLooks();
    await undo(ann);
    expect(await next(cyd)).toEqual(['item-0']);
    expect((await one.queue.next(project, ann, { n: 1, anyway: false })).empty).toMatchObject({ reason: 'done' });
  });

  it('gives a skipped record back where the others who are at work have looked at it', async () => {
    await start({}, 1);
    await annLooks();
    await undo(ann);
    expect(await next(cyd)).toEqual(['item-0']);
    await answer(cyd, 'item-0', undefined);
    expect(await next(cyd)).toEqual(['item-0']);
  });

  it('counts a verdict for an answer of others, unless it is the same', async () => {
    await start({ overlap: 1 });
    await answer(ann, 'item-0', 'spam');
    await answer(ann, 'item-1', 'spam');
    await one.database.projects.inProject(project, async (data) => {
      for (const row of await data.records.ofItems(['item-0']))
        await data.records.update(row.number, { answer: '"ham"' });
    });
    expect((await look(ann, 'item-0')).answer).toBe('ham');
    await look(ann, 'item-1');
    expect(await answer(ann, 'item-0', 'ham')).toMatchObject(refused);
    expect(await answer(ann, 'item-1', 'ham')).toMatchObject(taken);
  });

  it('keeps a hidden suggestion from who may still be asked again', async () => {
    await start({ overlap: 1, hideShare: 1 });
    one.choices.suggestions.set('item-0', 'spam');
    expect(await next(ann, 1)).toEqual(['item-0']);
    const given = await answer(ann, 'item-0', 'ham');
    const mine = await records.history(project, ann, { limit: 9 });
    for (const told of [given, mine, await look(ann)]) expect(JSON.stringify(told)).not.toContain('suggestion');
    const { responses } = await look(rae);
    expect(responses).toMatchObject([{ suggestion: { value: 'spam', isHidden: true } }]);
  });

  it('does not tell annotators what measures the head', async () => {
    await start();
    one.choices.test.add('item-0');
    await answer(ann, 'item-0', 'spam');
    expect([(await look(ann)).isTest, (await look(rae)).isTest]).toEqual([false, true]);
  });

  it('does not stand in the way of who works with the answers of others, or sees all', async () => {
    await start({ isBlind: false });
    await annLooks();
    expect(await answer(ann, 'item-0', 'ham')).toMatchObject(taken);
    await one.close();
    await place.remove();
    await start();
    await answer(rae, 'item-0', 'spam');
    await answer(bob, 'item-0', 'ham');
    await look(rae);
    expect(await answer(rae, 'item-0', 'ham')).toMatchObject(taken);
  });

  it('notes who looked in turn with answers: a look and an undo at once leave no way around', async () => {
    await start({}, 1);
    for (let turn = 0; turn < 5; turn++) {
      await answer(ann, 'item-0', 'spam');
      await answer(bob, 'item-0', 'ham');
      const [seen] = await Promise.all([look(ann), undo(ann)]);
      const hasSeen = answersIn(seen).includes('bob: ham');
      expect(await answer(ann, 'item-0', 'ham')).toMatchObject(hasSeen ? refused : taken);
      if (hasSeen) return;
      await undo(bob);
    }
  });
});
