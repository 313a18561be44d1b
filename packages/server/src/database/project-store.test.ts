import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';

let one: TestProject;

beforeEach(async () => {
  one = await openProject();
});

afterEach(async () => {
  await one.close();
});

describe('inProject', () => {
  it('runs work one after the other, however it waits inside', async () => {
    const { projects } = one.database;
    const trace: string[] = [];
    const add = (name: string) =>
      projects.inProject(project, async ({ project: row }) => {
        const { sequence } = (await row.head()) as { sequence: number };
        trace.push(`${name} read`);
        // others get their turn between a read and the write that follows from it
        for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
        await row.update({ sequence: sequence + 1 });
        trace.push(`${name} wrote`);
      });
    await Promise.all(['a', 'b', 'c'].map(add));
    expect(trace).toEqual(['a read', 'a wrote', 'b read', 'b wrote', 'c read', 'c wrote']);
    expect(await projects.read(project, ({ project: row }) => row.head())).toMatchObject({ sequence: 3 });
  });

  it('leaves nothing behind of work that throws', async () => {
    const { projects } = one.database;
    const work = projects.inProject(project, async (data) => {
      await data.project.update({ sequence: 9 });
      await data.audit.add([{ at: 1, person: 'ann', action: 'nothing', subject: 'x' }]);
      throw new Error('No.');
    });
    await expect(work).rejects.toThrow('No.');
    expect(await projects.read(project, ({ project: row }) => row.head())).toMatchObject({ sequence: 0 });
  });

  it('forgets all of a deleted project, and nothing of another', async () => {
    const { projects } = one.database;
    await one.queue.respond(project, caller('ann'), [{ item: 'item-0', value: 'spam', key: 'k' }]);
    await projects.inProject('other', async (data) => {
      const row = { dataset: 'letters', version: 1, settings: '{}', sequence: 4, created_at: 0, created_by: 'owner' };
      await data.project.insert(row);
    });
    await projects.inProject(project, ({ project: row }) => row.delete());
    const left = await projects.read(project, async ({ records, responses, tallies, project: row }) => [
      await row.head(),
      await records.list({ limit: 9 }),
      await responses.ofKeys('ann', ['k']),
      await tallies.of('ann'),
    ]);
    expect(left).toEqual([undefined, [], [], { answers: 0, skips: 0, given: 0, active_at: 0 }]);
    expect(await projects.onDataset('letters')).toEqual(['other']);
  });
});
