import type { ProjectClient } from '@alaas/client';
import { AlaasError, isAlaasError, type ProjectResponse, toAlaasError } from '@alaas/core';
import type { AnswerEntry, DraftEntry, OutboxEntry, UndoEntry } from './outbox-entry.ts';
import type { OutboxStore } from './outbox-store.ts';

/** What goes out, as the page shows it. */
export interface OutboxState {
  /** Answers and skips that the service has not acknowledged. */
  readonly waiting: number;
  /** `late`: the service did not take the last try, the next one is planned. `blocked`: it needs a person. */
  readonly status: 'idle' | 'sending' | 'late' | 'blocked';
  /** Why it is late or blocked. */
  readonly error?: AlaasError | undefined;
  /** What the service will not have; each can be corrected or dropped. */
  readonly refused: readonly (AnswerEntry | UndoEntry)[];
  /** Whether what waits would survive the end of the page. */
  readonly isKept: boolean;
}

export interface OutboxEvents {
  /** The service has it on disk. */
  acknowledged(entry: AnswerEntry, response: ProjectResponse | undefined): void;
  /** The service took it back, and has leased its record again. */
  undone(entry: UndoEntry): void;
}

/**
 * Answers on their way to the service: in order, each once, however often the connection breaks and the page is loaded.
 * Nothing of it waits on the screen.
 */
export interface Outbox {
  readonly state: () => OutboxState;
  subscribe(listener: () => void): () => void;
  /** Tells of what the service has done. */
  listen(events: Partial<OutboxEvents>): () => void;
  put(entry: DistributiveOmit<OutboxEntry, 'at' | 'order'>): void;
  /** Takes an entry out. False when the service may have it already: then nothing has changed. */
  takeBack(key: string): boolean;
  /** Id that the service gave an answer. */
  responseOf(key: string): string | undefined;
  /** What waits, refused ones not among it. */
  entries(): readonly OutboxEntry[];
  /** Forgets a refused entry. */
  drop(key: string): void;
  /** Tries again at once. */
  retry(): void;
  /** The page closes: sends what it can without it. */
  flush(): void;
}

export interface OutboxOptions {
  readonly project: Pick<ProjectClient, 'respond' | 'undo' | 'historyPage'>;
  readonly store: OutboxStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs something later. @returns what stops it */
  readonly later: (ms: number, run: () => void) => () => void;
  /** A signal that aborts after so many milliseconds. */
  readonly timeout: (ms: number) => AbortSignal;
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

/** Answers of one request; fewer once that was too large. */
const batchSize = 50;
/** Milliseconds after which a request counts as lost: far longer than a busy service takes. */
const lostMs = 20_000;
/** Milliseconds to the next try: twice as long after every failure. */
const firstRetryMs = 1000;
const longestRetryMs = 15_000;
/** Own answers among which one that is to be undone is looked for. */
const searched = 50;

export function createOutbox({ project, store, now, later, timeout }: OutboxOptions): Outbox {
  const loaded = store.load();
  let queue: OutboxEntry[] = loaded.filter(({ error }) => error === undefined);
  let refused = loaded.flatMap((entry) => (entry.error === undefined || entry.kind === 'draft' ? [] : [entry]));
  let status: OutboxState['status'] = 'idle';
  let error: AlaasError | undefined;
  let failures = 0;
  let isKept = true;
  let isRunning = false;
  let order = 0;
  let most = batchSize;
  let stopWaiting: (() => void) | undefined;
  /** Sent at least once: the service may have them, whatever the connection said. */
  const sent = new Set<string>(queue.map(({ key }) => key));
  const responses = new Map<string, string>();
  const listeners = new Set<() => void>();
  const events = new Set<Partial<OutboxEvents>>();
  let state = describe();
  if (queue.length > 0) void run();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listen(listener) {
      events.add(listener);
      return () => events.delete(listener);
    },
    put(given) {
      const entry: OutboxEntry = { ...given, at: now(), order: order++ };
      // an answer ends its drafts, a draft the one before it
      const over = queue.filter(
        (one) => one.kind === 'draft' && one.item === entry.item && entry.kind !== 'undo' && !isInFlight(one),
      );
      for (const { key } of over) store.remove(key);
      queue = [...queue.filter((one) => !over.includes(one)), entry];
      isKept = store.put(entry) && isKept;
      changed();
      // kept at once, and sent behind what the page has to show first
      later(0, () => void run());
    },
    takeBack(key) {
      if (sent.has(key) || !queue.some((entry) => entry.key === key)) return false;
      queue = queue.filter((entry) => entry.key !== key);
      store.remove(key);
      changed();
      return true;
    },
    responseOf: (key) => responses.get(key),
    entries: () => queue,
    drop(key) {
      refused = refused.filter((entry) => entry.key !== key);
      store.remove(key);
      changed();
    },
    retry() {
      failures = 0;
      wake();
    },
    flush() {
      const batch = nextBatch();
      if (batch.length === 0 || isUndo(batch)) return;
      for (const { key } of batch) sent.add(key);
      // the keys let it count once, should the page live on and send it again
      project.respond(inputsOf(batch), { keepalive: true }).catch(() => undefined);
    },
  };

  function isInFlight({ key }: OutboxEntry): boolean {
    return isRunning && sent.has(key);
  }

  async function run(): Promise<void> {
    if (isRunning || stopWaiting !== undefined || status === 'blocked') return;
    isRunning = true;
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      for (const { key } of batch) sent.add(key);
      if (status !== 'late') status = 'sending';
      changed();
      try {
        await (isUndo(batch) ? takeBackAt(batch[0]) : send(batch.filter((entry) => entry.kind !== 'undo')));
        failures = 0;
        status = 'sending';
        error = undefined;
      } catch (failure) {
        const [first] = batch;
        if (isAlaasError(failure, 'TOO_LARGE') && first !== undefined && first.kind !== 'undo') {
          most = Math.max(1, Math.floor(batch.length / 2));
          // one that is too large by itself is not to hold up the others
          if (batch.length === 1) refuse(first, { code: failure.code, detail: failure.message });
          continue;
        }
        failed(toAlaasError(failure));
        break;
      }
    }
    isRunning = false;
    if (status === 'sending') status = 'idle';
    changed();
  }

  function failed(failure: AlaasError): void {
    error = failure;
    if (!failure.retryable) {
      status = 'blocked';
      return;
    }
    status = 'late';
    stopWaiting = later(Math.min(longestRetryMs, firstRetryMs * 2 ** failures++), () => {
      stopWaiting = undefined;
      void run();
    });
  }

  function wake(): void {
    stopWaiting?.();
    stopWaiting = undefined;
    if (status === 'blocked') status = 'late';
    void run();
  }

  /** The next that go together: answers and drafts up to an undo, or the undo. */
  function nextBatch(): OutboxEntry[] {
    queue = queue.filter(({ key }) => store.has(key));
    const first = queue.findIndex(({ kind }) => kind === 'undo');
    if (first === 0) return queue.slice(0, 1);
    return queue.slice(0, first < 0 ? most : Math.min(first, most));
  }

  async function send(batch: readonly (AnswerEntry | DraftEntry)[]): Promise<void> {
    const { items } = await project.respond(inputsOf(batch), { signal: timeout(lostMs) });
    for (const [i, entry] of batch.entries()) {
      const outcome = items[i];
      if (outcome === undefined) throw new AlaasError('INTERNAL', 'The service said nothing about an answer.');
      if ('error' in outcome) {
        refuse(entry, outcome.error);
        continue;
      }
      if (outcome.response !== undefined) nameForUndo(entry.key, outcome.response.id);
      done(entry);
      if (entry.kind === 'answer') for (const one of events) one.acknowledged?.(entry, outcome.response);
    }
  }

  /** What is to undo the answer has to find it also when the page was loaded again. */
  function nameForUndo(answer: string, response: string): void {
    responses.set(answer, response);
    queue = queue.map((entry) => {
      if (entry.kind !== 'undo' || entry.answer !== answer) return entry;
      const named = { ...entry, response };
      store.put(named);
      return named;
    });
  }

  /** Undoing twice would take back one more: so it is looked first whether the answer still stands, and is the newest. */
  async function takeBackAt(entry: UndoEntry): Promise<void> {
    const id = entry.response ?? responses.get(entry.answer);
    // one that was refused never stood
    if (refused.some(({ key }) => key === entry.answer)) {
      refused = refused.filter(({ key }) => key !== entry.answer);
      store.remove(entry.answer);
    }
    const signal = timeout(lostMs);
    const page = await project.historyPage({ limit: searched, signal });
    const place = page.responses.findIndex((response) => response.id === id);
    if (place > 0) {
      refuse(entry, {
        code: 'CONFLICT',
        detail: 'A newer answer was given in another window. Open the answer in the history to correct it.',
      });
      return;
    }
    if (place === 0) await project.undo({ signal });
    done(entry);
    for (const one of events) one.undone?.(entry);
  }

  function done({ key }: OutboxEntry): void {
    queue = queue.filter((entry) => entry.key !== key);
    store.remove(key);
    sent.delete(key);
  }

  function refuse(entry: OutboxEntry, why: NonNullable<OutboxEntry['error']>): void {
    done(entry);
    // a draft that does not fit is one that is not finished
    if (entry.kind === 'draft') return;
    const kept = { ...entry, error: why };
    refused = [...refused, kept];
    store.put(kept);
  }

  function describe(): OutboxState {
    const waiting = queue.filter(({ kind }) => kind !== 'draft').length;
    return { waiting, status, error, refused, isKept };
  }

  function changed(): void {
    state = describe();
    for (const listener of listeners) listener();
  }
}

function isUndo(batch: readonly OutboxEntry[]): batch is readonly [UndoEntry] {
  return batch[0]?.kind === 'undo';
}

function inputsOf(batch: readonly OutboxEntry[]) {
  return batch.flatMap((entry) => (entry.kind === 'undo' ? [] : [entry.input]));
}
