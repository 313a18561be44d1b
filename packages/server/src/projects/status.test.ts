import { projectStatusSchema } from '@alaas/core';
import { expect, it } from 'vitest';
import { describeEngines } from '../database/testing/engines.ts';
import { caller, openProject, project } from './project.fixture.ts';
import { createStatuses } from './status.ts';
import { createSettingsMemory } from './work.ts';

const hourMs = 60 * 60_000;

describeEngines('the status of a project', (make) => {
  it("counts the caller's own answers, all and recent ones, and what is left of a quota", async () => {
    const place = await make();
    const test = await openProject({ overlap: 2, quota: 4 }, 10, place.place);
    const training = { isTraining: true, sequence: 2 };
    const statuses = createStatuses({
      store: test.database.projects,
      settings: createSettingsMemory(),
      roleIn: async (_, { id }) => (id === 'eve' ? undefined : 'annotator'),
      live: async () => Object.assign(test.choices, { training }),
      now: () => test.clock.now,
    });
    const answer = (who: string, item: string, status = 'submitted') =>
      test.queue.respond(project, caller(who), [{ item, status, ...(status === 'skipped' ? {} : { value: 'spam' }) }]);
    try {
      await answer('ann', 'item-0');
      await answer('bob', 'item-0');
      test.clock.now += 30 * hourMs;
      await answer('ann', 'item-1');
      await answer('ann', 'item-2', 'skipped');
      test.choices.modelVersion = 7;
      const ann = projectStatusSchema.parse(await statuses.get(project, caller('ann')));
      expect(ann).toEqual({
        role: 'annotator',
        mine: { all: 2, recent: 1, left: 2 },
        pool: { ready: 10, completed: 1 },
        model: { version: 7, isTraining: true, behind: ann.model.behind },
        isWaiting: false,
        stop: { isAdvised: false, reasons: [] },
      });
      expect(ann.model.behind).toBeGreaterThan(0);
      expect((await statuses.get(project, caller('ann'), test.clock.now - 31 * hourMs)).mine.recent).toBe(2);
      expect((await statuses.get(project, caller('bob'))).mine).toEqual({ all: 1, recent: 0, left: 3 });
      await test.queue.undo(project, caller('ann'), 2);
      expect((await statuses.get(project, caller('ann'))).mine).toEqual({ all: 1, recent: 0, left: 3 });
      await expect(statuses.get(project, caller('eve'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    } finally {
      await test.close();
      await place.remove();
    }
  });
});
