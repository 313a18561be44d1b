import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { owner } from '../http/callers.ts';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';
import type { ProjectEvent } from '../projects/project-events.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { createMeasures, type Measures } from './measures.ts';
import { createReview, type Review } from './review.ts';

const ann = caller('ann');
const bob = caller('bob');
describeEngines('createReview', (make) => {
  let test: TestPlace;
  let one: TestProject;
  let measures: Measures;
  let review: Review;
  let told: ProjectEvent[];

  beforeEach(async () => {
    test = await make();
    one = await openProject({ overlap: 2, goldShare: 1 }, 4, test.place);
    told = [];
    const { projects: store, quality, people } = one.database;
    const settings = createSettingsMemory();
    measures = createMeasures({ store, settings, quality, people });
    review = createReview({
      store,
      settings,
      measures,
      choices: async () => one.choices,
      events: { emit: (event) => void told.push(event) },
      now: () => one.clock.now,
    });
  });

  afterEach(async () => {
    await measures.close();
    await one.close();
    await test.remove();
  });

  const answer = (who: typeof ann, item: string, value: string) => one.queue.respond(project, who, [{ item, value }]);
  const known = async (item: string) =>
    (await one.database.knownAnswers.at(project)).find((answer) => answer.item === item);

  it('lets a verdict outrank split answers, and tells of it', async () => {
    await answer(ann, 'item-0', 'spam');
    await answer(bob, 'item-0', 'ham');
    expect(await known('item-0')).toMatchObject({ value: undefined, isVerdict: false });
    expect(await review.disputes(project, 9)).toMatchObject([
      { item: 'item-0', why: 'disagreement', uri: 'file:///item-0.txt', text: 'Text of item-0' },
    ]);
    await review.adjudicate(project, owner, { item: 'item-0', value: 'ham' });
    expect(await known('item-0')).toMatchObject({ value: 'ham', isVerdict: true });
    expect(told).toMatchObject([{ type: 'verdict.created', data: { item: 'item-0', value: 'ham' } }]);
    await review.adjudicate(project, owner, { item: 'item-0', value: 'spam' });
    expect(await known('item-0')).toMatchObject({ value: 'spam' });
    expect(await review.disputes(project, 9)).toMatchObject([{ verdict: 'spam' }]);
  });

  it('refuses a verdict on an item that is not there, and one that is no label', async () => {
    const refused = (code: Parameters<typeof isAlaasError>[1]) => (error: unknown) => isAlaasError(error, code);
    const decide = (item: string, value: string) => review.adjudicate(project, owner, { item, value });
    await expect(decide('nothing', 'spam')).rejects.toSatisfy(refused('NOT_FOUND'));
    await expect(decide('item-0', 'spma')).rejects.toSatisfy(refused('INVALID_ANSWER'));
  });

  it('gives gold items to annotators, and reports how right they were', async () => {
    await review.setGold(project, owner, [{ item: 'item-3', value: 'spam' }]);
    const { leases } = await one.queue.next(project, ann, { n: 1, anyway: false });
    // it looks like any other
    expect(leases).toMatchObject([{ item: 'item-3', reason: { arm: 'control' } }]);
    await answer(ann, 'item-3', 'ham');
    await answer(bob, 'item-3', 'spam');
    const { annotators } = await review.quality(project);
    expect(annotators.map(({ id, goldAccuracy }) => [id, goldAccuracy?.value])).toEqual([
      ['ann', 0],
      ['bob', 1],
    ]);
  });

  it('lets gold items teach by their true answer alone, and tells of them', async () => {
    await answer(ann, 'item-3', 'ham');
    await review.setGold(project, owner, [{ item: 'item-3', value: 'spam' }]);
    await review.setGold(project, owner, [{ item: 'item-3', value: 'spam' }]);
    await answer(bob, 'item-3', 'ham');
    expect(await known('item-3')).toMatchObject({ value: 'spam', isGold: true, responses: [] });
    await review.removeGold(project, owner, 'item-3');
    expect(await known('item-3')).toMatchObject({ value: 'ham', isGold: false, responses: [{}, {}] });
    expect(told.map(({ type, data }) => [type, data.item, data.value])).toEqual([
      ['gold.set', 'item-3', 'spam'],
      ['gold.removed', 'item-3', undefined],
    ]);
  });

  it('lists gold items page by page, with what they are known to be', async () => {
    await review.setGold(project, owner, [
      { item: 'item-3', value: 'spam' },
      { item: 'item-1', value: 'ham' },
    ]);
    const { items, next } = await review.gold(project, { limit: 1 });
    expect(items).toMatchObject([{ item: 'item-3', value: 'spam', answers: 0 }]);
    const rest = await review.gold(project, { after: next, limit: 1 });
    expect(rest).toMatchObject({ items: [{ item: 'item-1', value: 'ham' }] });
    expect(rest.next).toBeUndefined();
  });

  it('makes a gold item ordinary again: who has not answered it is asked', async () => {
    await answer(ann, 'item-2', 'spam');
    await review.setGold(project, owner, [{ item: 'item-2', value: 'spam' }]);
    await review.removeGold(project, owner, 'item-2');
    const { leases } = await one.queue.next(project, bob, { n: 1, anyway: false });
    expect(leases).toMatchObject([{ item: 'item-2' }]);
    await expect(review.removeGold(project, owner, 'item-2')).rejects.toSatisfy((error) =>
      isAlaasError(error, 'NOT_FOUND'),
    );
  });

  it('shows the trail, the newest change first', async () => {
    await answer(ann, 'item-0', 'spam');
    await review.setGold(project, owner, [{ item: 'item-1', value: 'ham' }]);
    await review.adjudicate(project, owner, { item: 'item-0', value: 'ham' });
    const trail = await review.audit(project, { limit: 9 });
    expect(trail.map(({ by, action, subject }) => [by, action, subject])).toEqual([
      ['owner', 'verdict.created', 'item-0'],
      ['owner', 'gold.set', 'item-1'],
      ['ann', 'response.created', 'item-0'],
    ]);
    const [, gold] = trail;
    expect(await review.audit(project, { limit: 9, before: gold?.number })).toHaveLength(1);
  });
});
