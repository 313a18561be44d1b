import type { ProjectStreamEvent } from '@alaas/client';

type Listener = (event: ProjectStreamEvent) => void;

const listeners = new Map<string, Set<Listener>>();

/** Hears what happens in a project while one of its pages follows it. @returns what stops that */
export function onProjectEvent(project: string, listener: Listener): () => void {
  const all = listeners.get(project) ?? new Set();
  listeners.set(project, all.add(listener));
  return () => all.delete(listener);
}

/** Passes an event on to the parts of the page. */
export function tellProjectEvent(project: string, event: ProjectStreamEvent): void {
  for (const listener of listeners.get(project) ?? []) listener(event);
}
