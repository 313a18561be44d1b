import { AlaasError, isAlaasError } from '@alaas/core';
import type { ProjectEvent } from '../project-events.ts';
import { type LiveOptions, LiveProject } from './live-project.ts';

/** The projects in use: each is opened when somebody first wants it, and stays open. */
export interface LiveProjects {
  /**
   * Settles when what is stored of the project is read; its pool may still be on its way.
   *
   * @throws AlaasError `NOT_FOUND`, `NOT_READY` after {@link close}
   */
  get(project: string): Promise<LiveProject>;
  /** Items were added to this dataset, or their features were made. */
  datasetGrew(dataset: string): void;
  /** Closes all of them; what is trained or measured is given up, and begins again at the next start. */
  close(): Promise<void>;
}

/** Follows the events of projects: answers train, changed settings are read again, deleted projects are closed. */
export function createLiveProjects(options: LiveOptions): LiveProjects {
  const opening = new Map<string, Promise<LiveProject>>();
  const open = new Map<string, LiveProject>();
  const unsubscribe = options.events.on(follow);
  let isClosed = false;

  return {
    get,
    datasetGrew(dataset) {
      for (const project of open.values()) if (project.setting.settings.dataset === dataset) project.datasetGrew();
    },
    async close() {
      isClosed = true;
      unsubscribe();
      const all = [...opening.keys()];
      await Promise.all(all.map(closeOne));
    },
  };

  function get(project: string): Promise<LiveProject> {
    const known = opening.get(project);
    if (known !== undefined) return known;
    if (isClosed)
      return Promise.reject(new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.'));
    const opened = LiveProject.open(project, options).then(async (live) => {
      // it may have been closed while it was read
      if (opening.get(project) === opened) open.set(project, live);
      else await live.close();
      return live;
    });
    opening.set(project, opened);
    // a project that is not there may be made later
    opened.catch(() => opening.delete(project));
    return opened;
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

  function follow({ type, project }: ProjectEvent): void {
    const failed = (error: unknown): void => {
      options.log.error({ err: error, project }, 'a project could not follow its events');
    };
    switch (type) {
      case 'response.created':
      case 'response.retracted':
      case 'verdict.created':
        // a project that nobody has opened yet has nothing to refresh; opening it reads all answers
        if (open.has(project)) open.get(project)?.labelsChanged();
        else get(project).catch(failed);
        return;
      case 'project.updated':
        open.get(project)?.settingsChanged().catch(failed);
        return;
      case 'project.deleted':
        closeOne(project).catch(failed);
        return;
      default:
    }
  }
}
