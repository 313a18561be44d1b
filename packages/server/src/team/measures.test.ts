import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { createMeasures, type Measures } from './measures.ts';

const [ann, bob] = [caller('ann'), caller('bob')] as const;

describeEngines('createMeasures', (make) => {
  let test: TestPlace;
  let one: TestProject;
  let measures: Measures;

  beforeEach(async () => {
    test = await make();
    one = await openProject({ overlap: 2 }, 700, test.place);
    const { projects: store, quality, people } = one.database;
    measures = createMeasures({ store, settings: createSettingsMemory(), quality, people });
  });

  afterEach(async () => {
    await measures.close();
    await one.close();
    await test.remove();
  });

  const answer = (who: typeof ann, from: number, to: number, value: string) =>
    one.queue.respond(
      project,
      who,
      one.choices.pool.slice(from, to).map((item) => ({ item, value })),
    );
  const counts = async () => {
    const { records, annotators, observedAgreement } = await measures.report(project);
    const given = Object.fromEntries(annotators.map(({ id, responses }) => [id, responses]));
    return { records, given, agreement: observedAgreement?.value };
  };

  it('follows what is answered, undone and changed, in more answers than are read at once', async () => {
    await answer(ann, 0, 620, 'spam');
    expect(await counts()).toEqual({ records: 0, given: { ann: 620 }, agreement: undefined });
    await answer(bob, 0, 4, 'spam');
    await answer(bob, 4, 8, 'ham');
    expect(await counts()).toEqual({ records: 8, given: { ann: 620, bob: 8 }, agreement: 0.5 });
    // undone: those of item-6 and item-7, on which they were apart
    await one.queue.undo(project, bob, 2);
    const undone = await counts();
    expect(undone).toMatchObject({ records: 6, given: { ann: 620, bob: 6 } });
    expect(undone.agreement).toBeCloseTo(4 / 6);
    // changed: they agree on item-4 now
    await answer(bob, 4, 5, 'spam');
    const changed = await counts();
    expect(changed).toMatchObject({ records: 6, given: { bob: 6 } });
    expect(changed.agreement).toBeCloseTo(5 / 6);
  });

  it('reads of the answers only those that are new, and nothing where nothing is', async () => {
    const read = vi.spyOn(one.database.quality, 'answers');
    const rows = async () => {
      const pages = await Promise.all(read.mock.results.map(({ value }) => value as ReturnType<typeof read>));
      read.mockClear();
      return pages.flat().length;
    };
    await answer(ann, 0, 600, 'spam');
    const first = await measures.report(project);
    expect(await rows()).toBe(600);
    expect(await measures.report(project)).toBe(first);
    expect(await rows()).toBe(0);
    await answer(bob, 0, 3, 'ham');
    expect((await measures.report(project)).records).toBe(3);
    expect(await measures.disputes(project, 9)).toHaveLength(3);
    expect(await rows()).toBe(3);
  });

  it('measures once for those who ask while it waits, and answers each what was known when they asked', async () => {
    await answer(ann, 0, 3, 'spam');
    await answer(bob, 0, 3, 'spam');
    const before = measures.report(project);
    const [a, b] = [measures.disputes(project, 5), measures.disputes(project, 5)];
    expect(a).toBe(b);
    expect((await before).records).toBe(3);
    expect(await a).toEqual([]);
  });

  it('takes nothing over from a project that was deleted to another of its id', async () => {
    const { projects } = one.database;
    await answer(ann, 0, 3, 'spam');
    expect((await counts()).given).toEqual({ ann: 3 });
    const row = await projects.read(project, (data) => data.project.get());
    await projects.inProject(project, (data) => data.project.delete());
    await expect(measures.report(project)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    if (row === undefined) throw new Error('The project was there.');
    const { version, settings, dataset, created_at, created_by } = row;
    const again = { version, settings, dataset, created_by, sequence: 0, created_at: created_at + 1 };
    await projects.inProject(project, (data) => data.project.insert(again));
    await answer(bob, 0, 5, 'spam');
    expect((await counts()).given).toEqual({ bob: 5 });
  });

  it('gives no more than is asked for, and asks nothing of a closed thread', async () => {
    await answer(ann, 0, 9, 'spam');
    await answer(bob, 0, 9, 'ham');
    expect(await measures.disputes(project, 4)).toHaveLength(4);
    expect(await measures.disputes(project, 1000)).toHaveLength(9);
    await measures.close();
    await expect(measures.report(project)).rejects.toMatchObject({ code: 'NOT_READY' });
  });
});
