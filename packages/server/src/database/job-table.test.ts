import { expect, it } from 'vitest';
import type { JobRecord, ScanWork } from '../jobs/job.ts';
import { noProgress } from '../jobs/job.ts';
import { openDatabase } from './database.ts';
import { describeEngines } from './testing/engines.ts';

function job(id: string, project?: string): JobRecord {
  return {
    ...{ id, kind: 'simulation', state: 'running', dataset: 'd', progress: noProgress, createdAt: 1000 },
    ...(project !== undefined && { project }),
  };
}

const request: ScanWork = { kind: 'scan', dataset: 'd' };

describeEngines('the jobs', (make) => {
  it('of a project are listed apart, the newest first, and keep whose they are', async () => {
    const place = await make();
    const database = await openDatabase(place.place);
    try {
      for (const record of [job('1', 'mail'), job('2'), job('3', 'other'), job('4', 'mail')]) {
        await database.jobs.insert({ record, request, attempts: 1 });
      }
      await database.jobs.finish({ ...job('1', 'mail'), state: 'done', finishedAt: 2000, resultJson: '{}' });
      const ids = async (filter: object) => (await database.jobs.list({ limit: 10, ...filter })).map(({ id }) => id);
      expect(await ids({ project: 'mail' })).toEqual(['4', '1']);
      expect(await ids({ project: 'mail', state: 'done' })).toEqual(['1']);
      expect(await ids({})).toEqual(['4', '3', '2', '1']);
      expect(await database.jobs.get('1')).toMatchObject({ project: 'mail', state: 'done', resultJson: '{}' });
      expect(await database.jobs.get('2')).not.toHaveProperty('project');
    } finally {
      await database.close();
      await place.remove();
    }
  });
});
