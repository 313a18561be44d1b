import type { ExchangeStore } from './exchange-store.ts';
import { type ProjectIntakeOptions, projectIntake } from './project-intake.ts';
import { projectRecords } from './project-records.ts';

/** Projects on disk, as files are read into them and written from them. */
export function createProjectExchange(options: ProjectIntakeOptions): ExchangeStore {
  return {
    records: (project, include) => projectRecords(options, project, include),
    intake: (project, how) => projectIntake(options, project, how),
  };
}
