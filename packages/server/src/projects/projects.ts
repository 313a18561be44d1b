import { randomUUID } from 'node:crypto';
import {
  AlaasError,
  type ListedProject,
  type Project,
  type ProjectSettings,
  type ProjectVersion,
  type projectChangeSchema,
  type projectCreateSchema,
  type Role,
  readSettings,
} from '@alaas/core';
import type { z } from 'zod';
import type { ProjectData, ProjectStore } from '../database/project-store.ts';
import type { ProjectRow } from '../database/project-table.ts';
import type { Caller, RoleIn } from './caller.ts';
import { checkRole } from './check-role.ts';
import { checkSettings } from './check-settings.ts';
import { checkLabelChange } from './label-changes.ts';
import type { ProjectEvents } from './project-events.ts';
import { idFromName } from './project-id.ts';
import type { Standings } from './standings.ts';
import { noProject } from './work.ts';

type CheckedCreate = z.output<typeof projectCreateSchema>;
type CheckedChange = z.output<typeof projectChangeSchema>;

/** Projects and their settings. */
export interface Projects {
  /**
   * @throws AlaasError `FORBIDDEN` for anybody but the owner of the service, `CONFLICT` for an id that is taken, `NOT_FOUND`
   *   for an unknown dataset, and what is wrong with the settings
   */
  create(asked: CheckedCreate, caller: Caller): Promise<Project>;
  /** Those that the caller has a part in, by id. */
  list(caller: Caller, also?: { readonly standing?: boolean | undefined }): Promise<ListedProject[]>;
  /** @throws AlaasError `NOT_FOUND` */
  get(id: string, caller: Caller): Promise<Project>;
  /**
   * Makes a new version, or none when nothing changes.
   *
   * @param expected the version that the caller has seen; undefined: any
   * @throws AlaasError `NOT_FOUND`, `FORBIDDEN`, `CONFLICT` for another version or a label in use, and what is wrong with the
   *   settings
   */
  change(id: string, change: CheckedChange, by: { caller: Caller; expected: number | undefined }): Promise<Project>;
  /** Forgets the project with its records and answers; its trail stays. @throws AlaasError `NOT_FOUND`, `FORBIDDEN` */
  delete(id: string, caller: Caller): Promise<void>;
  /** Newest first. @throws AlaasError `NOT_FOUND`, `FORBIDDEN` */
  versions(
    id: string,
    caller: Caller,
    page: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<ProjectVersion[]>;
}

export interface ProjectsOptions {
  readonly store: ProjectStore;
  readonly roleIn: RoleIn;
  readonly standings: Standings;
  /** @throws AlaasError `NOT_FOUND` */
  readonly checkDataset: (id: string) => void;
  readonly events: Pick<ProjectEvents, 'emit'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Projects of one name that get a number; the next one gets an id that is made up. */
const mostOfOneName = 50;

export function createProjects({ store, roleIn, standings, checkDataset, events, now }: ProjectsOptions): Projects {
  return {
    async create({ id: asked, name, ...rest }, caller) {
      if (!caller.isOwner) {
        throw new AlaasError('FORBIDDEN', 'Only the owner of the service makes projects. Ask them for one.');
      }
      checkDataset(rest.dataset);
      const settings: ProjectSettings = { ...rest, name: name ?? asked ?? rest.dataset };
      checkSettings(settings);
      for (const id of idsFor(asked, settings.name)) {
        const project = await insert(id, settings, caller);
        if (project === undefined) continue;
        events.emit({ type: 'project.created', project: id, at: now(), data: { version: 1, by: caller.id } });
        return project;
      }
      throw new AlaasError('CONFLICT', `There is a project "${asked}" already. Choose another id, or leave it out.`);
    },
    async list(caller, { standing = false } = {}) {
      const shown: { readonly row: ProjectRow; readonly role: Role }[] = [];
      const limit = 100;
      for (let after: string | undefined; ; ) {
        const page = await store.list({ after, limit });
        for (const row of page) {
          const role = await roleIn(row.id, caller);
          if (role !== undefined) shown.push({ row, role });
        }
        after = page[limit - 1]?.id;
        if (after === undefined) break;
      }
      if (!standing) return shown.map(({ row }) => projectJson(row));
      const found = await standings.of(shown.map(({ row, role }) => ({ ...row, role })));
      return shown.map(({ row }, i) => ({ ...projectJson(row), standing: found[i] }));
    },
    async get(id, caller) {
      await checkRole(roleIn, { project: id, caller, needed: 'annotator' });
      return projectJson(await store.read(id, (data) => found(id, data)));
    },
    async change(id, change, { caller, expected }) {
      await checkRole(roleIn, { project: id, caller, needed: 'admin' });
      const at = now();
      const { row, changes } = await store.inProject(id, (data) =>
        update(data, { id, change, expected, by: caller.id, at }),
      );
      if (changes.length > 0) {
        const data = { version: row.version, by: caller.id, changes };
        events.emit({ type: 'project.updated', project: id, at, data });
      }
      return projectJson(row);
    },
    async delete(id, caller) {
      await checkRole(roleIn, { project: id, caller, needed: 'owner' });
      const at = now();
      await store.inProject(id, async (data) => {
        const { version } = await found(id, data);
        await data.project.delete();
        await data.audit.add([{ at, person: caller.id, action: 'project.deleted', subject: id, details: { version } }]);
      });
      events.emit({ type: 'project.deleted', project: id, at, data: { by: caller.id } });
    },
    async versions(id, caller, page) {
      await checkRole(roleIn, { project: id, caller, needed: 'reviewer' });
      const rows = await store.read(id, async (data) => {
        await found(id, data);
        return await data.versions.list(page);
      });
      return rows.map(({ version, settings, changed_by, changed_at }) => ({
        version,
        by: changed_by,
        at: new Date(changed_at).toISOString(),
        settings: readSettings(settings),
      }));
    },
  };

  /** Undefined: the id is taken. */
  function insert(id: string, settings: ProjectSettings, caller: Caller): Promise<Project | undefined> {
    return store.inProject(id, async (data) => {
      if ((await data.project.head()) !== undefined) return undefined;
      const at = now();
      const row = {
        id,
        dataset: settings.dataset,
        version: 1,
        settings: JSON.stringify(settings),
        sequence: 0,
        created_at: at,
        created_by: caller.id,
      };
      await data.project.insert(row);
      await data.versions.insert({ version: 1, settings: row.settings, changed_by: caller.id, changed_at: at });
      await data.audit.add([{ at, person: caller.id, action: 'project.created', subject: id, details: { settings } }]);
      return projectJson(row);
    });
  }
}

/** Ids to try, one after the other. */
function* idsFor(asked: string | undefined, name: string): Generator<string, void> {
  if (asked !== undefined) {
    yield asked;
    return;
  }
  const id = idFromName(name);
  if (id !== undefined) {
    yield id;
    for (let i = 2; i <= mostOfOneName; i++) yield `${id}-${i}`;
  }
  yield randomUUID();
}

interface Update {
  readonly id: string;
  readonly change: CheckedChange;
  readonly expected: number | undefined;
  readonly by: string;
  readonly at: number;
}

async function update(
  data: ProjectData,
  { id, change, expected, by, at }: Update,
): Promise<{ row: ProjectRow; changes: string[] }> {
  const row = await found(id, data);
  if (expected !== undefined && expected !== row.version) {
    throw new AlaasError(
      'CONFLICT',
      `Project "${id}" is at version ${row.version}, not ${expected}: somebody changed it. Read it again, and repeat the change on that.`,
    );
  }
  const old = readSettings(row.settings);
  const settings = { ...old, ...change } as ProjectSettings;
  const keys = (Object.keys(change) as (keyof CheckedChange)[]).filter((key) => !isEqual(old[key], settings[key]));
  if (keys.length === 0) return { row, changes: [] };
  checkSettings(settings);
  await checkLabelChange(data, old, settings);
  const changed = { version: row.version + 1, settings: JSON.stringify(settings) };
  await data.project.update(changed);
  await data.versions.insert({ ...changed, changed_by: by, changed_at: at });
  if (settings.overlap !== old.overlap) await changeOverlap(data, settings.overlap - old.overlap, row.sequence, at);
  const changes = Object.fromEntries(keys.map((key) => [key, { from: old[key], to: settings[key] }]));
  const details = { version: changed.version, changes };
  await data.audit.add([{ at, person: by, action: 'project.updated', subject: id, details }]);
  return { row: { ...row, ...changed }, changes: keys };
}

/** Records want more or fewer answers from now on, also those that had all of them. */
async function changeOverlap(data: ProjectData, more: number, sequence: number, at: number): Promise<void> {
  await data.records.addSlots(more, { at, sequence });
  const { reopened } = await data.tallies.total();
  await data.tallies.setTotal({ ...(await data.records.counts()), reopened: reopened + 1 });
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

async function found(id: string, data: ProjectData): Promise<ProjectRow> {
  const row = await data.project.get();
  if (row === undefined) throw noProject(id);
  return row;
}

function projectJson({ id, version, settings, created_at }: ProjectRow): Project {
  return {
    id,
    version,
    createdAt: new Date(created_at).toISOString(),
    ...readSettings(settings),
  };
}
