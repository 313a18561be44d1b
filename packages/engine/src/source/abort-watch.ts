/** Something that wants to know when a signal aborts. */
export interface AbortWatcher {
  aborted(): void;
}

const watchers = new WeakMap<AbortSignal, Set<AbortWatcher>>();

/**
 * Like a listener on the signal, for the thousands of exchanges a second that share one: a listener that was removed
 * still refers to the next one in Node, so that old ones keep all later ones, with their contents, from being
 * collected. Here the signal has one listener, and a set of who is told.
 */
export function watchAbort(signal: AbortSignal, watcher: AbortWatcher): void {
  const known = watchers.get(signal);
  if (known !== undefined) {
    known.add(watcher);
    return;
  }
  const all = new Set([watcher]);
  watchers.set(signal, all);
  signal.addEventListener('abort', () => {
    for (const one of all) one.aborted();
  });
}

export function unwatchAbort(signal: AbortSignal, watcher: AbortWatcher): void {
  watchers.get(signal)?.delete(watcher);
}
