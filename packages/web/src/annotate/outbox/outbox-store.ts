import { byTime, type OutboxEntry } from './outbox-entry.ts';

/** Where entries outlive the page. Each has a place of its own, so that two windows never overwrite each other's. */
export interface OutboxStore {
  /** What is kept, the oldest first: also what an earlier page or another window left. */
  load(): OutboxEntry[];
  /** Whether it was kept; else it lives as long as the page. */
  put(entry: OutboxEntry): boolean;
  remove(key: string): void;
  /** False for what another window has sent or taken back meanwhile. */
  has(key: string): boolean;
}

/**
 * Keeps entries in the browser's own store.
 *
 * @param storage `localStorage`; undefined where the browser has none to give
 * @param owner whose they are: project and person
 */
export function createOutboxStore(storage: Storage | undefined, owner: readonly string[]): OutboxStore {
  const prefix = `alaas.outbox.${owner.map(encodeURIComponent).join('.')}/`;
  const inMemory = new Set<string>();
  return {
    load() {
      if (storage === undefined) return [];
      const names = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return names
        .filter((name) => name.startsWith(prefix))
        .flatMap((name) => read(storage.getItem(name)))
        .sort(byTime);
    },
    put(entry) {
      try {
        if (storage === undefined) throw new Error('no storage');
        storage.setItem(prefix + entry.key, JSON.stringify(entry));
        inMemory.delete(entry.key);
        return true;
      } catch {
        // full, or forbidden
        inMemory.add(entry.key);
        return false;
      }
    },
    remove(key) {
      inMemory.delete(key);
      storage?.removeItem(prefix + key);
    },
    has: (key) => inMemory.has(key) || storage?.getItem(prefix + key) != null,
  };
}

/** Nothing for what another version, or somebody else, wrote there. */
function read(text: string | null): OutboxEntry[] {
  try {
    const entry = JSON.parse(text ?? 'null') as Partial<OutboxEntry> | null;
    const isOurs = typeof entry?.key === 'string' && typeof entry.at === 'number' && typeof entry.item === 'string';
    return isOurs ? [entry as OutboxEntry] : [];
  } catch {
    return [];
  }
}
