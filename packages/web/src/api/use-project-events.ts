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
      clearTimeout(timer);
      timer = undefined;
      void cache.invalidateQueries({ queryKey: keys.progress(id) });
    };
    const renewSettings = () => void cache.invalidateQueries({ queryKey: [...keys.project(id), 'settings'] });
    let isAgain = false;
    // what happened while the connection was broken may never be told
    const onOpen = () => {
      if (isAgain) {
        refresh();
        renewSettings();
      }
      isAgain = true;
    };
    const follow = async () => {
      // a service that is away for long, as after a night's sleep of the machine, comes back all the same
      const attempts = Number.POSITIVE_INFINITY;
      for await (const event of project.events({ signal: abort.signal, attempts, onOpen })) {
        tellProjectEvent(id, event);
        if (event.type === 'project.updated') renewSettings();
        timer ??= setTimeout(refresh, gatherMs);
      }
    };
    follow().catch((error: unknown) => {
      // this person may not follow any more, or has left: the page goes on without, and asks when it is looked at again
      if (!isAlaasError(error)) throw error;
    });
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [project, cache, id]);
}
