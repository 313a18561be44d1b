import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnnotationRow } from './annotation-table.ts';
import { type Database, openDatabase } from './database.ts';
import { describeEngines, type TestPlace } from './testing/engines.ts';

const row = (key: string, change: Partial<AnnotationRow> = {}): AnnotationRow => ({
  key,
  state: 'answer',
  record: 1,
  response: 'r',
  updated_at: 1_720_185_504_130,
  ...change,
});

describeEngines('what another tool told', (make) => {
  let place: TestPlace;
  let database: Database;

  beforeEach(async () => {
    place = await make();
    database = await openDatabase(place.place);
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  it('keeps the last of each annotation, in one project', async () => {
    const { projects } = database;
    await projects.inProject('p', ({ annotations }) => annotations.put([row('a'), row('b', { record: 2 })]));
    const gone = row('a', { state: 'gone', record: null, response: null, updated_at: null });
    await projects.inProject('p', ({ annotations }) => annotations.put([gone, row('c')]));
    await projects.inProject('other', ({ annotations }) => annotations.put([row('a', { record: 9 })]));
    const known = await projects.read('p', ({ annotations }) => annotations.ofKeys(['a', 'b', 'c', 'd']));
    expect(known.toSorted((x, y) => x.key.localeCompare(y.key))).toEqual([gone, row('b', { record: 2 }), row('c')]);
  });

  it('keeps what its projects are, and forgets all of it with the project', async () => {
    const { projects } = database;
    const told = { number: '8', hostname: 'http://localhost:8080', config: '<View/>' };
    await projects.inProject('p', async ({ annotations, outsideProjects }) => {
      await outsideProjects.put({ ...told, hostname: null });
      await outsideProjects.put(told);
      await outsideProjects.put({ ...told, number: '9' });
      await outsideProjects.delete('9');
      await annotations.put([row('a')]);
    });
    expect(await projects.read('p', ({ outsideProjects }) => outsideProjects.get('8'))).toEqual(told);
    expect(await projects.read('p', ({ outsideProjects }) => outsideProjects.get('9'))).toBeUndefined();
    await projects.inProject('p', ({ project }) => project.delete());
    expect(await projects.read('p', ({ outsideProjects }) => outsideProjects.get('8'))).toBeUndefined();
    expect(await projects.read('p', ({ annotations }) => annotations.ofKeys(['a']))).toEqual([]);
  });
});
