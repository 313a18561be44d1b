import type { Kysely } from 'kysely';
import { type AnnotationRows, createAnnotationRows } from './annotation-table.ts';
import { type AuditRows, createAuditRows } from './audit-table.ts';
import type { Connection, WriteOptions } from './connection.ts';
import { createDraftRows, type DraftRows } from './draft-table.ts';
import { createExclusionRows, type ExclusionRows } from './exclusion-table.ts';
import { createGoldRows, type GoldRows } from './gold-table.ts';
import { createLeaseRows, type LeaseRows } from './lease-table.ts';
import { createOutsideProjectRows, type OutsideProjectRows } from './outside-project-table.ts';
import { createProjectRows, type ProjectRow, type ProjectRows, projectColumns } from './project-table.ts';
import { createProjectVersionRows, type ProjectVersionRows } from './project-version-table.ts';
import { createRecordRows, type RecordRows } from './record-table.ts';
import { createResponseRows, type ResponseRows } from './response-table.ts';
import type { Tables } from './schema.ts';
import { createShownRows, type ShownRows } from './shown-table.ts';
import { createTallyRows, type TallyRows } from './tally-table.ts';
import { createUndoneRows, type UndoneRows } from './undone-table.ts';
import { createVerdictRows, type VerdictRows } from './verdict-table.ts';

/** All rows of one project, by table. */
export interface ProjectData {
  readonly project: ProjectRows;
  readonly versions: ProjectVersionRows;
  readonly records: RecordRows;
  readonly leases: LeaseRows;
  readonly responses: ResponseRows;
  readonly drafts: DraftRows;
  readonly verdicts: VerdictRows;
  readonly gold: GoldRows;
  readonly audit: AuditRows;
  readonly tallies: TallyRows;
  readonly undone: UndoneRows;
  readonly shown: ShownRows;
  readonly annotations: AnnotationRows;
  readonly outsideProjects: OutsideProjectRows;
  readonly exclusions: ExclusionRows;
}

/** Projects on disk. */
export interface ProjectStore {
  /**
   * Runs what reads, judges and writes in one project: all of it is on disk when the promise is kept, nothing of it when
   * it is not. Work in the same project waits for each other. Every write of projects goes through here.
   */
  inProject<T>(project: string, work: (data: ProjectData) => Promise<T>, how?: WriteOptions): Promise<T>;
  /** Reads without waiting for work in the project; one query sees one state. */
  read<T>(project: string, work: (data: ProjectData) => Promise<T>): Promise<T>;
  /** By id, behind `after`. */
  list(page: { readonly after?: string | undefined; readonly limit: number }): Promise<ProjectRow[]>;
  /** Ids of projects on a dataset. */
  onDataset(dataset: string): Promise<string[]>;
}

export function createProjectStore(connection: Connection, store: string): ProjectStore {
  return {
    inProject: (project, work, how) =>
      connection.write(`project/${project}`, (transaction) => work(dataOf(transaction, store, project)), how),
    read: (project, work) => connection.run((db) => work(dataOf(db, store, project))),
    list: ({ after, limit }) =>
      connection.run((db) =>
        db
          .selectFrom('project')
          .select(projectColumns)
          .where('store', '=', store)
          .$if(after !== undefined, (query) => query.where('id', '>', after as string))
          .orderBy('id')
          .limit(limit)
          .execute(),
      ),
    onDataset: (dataset) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('project')
          .select('id')
          .where('store', '=', store)
          .where('dataset', '=', dataset)
          .execute();
        return rows.map(({ id }) => id);
      }),
  };
}

function dataOf(db: Kysely<Tables>, store: string, project: string): ProjectData {
  return {
    project: createProjectRows(db, store, project),
    versions: createProjectVersionRows(db, project),
    records: createRecordRows(db, project),
    leases: createLeaseRows(db, project),
    responses: createResponseRows(db, project),
    drafts: createDraftRows(db, project),
    verdicts: createVerdictRows(db, project),
    gold: createGoldRows(db, project),
    audit: createAuditRows(db, project),
    tallies: createTallyRows(db, project),
    undone: createUndoneRows(db, project),
    shown: createShownRows(db, project),
    annotations: createAnnotationRows(db, project),
    outsideProjects: createOutsideProjectRows(db, project),
    exclusions: createExclusionRows(db, project),
  };
}
