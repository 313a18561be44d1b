import { isAlaasError } from '@alaas/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useProjectClient } from './client-context.ts';
import { tellProjectEvent } from './project-events.ts';
import { keys } from './queries.ts';

/** Milliseconds in which events are gathered, so that a burst of answers asks for the metrics once. */
const gatherMs = 500;

/** Follows a project while a page of it is open: what its events change is asked for again. */
export function useProjectEvents(id: string): void {
  const project = useProjectClient(id);
  const cache = useQueryClient();
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      void cache.invalidateQueries({ queryKey: keys.progress(id) });
    };
    const follow = async () => {
      for await (const event of project.events({ signal: abort.signal })) {
        tellProjectEvent(id, event);
        if (event.type === 'project.updated')
          void cache.invalidateQueries({ queryKey: [...keys.project(id), 'settings'] });
        timer ??= setTimeout(refresh, gatherMs);
      }
    };
    follow().catch((error: unknown) => {
      // the page goes on without: it asks when it is looked at again
      if (!isAlaasError(error)) throw error;
    });
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [project, cache, id]);
}
