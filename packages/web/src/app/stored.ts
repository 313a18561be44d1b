import { useSyncExternalStore } from 'react';

/** A value that is kept in the browser and shared by all of the page. */
export interface Stored<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

/**
 * A value kept under a name in the browser's own store, and in other tabs of it; in memory alone where the browser has none to
 * give.
 *
 * @param read makes the value of what was kept; null: nothing was, or somebody wrote something else
 */
export function createStored<T>(name: string, read: (kept: unknown) => T): Stored<T> {
  const key = `alaas.${name}`;
  let value = read(load(key));
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  addEventListener('storage', (event) => {
    if (event.key !== key) return;
    value = read(load(key));
    tell();
  });
  return {
    get: () => value,
    set(next) {
      value = next;
      save(key, next);
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStored<T>(stored: Stored<T>): T {
  return useSyncExternalStore(stored.subscribe, stored.get);
}

function load(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // a private window, or a value that is not ours
    return null;
  }
}

function save(key: string, value: unknown): void {
  try {
    if (value === undefined || value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // full, or forbidden: it lives on in memory
    return;
  }
}
