import { setImmediate as turn } from 'node:timers/promises';
import { parseConfig, type projectSimulationSchema } from '@alaas/core';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { JobRecord } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { KnownAnswer } from '../projects/known-answers.ts';
import { createProjectSimulations, type ProjectSimulationsOptions } from './project-simulations.ts';

/** Answers as they come from a database on another machine: not at once. */
const known = Array.from(
  { length: 40 },
  (_, i) => ({ item: `i${i}`, value: i % 3 ? 'ham' : 'spam', arm: 'active' }) as unknown as KnownAnswer,
);
const answers = {
  sequence: async () => await turn(40),
  at: async () => await turn(known),
};

function simulationsOn(jobs: Pick<Jobs, 'submit' | 'liveJobs'>) {
  const settings = {
    task: 'single-label',
    dataset: 'letters',
    name: 'Mail',
    learner: { type: 'nearest-prototype', options: {} },
    target: null,
  };
  return createProjectSimulations({
    jobs: jobs as Jobs,
    engine: { datasetModel: () => ({}) } as unknown as ProjectSimulationsOptions['engine'],
    answers,
    read: (async () => await turn({ settings, createdAt: 0 })) as unknown as ProjectSimulationsOptions['read'],
    config: parseConfig('', 'test.yml'),
  });
}

const asked = (strategy: string) =>
  ({ strategies: [strategy], baseline: 'random', test: 'auto', seeds: [0] }) as unknown as z.output<
    typeof projectSimulationSchema
  >;

it('begins one of two that are asked for at once in a project, and another when that has ended', async () => {
  const live: JobRecord[] = [];
  const simulations = simulationsOn({
    liveJobs: () => [...live],
    submit: async (request) => {
      const job = { id: `job-${live.length}`, state: 'running', ...request } as unknown as JobRecord;
      await turn();
      live.push(job);
      return job;
    },
  });
  const start = (strategy: string, project = 'mail') => simulations.start(project, asked(strategy), 'local');
  const both = await Promise.allSettled([start('margin-confidence'), start('margin-confidence')]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(both[1]).toMatchObject({ reason: { code: 'CONFLICT' } });
  expect(live).toHaveLength(1);
  await expect(start('margin-confidence', 'other')).resolves.toMatchObject({ project: 'other' });
  live.length = 0;
  // one that is refused holds no place
  await expect(start('mergin')).rejects.toMatchObject({ code: 'UNKNOWN_STRATEGY' });
  await expect(start('margin-confidence')).resolves.toMatchObject({ project: 'mail' });
});
