import type { PoolStatus } from '@alaas/core';
import { useMemo, useState } from 'react';

/** Ids of the items that are chosen, with where each stood when it was. */
export type Selected = ReadonlyMap<string, PoolStatus>;

export interface Selection {
  readonly items: Selected;
  /** Chosen if it was not, else no more. */
  toggle(item: string, status: PoolStatus): void;
  add(items: Iterable<readonly [string, PoolStatus]>): void;
  clear(): void;
}

export function useSelection(): Selection {
  const [items, setItems] = useState<Selected>(new Map());
  return useMemo(
    () => ({
      items,
      toggle: (item, status) => setItems((now) => toggled(now, item, status)),
      add: (more) => setItems((now) => new Map([...now, ...more])),
      clear: () => setItems(new Map()),
    }),
    [items],
  );
}

export function toggled(selected: Selected, item: string, status: PoolStatus): Selected {
  const next = new Map(selected);
  if (!next.delete(item)) next.set(item, status);
  return next;
}

/** Those that an exclusion changes: what is out already stays out when it is undone. */
export function excludable(selected: Selected): string[] {
  return [...selected].flatMap(([item, status]) => (status === 'excluded' ? [] : item));
}

/** Those that can be put back. */
export function includable(selected: Selected): string[] {
  return [...selected].flatMap(([item, status]) => (status === 'excluded' ? item : []));
}
