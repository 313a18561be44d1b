import type { Client } from '@alaas/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from '../api/client-context.ts';
import { onProjectEvent } from '../api/project-events.ts';
import { keys } from '../api/queries.ts';
import { contentQuery } from '../content/content-query.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { createOutboxStore } from './outbox/outbox-store.ts';
import { createSession, type Session, type SessionNotice, type SessionState } from './session.ts';
import { statusQuery } from './status-query.ts';

interface Desk {
  readonly session: Session;
  readonly outbox: Outbox;
  /** Hears what there is to say. */
  notify: (notice: SessionNotice) => void;
}

/** A desk stays as it was left while its person looks at other pages: what was done can be undone, what waits is sent. */
const desks = new WeakMap<Client, Map<string, Desk>>();

/** Milliseconds after which a page that paints nothing goes on. */
const unseenMs = 100;

/** Milliseconds between two looks at what a newer model would rather ask. */
const exchangeMs = 3000;

export interface UsedSession {
  readonly session: Session;
  readonly outbox: Outbox;
  readonly state: SessionState;
}

/**
 * The labelling of one person in one project, for as long as the page is open.
 *
 * @param person whose answers they are; they wait apart from those of others
 */
export function useSession(project: string, person: string, notify: (notice: SessionNotice) => void): UsedSession {
  const client = useClient();
  const cache = useQueryClient();
  const desk = useMemo(() => deskOf(client, project, person, cache), [client, project, person, cache]);
  const { session, outbox } = desk;
  useEffect(() => {
    desk.notify = notify;
  }, [desk, notify]);
  useEffect(() => {
    session.open();
    const leave = () => session.close(true);
    const comeBack = () => {
      session.open();
      outbox.retry();
    };
    const online = () => {
      outbox.retry();
      session.refresh();
    };
    addEventListener('pagehide', leave);
    addEventListener('pageshow', comeBack);
    addEventListener('online', online);
    return () => {
      session.close();
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', comeBack);
      removeEventListener('online', online);
    };
  }, [session, outbox]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const exchange = () => {
      timer = undefined;
      session.refresh();
    };
    const stop = onProjectEvent(project, ({ type }) => {
      if (type === 'model.updated' || type === 'round.completed') timer ??= setTimeout(exchange, exchangeMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [project, session]);
  useEffect(() => {
    const renew = () => void cache.invalidateQueries({ queryKey: historyKey(project) });
    return outbox.listen({ acknowledged: renew, undone: renew });
  }, [outbox, cache, project]);
  return {
    session,
    outbox,
    state: useSyncExternalStore(session.subscribe, session.state),
  };
}

/** The name of a person's own answers among what is asked of the service. */
export const historyKey = (project: string) => [...keys.project(project), 'history'] as const;

function deskOf(client: Client, id: string, person: string, cache: ReturnType<typeof useQueryClient>): Desk {
  const all = desks.get(client) ?? new Map<string, Desk>();
  desks.set(client, all);
  const name = JSON.stringify([id, person]);
  const known = all.get(name);
  if (known !== undefined) return known;
  const project = client.project(id);
  const time = {
    now: Date.now,
    later,
  };
  const store = createOutboxStore(browserStore(), [id, person]);
  const outbox = createOutbox({ project, store, ...time, timeout: (ms) => AbortSignal.timeout(ms) });
  const session = createSession({
    project,
    outbox,
    ...time,
    newKey: randomKey,
    prefetch({ item, text }) {
      if (text === undefined) void cache.prefetchQuery(contentQuery(project, item));
    },
    left() {
      const status = cache.getQueryData(statusQuery(project).queryKey);
      return status === undefined ? undefined : Math.max(0, status.pool.ready - status.pool.completed);
    },
    notify: (notice) => desk.notify(notice),
  });
  const desk: Desk = { session, outbox, notify: () => undefined };
  all.set(name, desk);
  return desk;
}

/** Runs something later; with no time to wait, as soon as the page shows what has changed. */
function later(ms: number, run: () => void): () => void {
  if (ms > 0) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }
  // a page in the background paints nothing
  let timer = setTimeout(run, unseenMs);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** A private window may have none to give. */
function browserStore(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** `crypto.randomUUID` is missing where the page did not come over a secure connection. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
