/** Tells who holds something open in a project, such as a stream of events, that they may not have a right to it any more. */
export interface Rights {
  /** @returns a signal that aborts at the next change; to be released when nobody waits for it any more */
  watch(project: string, person: string): { readonly signal: AbortSignal; release(): void };
  /** The role or the token of a person changed. @param person default: of everybody */
  changed(project: string, person?: string): void;
}

interface Watcher {
  readonly project: string;
  readonly person: string;
  readonly controller: AbortController;
}

export function createRights(): Rights {
  const watchers = new Set<Watcher>();
  return {
    watch(project, person) {
      const watcher = { project, person, controller: new AbortController() };
      watchers.add(watcher);
      return { signal: watcher.controller.signal, release: () => void watchers.delete(watcher) };
    },
    changed(project, person) {
      for (const watcher of [...watchers]) {
        if (watcher.project !== project || (person !== undefined && watcher.person !== person)) continue;
        watchers.delete(watcher);
        watcher.controller.abort();
      }
    },
  };
}
