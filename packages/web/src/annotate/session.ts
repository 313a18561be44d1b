import type { ProjectClient } from '@alaas/client';
import { type AlaasError, type AnswerValue, type Next, type ProjectResponse, toAlaasError } from '@alaas/core';
import { type Card, cardOfResponse, mergeCards } from './card.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { AnswerEntry } from './outbox/outbox-entry.ts';

/** What the page shows. */
export interface SessionState {
  readonly phase: 'loading' | 'asking' | 'empty' | 'failed';
  /** On the screen. */
  readonly card?: Card | undefined;
  /** What is chosen of it so far. */
  readonly value?: AnswerValue | undefined;
  /** A comment that goes with the answer, and flags the record. */
  readonly note?: string | undefined;
  /** In hand, and shown next. */
  readonly upcoming: readonly Card[];
  /** Why there is nothing. */
  readonly empty?: Next['empty'] | undefined;
  readonly error?: AlaasError | undefined;
  /** Answers of this person, and records that have all of theirs, as the service last told. */
  readonly mine: number;
  readonly completed: number;
  /** Answers and skips of this session. */
  readonly answered: number;
  /** Milliseconds that the last answer took. */
  readonly lastMs?: number | undefined;
}

/** Something to say to the annotator. */
export type SessionNotice =
  | { readonly what: 'nothing-to-undo' | 'nothing-to-redo' | 'undo-waits' }
  | { readonly what: 'failed'; readonly error: AlaasError };

/**
 * Labelling: what is in hand, what is on the screen, what was done. Nothing here waits for the service: answers go to the
 * outbox, and the next card is there already.
 */
export interface Session {
  readonly state: () => SessionState;
  subscribe(listener: () => void): () => void;
  /** Takes records in hand; again after {@link Session.close}. */
  open(): void;
  /** Gives back what was not on the screen. @param isClosing the page itself ends */
  close(isClosing?: boolean): void;
  change(value: AnswerValue | undefined): void;
  /** A comment on the card; it goes with the answer. */
  comment(note: string | undefined): void;
  submit(value: AnswerValue): void;
  skip(): void;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Puts an answer of the history on the screen; the next answer replaces it. */
  correct(response: ProjectResponse): void;
  /** Puts an answer that the service refused on the screen. */
  answerAgain(entry: AnswerEntry): void;
  /** Leaves a card that was opened from the history as it is. */
  putAside(): void;
  /** The suggestion is on the screen. */
  sawSuggestion(): void;
  /** Keeps what is chosen so far at once. */
  saveDraft(): void;
  /** Goes on though the project advises to stop. */
  goOn(): void;
  /** Asks the service again. */
  refresh(): void;
}

export interface SessionOptions {
  readonly project: Pick<ProjectClient, 'next' | 'heartbeat' | 'giveBack' | 'undo' | 'redo'>;
  readonly outbox: Outbox;
  /** Loads what a card needs, so that it is there when the card comes up. */
  readonly prefetch: (card: Card) => void;
  readonly notify: (notice: SessionNotice) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs something later. @returns what stops it */
  readonly later: (ms: number, run: () => void) => () => void;
  /** Makes up the key of an answer. */
  readonly newKey: () => string;
}

/** Something that was done, so that it can be undone. */
interface Step {
  readonly card: Card;
  readonly status: 'submitted' | 'skipped';
  readonly value: AnswerValue | undefined;
  readonly note: string | undefined;
  readonly leadTimeMs: number;
  readonly sawSuggestion: boolean;
  /** Of its answer. */
  readonly key: string;
  /** Of the undoing, where that went out. */
  readonly undo?: string | undefined;
}

/** Records in hand: more where answers come faster than the service gives. */
const inHand = 5;
const inHandMost = 20;
/** With so many left, more are asked for. */
const fewLeft = 2;
/** Milliseconds between two signs of life; a lease holds two minutes at least. */
const signOfLifeMs = 30_000;
/** Milliseconds on the screen after which the service is told: before that, most are answered. */
const seenMs = 400;
/** Milliseconds of rest after which a draft is kept. */
const draftMs = 1500;
/** Milliseconds to the next try, when the service did not answer. */
const retryMs = 2000;
/** Milliseconds at most between two looks at an empty queue. */
const lookMs = 60_000;
/** A working day: what took longer was not work. */
const longestMs = 86_400_000;

export function createSession(options: SessionOptions): Session {
  const { project, outbox, prefetch, notify, now, later, newKey } = options;
  let cards: readonly Card[] = [];
  let shownAt = 0;
  let value: AnswerValue | undefined;
  let note: string | undefined;
  let hasSeenSuggestion = false;
  let phase: SessionState['phase'] = 'loading';
  let empty: Next['empty'];
  let error: AlaasError | undefined;
  let counts = { mine: 0, completed: 0 };
  let answered = 0;
  let lastMs: number | undefined;
  let wanted = inHand;
  let isAnyway = false;
  let isOpen = false;
  let isFilling = false;
  let isAskedAgain = false;
  let steps: readonly Step[] = [];
  let undone: readonly Step[] = [];
  /** Leases of what is answered: the service may name them until it has the answers. */
  const finished = new Set<string>();
  /** Leases that the service knows to have been on the screen. */
  const told = new Set<string>();
  const timers = { seen: idle, draft: idle, retry: idle, sign: idle };
  const listeners = new Set<() => void>();
  let stopListening = idle;
  let state = describe();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open() {
      if (isOpen) return;
      isOpen = true;
      for (const entry of outbox.entries()) {
        if (entry.kind === 'answer' && entry.input.lease !== undefined) finished.add(entry.input.lease);
      }
      stopListening = outbox.listen({ acknowledged: () => void fill(), undone: () => void fill(true) });
      sign();
      void fill(true);
    },
    close(isClosing = false) {
      if (!isOpen) return;
      isOpen = false;
      saveDraft();
      if (isClosing) outbox.flush();
      stopListening();
      for (const stop of Object.values(timers)) stop();
      const unseen = cards.flatMap((card) => (card.isSeen || card.lease === undefined ? [] : card.lease));
      cards = cards.filter((card) => card.isSeen);
      // a service that is gone lets them run out
      if (unseen.length > 0) project.giveBack(unseen, { keepalive: isClosing }).catch(() => undefined);
    },
    change(next) {
      value = next;
      timers.draft();
      timers.draft = later(draftMs, saveDraft);
      changed();
    },
    comment(next) {
      note = next;
      changed();
    },
    submit: (given) => give('submitted', given),
    skip: () => give('skipped', undefined),
    async undo() {
      const step = steps.at(-1);
      if (step === undefined) return await undoAtService();
      steps = steps.slice(0, -1);
      const { card, key } = step;
      let undo: string | undefined;
      if (!outbox.takeBack(key)) {
        undo = newKey();
        outbox.put({ kind: 'undo', key: undo, item: card.item, answer: key, response: outbox.responseOf(key) });
      }
      undone = [...undone, { ...step, undo }];
      answered--;
      if (card.lease !== undefined) finished.delete(card.lease);
      bringUp({ ...card, value: step.value, note: step.note, kind: card.kind === 'correction' ? card.kind : 'again' });
    },
    async redo() {
      const step = undone.at(-1);
      if (step === undefined) return await redoAtService();
      undone = undone.slice(0, -1);
      answered++;
      if (step.card.lease !== undefined) finished.add(step.card.lease);
      leave(step.card.item);
      // an undoing that has not gone out is simply forgotten: the answer stands
      const stands = step.undo !== undefined && outbox.takeBack(step.undo);
      const again = stands ? step : { ...step, key: newKey() };
      steps = [...steps, { ...again, undo: undefined }];
      if (!stands) send(again);
      void fill();
    },
    correct: (response) => bringUp(cardOfResponse(response, 'correction')),
    answerAgain({ item, input: { value: given, note: comment, lease } }) {
      const reason = { arm: 'import', strategy: '' } as const;
      bringUp({ item, uri: item, reason, lease, isSeen: true, value: given, note: comment, kind: 'correction' });
    },
    putAside() {
      const [card] = cards;
      if (card?.kind === 'correction') leave(card.item);
    },
    sawSuggestion() {
      hasSeenSuggestion = true;
    },
    saveDraft,
    goOn() {
      isAnyway = true;
      void fill(true);
    },
    refresh: () => void fill(true),
  };

  function give(status: Step['status'], given: AnswerValue | undefined): void {
    const [card, ...rest] = cards;
    if (card === undefined || phase !== 'asking') return;
    const leadTimeMs = Math.round(Math.min(longestMs, Math.max(0, now() - shownAt)));
    // what was chosen before a skip comes back with undo
    const kept = status === 'skipped' ? value : given;
    const step = { card, status, value: kept, note, leadTimeMs, sawSuggestion: hasSeenSuggestion, key: newKey() };
    steps = [...steps, step];
    undone = [];
    if (card.lease !== undefined) finished.add(card.lease);
    cards = rest;
    answered++;
    lastMs = leadTimeMs;
    if (rest.length === 0 && isFilling) wanted = Math.min(inHandMost, wanted + inHand);
    show();
    send(step);
    void fill();
  }

  function send({ card, status, value: given, note: comment, leadTimeMs, sawSuggestion, key }: Step): void {
    const { item, lease, suggestion } = card;
    const input = {
      item,
      status,
      key,
      leadTimeMs,
      ...(lease === undefined ? {} : { lease }),
      ...(status === 'submitted' && given !== undefined ? { value: given } : {}),
      ...(comment === undefined ? {} : { note: comment }),
      ...(suggestion === undefined ? {} : { sawSuggestion }),
    };
    outbox.put({ kind: 'answer', key, item, input });
  }

  /** Puts a card on the screen, and what was there behind it. */
  function bringUp(card: Card): void {
    keepChosen();
    cards = [{ ...card, isSeen: true }, ...cards.filter(({ item }) => item !== card.item)];
    show();
  }

  /** Takes a card away that needs no answer any more. */
  function leave(item: string): void {
    const isShown = cards[0]?.item === item;
    if (!isShown) keepChosen();
    cards = cards.filter((card) => card.item !== item);
    if (isShown) show();
    else changed();
  }

  /** What is chosen of the card on the screen stays with it. */
  function keepChosen(): void {
    const [card, ...rest] = cards;
    if (card !== undefined && phase === 'asking') cards = [{ ...card, value, note }, ...rest];
  }

  function show(): void {
    timers.draft();
    timers.seen();
    const [card, ...rest] = cards;
    hasSeenSuggestion = false;
    if (card === undefined) {
      phase = 'loading';
      value = undefined;
      note = undefined;
      changed();
      return;
    }
    cards = [{ ...card, isSeen: true }, ...rest];
    phase = 'asking';
    ({ value, note } = card);
    shownAt = now();
    timers.seen = later(seenMs, () => void tellSeen().catch(idle));
    changed();
  }

  function saveDraft(): void {
    timers.draft();
    timers.draft = idle;
    const [card] = cards;
    const isNew = card !== undefined && value !== undefined && value !== card.value && card.kind !== 'correction';
    if (phase !== 'asking' || !isNew) return;
    const { item, lease } = card;
    const input = { item, status: 'draft' as const, value, ...(lease === undefined ? {} : { lease }) };
    outbox.put({ kind: 'draft', key: newKey(), item, input });
    keepChosen();
  }

  /** Takes more in hand where there are few left. @param isForced also where there are enough */
  async function fill(isForced = false): Promise<void> {
    if (!isOpen || (!isForced && cards.length > fewLeft)) return;
    if (isFilling) {
      isAskedAgain ||= isForced;
      return;
    }
    isFilling = true;
    timers.retry();
    let next: Next | undefined;
    const known = new Set(cards.flatMap(({ lease }) => lease ?? []));
    try {
      await tellSeen();
      // the service counts what it has no answer to yet among what is in hand
      const unsent = outbox.entries().filter(({ kind }) => kind === 'answer').length;
      const n = Math.min(100, Math.max(wanted, cards.length) + unsent);
      next = await project.next({ n, anyway: isAnyway });
    } catch (failure) {
      failed(toAlaasError(failure));
    }
    isFilling = false;
    if (next === undefined) return;
    if (!isOpen) return giveBackLate(next);
    taken(next, known);
    if (!isAskedAgain) return;
    isAskedAgain = false;
    await fill(true);
  }

  function taken(next: Next, known: ReadonlySet<string>): void {
    error = undefined;
    counts = { mine: next.mine, completed: next.completed };
    const before = new Set(cards.map(({ item }) => item));
    const answering = new Set(outbox.entries().flatMap((entry) => (entry.kind === 'answer' ? entry.item : [])));
    const open = next.leases.filter(({ id, item }) => !finished.has(id) && !(answering.has(item) && !before.has(item)));
    cards = mergeCards(cards, open, known);
    for (const card of cards) if (!before.has(card.item)) prefetch(card);
    if (cards.length > 0) {
      empty = undefined;
      if (phase === 'asking') changed();
      else show();
      return;
    }
    empty = next.empty;
    phase = empty === undefined ? 'loading' : 'empty';
    // without a reason, what was given is answered already, and the service about to hear of it
    const seconds = empty === undefined ? 0.2 : empty.retryAfterSeconds;
    if (seconds !== undefined) {
      timers.retry = later(Math.min(lookMs, 1000 * seconds), () => void fill(true));
    }
    changed();
  }

  function giveBackLate({ leases }: Next): void {
    const fresh = leases.filter(({ id }) => !finished.has(id) && !cards.some(({ lease }) => lease === id));
    if (fresh.length > 0) project.giveBack(fresh.map(({ id }) => id)).catch(() => undefined);
  }

  function failed(failure: AlaasError): void {
    if (!isOpen) return;
    error = failure;
    if (cards.length === 0) phase = 'failed';
    if (failure.retryable) timers.retry = later(retryMs, () => void fill(true));
    changed();
  }

  /** What is on the screen is not to be exchanged for something better. */
  async function tellSeen(): Promise<void> {
    const fresh = cards.flatMap(({ lease, isSeen }) =>
      isSeen && lease !== undefined && !told.has(lease) ? lease : [],
    );
    if (fresh.length > 0) await signOfLife();
  }

  async function signOfLife(): Promise<void> {
    const leased = cards.flatMap(({ lease, isSeen }) => (lease === undefined ? [] : { lease, isSeen })).slice(0, 100);
    if (leased.length === 0) return;
    const seen = leased.flatMap(({ lease, isSeen }) => (isSeen ? lease : []));
    const all = leased.map(({ lease }) => lease);
    const held = new Set(await project.heartbeat(all, { seen }));
    for (const lease of seen) told.add(lease);
    // what another has now is not shown; what is on the screen can be answered all the same
    const lost = new Set(all.filter((lease) => !held.has(lease)));
    const left = cards.filter(({ lease, isSeen }) => isSeen || lease === undefined || !lost.has(lease));
    if (left.length === cards.length) return;
    cards = left;
    changed();
  }

  function sign(): void {
    timers.sign = later(signOfLifeMs, () => {
      signOfLife().catch(idle);
      sign();
    });
  }

  /** What was answered before the page was loaded. */
  async function undoAtService(): Promise<void> {
    if (outbox.entries().length > 0) return notify({ what: 'undo-waits' });
    try {
      const [response] = await project.undo();
      if (response === undefined) return notify({ what: 'nothing-to-undo' });
      bringUp(cardOfResponse(response, 'again'));
      await fill(true);
    } catch (failure) {
      notify({ what: 'failed', error: toAlaasError(failure) });
    }
  }

  async function redoAtService(): Promise<void> {
    if (outbox.entries().length > 0) return notify({ what: 'undo-waits' });
    try {
      const [response] = await project.redo();
      if (response === undefined) return notify({ what: 'nothing-to-redo' });
      for (const { item, lease } of cards) if (item === response.item && lease !== undefined) finished.add(lease);
      leave(response.item);
      await fill(true);
    } catch (failure) {
      notify({ what: 'failed', error: toAlaasError(failure) });
    }
  }

  function describe(): SessionState {
    const [card, ...upcoming] = cards;
    const shown = phase === 'asking' ? { card, value, note } : {};
    return { phase, ...shown, upcoming, empty, error, ...counts, answered, lastMs };
  }

  function changed(): void {
    state = describe();
    for (const listener of listeners) listener();
  }
}

/** Where nothing is planned there is nothing to stop; and a sign of life that was lost follows again. */
const idle = (): void => undefined;
