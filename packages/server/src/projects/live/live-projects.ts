import { setTimeout } from 'node:timers/promises';
import { AlaasError, isAlaasError } from '@alaas/core';
import type { ProjectEvent } from '../project-events.ts';
import type { LiveOptions } from './live-options.ts';
import { LiveProject } from './live-project.ts';

/** The projects in use: each is opened when somebody first wants it, and stays open. */
export interface LiveProjects {
  /**
   * Settles when what is stored of the project is read, and its head serves where it has one: after a restart nobody is given
   * items without their contents, or told that an item of the pool is unknown. A pool without any features, and one that
   * cannot be opened, are not waited for.
   *
   * @throws AlaasError `NOT_FOUND`, `NOT_READY` after {@link close}
   */
  get(project: string): Promise<LiveProject>;
  /** The project as far as it is open now, for what cannot wait; undefined: it is being opened. */
  peek(project: string): LiveProject | undefined;
  /** Items were added to this dataset, or their features were made. */
  datasetGrew(dataset: string): void;
  /** Closes all of them; what is trained or measured is given up, and begins again at the next start. */
  close(): Promise<void>;
}

/** Milliseconds that a caller waits at most for the first round; a long scan or training must not hold requests. */
const WARM_MS = 2_000;

/** Follows the events of projects: answers train, changed settings are read again, deleted projects are closed. */
export function createLiveProjects(options: LiveOptions): LiveProjects {
  const opening = new Map<string, Promise<LiveProject>>();
  /** Deleted projects that are not cleared away yet. */
  const leaving = new Map<string, Promise<void>>();
  const open = new Map<string, LiveProject>();
  const unsubscribe = options.events.on(follow);
  let isClosed = false;

  return {
    get,
    peek(project) {
      get(project).catch(() => undefined);
      return open.get(project);
    },
    datasetGrew(dataset) {
      for (const project of open.values()) if (project.setting.settings.dataset === dataset) project.datasetGrew();
    },
    async close() {
      isClosed = true;
      unsubscribe();
      const all = [...opening.keys()];
      await Promise.all([...all.map(closeOne), ...leaving.values()]);
    },
  };

  function get(project: string): Promise<LiveProject> {
    const known = opening.get(project);
    if (known !== undefined) return whenWarm(known);
    if (isClosed)
      return Promise.reject(new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.'));
    const left = leaving.get(project) ?? Promise.resolve();
    const opened = left
      .then(() => LiveProject.open(project, options))
      .then(async (live) => {
        // it may have been closed while it was read
        if (opening.get(project) === opened) open.set(project, live);
        else await live.close();
        return live;
      });
    opening.set(project, opened);
    // a project that is not there may be made later
    opened.catch(() => opening.delete(project));
    return whenWarm(opened);
  }

  async function whenWarm(opened: Promise<LiveProject>): Promise<LiveProject> {
    const live = await opened;
    await Promise.race([live.warm(), setTimeout(WARM_MS, undefined, { ref: false })]);
    return live;
  }

  async function closeOne(project: string): Promise<void> {
    const pending = opening.get(project);
    opening.delete(project);
    open.delete(project);
    try {
      await (await pending)?.close();
    } catch (error) {
      if (!isAlaasError(error)) throw error;
      options.log.error({ err: error, project }, 'a project could not be closed');
    }
  }

  /** What was being written while the project was deleted must not be found by another project of its id. */
  function leave(project: string): void {
    const { models, rounds, log } = options;
    const left = closeOne(project)
      .then(() => Promise.all([models.clear(project), rounds.clear(project)]))
      .catch((error: unknown) => log.error({ err: error, project }, 'a deleted project could not be cleared away'))
      .then(() => {
        if (leaving.get(project) === left) leaving.delete(project);
      });
    leaving.set(project, left);
  }

  function follow({ type, project }: ProjectEvent): void {
    const failed = (error: unknown): void => {
      options.log.error({ err: error, project }, 'a project could not follow its events');
    };
    switch (type) {
      case 'response.created':
      case 'response.retracted':
      case 'verdict.created':
      case 'gold.set':
      case 'gold.removed':
      case 'pool.changed':
        // a project that nobody has opened yet has nothing to refresh; opening it reads all answers
        if (open.has(project)) open.get(project)?.labelsChanged();
        else get(project).catch(failed);
        return;
      case 'project.updated':
        // one that is being opened may have read the settings already; why it could not be opened is told to who wanted it
        opening
          .get(project)
          ?.then(
            (live) => live.settingsChanged(),
            () => undefined,
          )
          .catch(failed);
        return;
      case 'project.deleted':
        leave(project);
        return;
      default:
    }
  }
}
