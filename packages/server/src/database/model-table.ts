import type { Kysely, Selectable } from 'kysely';
import type { Connection, WriteOptions } from './connection.ts';
import type { ModelVersionTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

/** Heads that are kept beside the one that serves: the newest ones. */
export const keptHeads = 50;

/** What is stored of a version beside its head. */
export interface StoredModel {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Answers up to this sequence taught it. */
  readonly sequence: number;
  /** Answers that it has learnt from. */
  readonly labels: number;
  readonly learner: string;
  /** JSON; undefined until it is measured. */
  readonly evaluation: string | undefined;
  readonly isServing: boolean;
  /** Whether it was chosen to serve until another is. */
  readonly isPinned: boolean;
  readonly isKept: boolean;
}

/** A version as training makes it. */
export interface NewModel extends Pick<StoredModel, 'version' | 'at' | 'sequence' | 'labels' | 'learner'> {
  /** Undefined: too large to be kept every time. */
  readonly head: Uint8Array | undefined;
  readonly isServing: boolean;
}

/** The versions of projects' heads on disk. */
export interface ModelStore {
  /** Adds a version, and forgets the heads of old ones; who serves changes in the same transaction. */
  add(project: string, model: NewModel): Promise<void>;
  /** @param evaluation JSON; undefined forgets it */
  evaluate(project: string, version: number, evaluation: string | undefined): Promise<void>;
  /** Newest first. */
  list(project: string, limit: number): Promise<StoredModel[]>;
  /** Those that were measured, oldest first. */
  evaluated(project: string): Promise<StoredModel[]>;
  /** The evaluation of the newest version that has one. */
  newestEvaluation(project: string): Promise<string | undefined>;
  get(project: string, version: number): Promise<StoredModel | undefined>;
  /** The newest one that is older than `version`. */
  before(project: string, version: number): Promise<StoredModel | undefined>;
  head(project: string, version: number): Promise<Uint8Array | undefined>;
  /** The one that serves. */
  serving(project: string): Promise<StoredModel | undefined>;
  /** From now on this version serves; `isPinned`: until another one is chosen. */
  serve(project: string, version: number, isPinned: boolean): Promise<void>;
  /** The newest version, also one that a record names and that is not here; 0: none. */
  last(project: string): Promise<number>;
  /** Forgets all versions of a project. */
  clear(project: string): Promise<void>;
}

const withoutHead = ['version', 'at', 'sequence', 'labels', 'learner', 'evaluation', 'is_serving'] as const;

/** A version can be taught again; whatever lasts and names it is written after it, and takes it along. */
const made: WriteOptions = { isLasting: false };

export function createModelTable(connection: Connection): ModelStore {
  const models = (db: Kysely<Tables>, project: string) =>
    db
      .selectFrom('model_version')
      .select(withoutHead)
      .select(({ eb }) => eb('head', 'is not', null).as('is_kept'))
      .where('project', '=', project);
  return {
    add: (project, { head, isServing, ...model }) =>
      connection.write(
        `model_version/${project}`,
        async (transaction) => {
          if (isServing) {
            await transaction
              .updateTable('model_version')
              .set({ is_serving: 0 })
              .where('project', '=', project)
              .where('is_serving', '<>', 0)
              .execute();
          }
          await transaction
            .insertInto('model_version')
            .values({ project, ...model, evaluation: null, head: head ?? null, is_serving: isServing ? serves : 0 })
            .execute();
          await transaction
            .updateTable('model_version')
            .set({ head: null })
            .where('project', '=', project)
            .where('version', '<=', model.version - keptHeads)
            .where('head', 'is not', null)
            .where('is_serving', '=', 0)
            .execute();
        },
        made,
      ),
    evaluate: (project, version, evaluation) =>
      connection.write(
        `model_version/${project}`,
        async (db) => {
          await db
            .updateTable('model_version')
            .set({ evaluation: evaluation ?? null })
            .where('project', '=', project)
            .where('version', '=', version)
            .execute();
        },
        made,
      ),
    list: (project, limit) =>
      connection.run(async (db) =>
        (await models(db, project).orderBy('version', 'desc').limit(limit).execute()).map(toModel),
      ),
    evaluated: (project) =>
      connection.run(async (db) =>
        (await models(db, project).where('evaluation', 'is not', null).orderBy('version').execute()).map(toModel),
      ),
    newestEvaluation: (project) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('model_version')
          .select('evaluation')
          .where('project', '=', project)
          .where('evaluation', 'is not', null)
          .orderBy('version', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row?.evaluation ?? undefined;
      }),
    get: (project, version) =>
      connection.run(async (db) =>
        toFound(await models(db, project).where('version', '=', version).executeTakeFirst()),
      ),
    before: (project, version) =>
      connection.run(async (db) =>
        toFound(
          await models(db, project)
            .where('version', '<', version)
            .orderBy('version', 'desc')
            .limit(1)
            .executeTakeFirst(),
        ),
      ),
    head: (project, version) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('model_version')
          .select('head')
          .where('project', '=', project)
          .where('version', '=', version)
          .executeTakeFirst();
        return row?.head ?? undefined;
      }),
    serving: (project) =>
      connection.run(async (db) => toFound(await models(db, project).where('is_serving', '<>', 0).executeTakeFirst())),
    serve: (project, version, isPinned) =>
      connection.write(`model_version/${project}`, async (transaction) => {
        const rows = transaction.updateTable('model_version').where('project', '=', project);
        await rows.set({ is_serving: 0 }).where('is_serving', '<>', 0).execute();
        await rows
          .set({ is_serving: isPinned ? pinned : serves })
          .where('version', '=', version)
          .execute();
      }),
    clear: (project) =>
      connection.run(async (db) => {
        await db.deleteFrom('model_version').where('project', '=', project).execute();
      }),
    last: (project) =>
      connection.run(async (db) => {
        const stored = await db
          .selectFrom('model_version')
          .select(({ fn }) => fn.max<number | null>('version').as('last'))
          .where('project', '=', project)
          .executeTakeFirst();
        const named = await db
          .selectFrom('record')
          .select(({ fn }) => fn.max<number | null>('model_version').as('last'))
          .where('project', '=', project)
          .executeTakeFirst();
        return Math.max(stored?.last ?? 0, named?.last ?? 0);
      }),
  };
}

/** Values of `is_serving`. */
const serves = 1;
const pinned = 2;

type Row = Pick<Selectable<ModelVersionTable>, (typeof withoutHead)[number]> & { is_kept: unknown };

function toFound(row: Row | undefined): StoredModel | undefined {
  return row === undefined ? undefined : toModel(row);
}

function toModel({ is_serving, is_kept, evaluation, ...row }: Row): StoredModel {
  return {
    ...row,
    evaluation: evaluation ?? undefined,
    isServing: is_serving !== 0,
    isPinned: is_serving === pinned,
    isKept: Boolean(is_kept),
  };
}
