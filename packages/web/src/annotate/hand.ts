import type { ProjectClient } from '@alaas/client';
import { type AlaasError, type Next, toAlaasError } from '@alaas/core';
import { type Card, mergeCards } from './card.ts';
import { askedFor } from './hand-size.ts';
import type { Outbox } from './outbox/outbox.ts';

/** What the service last said. */
export interface HandNews {
  /** Why there is nothing. */
  readonly empty?: Next['empty'] | undefined;
  /** Why nothing could be had. */
  readonly error?: AlaasError | undefined;
  /** Answers of this person, and records that have all of theirs. */
  readonly mine: number;
  readonly completed: number;
}

/** The records that a person has in hand: taken before they are needed, kept while they are looked at, given back at the end. */
export interface Hand {
  /** The first one is on the screen. */
  readonly cards: () => readonly Card[];
  readonly news: () => HandNews;
  put(cards: readonly Card[]): void;
  /** A lease is answered: the service may name it until it has the answer. */
  finish(lease: string | undefined): void;
  /** Its answer was taken back. */
  reopen(lease: string | undefined): void;
  /** So many answers more than the service has told. */
  count(more: number): void;
  open(): void;
  /** Gives back what was not on the screen. @param isClosing the page itself ends */
  close(isClosing: boolean): void;
  /** Takes more where there are few left. @param isForced also where there are enough */
  fill(isForced?: boolean): Promise<void>;
  /** Tells the service what is on the screen, so that it is not exchanged for something better. */
  tellSeen(): Promise<void>;
  /** Goes on though the project advises to stop. */
  goOn(): void;
}

export interface HandOptions {
  readonly project: Pick<ProjectClient, 'next' | 'heartbeat' | 'giveBack'>;
  readonly outbox: Pick<Outbox, 'entries' | 'state' | 'retry'>;
  /** Loads what a card needs, so that it is there when the card comes up. */
  readonly prefetch: (card: Card) => void;
  /** Runs something later. @returns what stops it */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly changed: () => void;
  /** Records to have in hand now; more are taken where answers come faster than the service gives. */
  readonly inHand: () => number;
}

/** Records that are taken at most because the service was slow. */
const slowMost = 20;
/** Cards whose contents are loaded at once, */
const nearCards = 8;
/** and milliseconds until those of the rest are, too: a newer model may exchange them before. */
const farMs = 5000;
/** Leases of one request. */
const mostLeases = 100;
/** Milliseconds between two signs of life; a lease holds two minutes at least. */
const signOfLifeMs = 30_000;
/** Milliseconds to the next try, when the service did not answer. */
const retryMs = 2000;
/** Milliseconds after which the service has heard of what it has given again. */
const hearsMs = 200;
/** Milliseconds at most between two looks at an empty queue: what others hold can come back at any time. */
export const longestLookMs = 60_000;

export function createHand(options: HandOptions): Hand {
  const { project, outbox, prefetch, later, changed, inHand } = options;
  let cards: readonly Card[] = [];
  let news: HandNews = { mine: 0, completed: 0 };
  /** Records more than the pace asks for. */
  let extra = 0;
  let isAnyway = false;
  let isOpen = false;
  let isFilling = false;
  let isAskedAgain = false;
  const finished = new Set<string>();
  /** Leases that the service knows to have been on the screen. */
  const told = new Set<string>();
  /** Items whose contents were asked for. */
  let loaded: ReadonlySet<string> = new Set();
  let isFarPlanned = false;
  const timers = { retry: idle, sign: idle, far: idle };

  return {
    cards: () => cards,
    news: () => news,
    put(next) {
      if (next.length === 0 && isFilling) extra = Math.min(slowMost, extra + inHand());
      cards = next;
      load();
      changed();
    },
    finish(lease) {
      if (lease !== undefined) finished.add(lease);
    },
    reopen(lease) {
      if (lease !== undefined) finished.delete(lease);
    },
    count(more) {
      news = { ...news, mine: news.mine + more };
      changed();
    },
    open() {
      isOpen = true;
      for (const entry of outbox.entries()) {
        if (entry.kind === 'answer' && entry.input.lease !== undefined) finished.add(entry.input.lease);
      }
      sign();
      void fill(true);
    },
    close(isClosing) {
      isOpen = false;
      for (const stop of Object.values(timers)) stop();
      isFarPlanned = false;
      const unseen = cards.flatMap((card) => (card.isSeen || card.lease === undefined ? [] : card.lease));
      cards = cards.filter((card) => card.isSeen);
      // a service that is gone lets them run out
      if (unseen.length > 0) project.giveBack(unseen, { keepalive: isClosing }).catch(idle);
    },
    fill,
    tellSeen,
    goOn() {
      isAnyway = true;
      void fill(true);
    },
  };

  async function fill(isForced = false): Promise<void> {
    const size = inHand();
    if (!isOpen || (!isForced && cards.length > size - askedFor(size))) return;
    if (isFilling) {
      isAskedAgain ||= isForced;
      return;
    }
    isFilling = true;
    timers.retry();
    const known = new Set(cards.flatMap(({ lease }) => lease ?? []));
    let next: Next | undefined;
    try {
      await tellSeen();
      // the service counts what it has no answer to yet among what is in hand
      const unsent = outbox.entries().filter(({ kind }) => kind === 'answer').length;
      const wanted = Math.max(size, Math.min(slowMost, size + extra), cards.length);
      const n = Math.min(mostLeases, wanted + unsent);
      next = await project.next({ n, anyway: isAnyway });
    } catch (failure) {
      failed(toAlaasError(failure));
    }
    isFilling = false;
    if (next === undefined) return;
    if (!isOpen) return giveBackLate(next);
    taken(next, known);
    if (isAskedAgain) {
      isAskedAgain = false;
      await fill(true);
    } else if (inHand() > size) {
      // the pace was told meanwhile
      await fill();
    }
  }

  function taken(next: Next, known: ReadonlySet<string>): void {
    const before = new Set(cards.map(({ item }) => item));
    const answering = new Set(outbox.entries().flatMap((entry) => (entry.kind === 'answer' ? entry.item : [])));
    const open = next.leases.filter(({ id, item }) => !finished.has(id) && (!answering.has(item) || before.has(item)));
    cards = mergeCards(cards, open, known);
    load();
    const isEmpty = cards.length === 0;
    news = { mine: next.mine, completed: next.completed, empty: isEmpty ? next.empty : undefined };
    // the connection is there again
    if (outbox.state().status === 'late') outbox.retry();
    // without a reason, what was given is answered already
    const ms = next.empty === undefined ? hearsMs : 1000 * (next.empty.retryAfterSeconds ?? Number.POSITIVE_INFINITY);
    if (isEmpty && Number.isFinite(ms)) timers.retry = later(Math.min(longestLookMs, ms), () => void fill(true));
    changed();
  }

  /** Loads the contents of what comes next, and after a while of all that is in hand. */
  function load(): void {
    const inHandNow = new Set(cards.map(({ item }) => item));
    loaded = new Set([...loaded].filter((item) => inHandNow.has(item)));
    loadAll(cards.slice(0, nearCards));
    if (cards.length <= nearCards || isFarPlanned) return;
    isFarPlanned = true;
    timers.far = later(farMs, () => {
      isFarPlanned = false;
      loadAll(cards);
    });
  }

  function loadAll(some: readonly Card[]): void {
    const fresh = some.filter(({ item }) => !loaded.has(item));
    loaded = new Set([...loaded, ...fresh.map(({ item }) => item)]);
    for (const card of fresh) prefetch(card);
  }

  /** What came when nobody was there any more. */
  function giveBackLate({ leases }: Next): void {
    const fresh = leases.filter(({ id }) => !finished.has(id) && !cards.some(({ lease }) => lease === id));
    if (fresh.length > 0) project.giveBack(fresh.map(({ id }) => id)).catch(idle);
  }

  function failed(error: AlaasError): void {
    if (!isOpen) return;
    news = { ...news, error, empty: undefined };
    if (error.retryable) timers.retry = later(retryMs, () => void fill(true));
    changed();
  }

  async function tellSeen(): Promise<void> {
    const isNew = cards.some(({ lease, isSeen }) => isSeen && lease !== undefined && !told.has(lease));
    if (isNew) await signOfLife();
  }

  async function signOfLife(): Promise<void> {
    const leased = cards.flatMap(({ lease, isSeen }) => (lease === undefined ? [] : { lease, isSeen }));
    if (leased.length === 0) return;
    const all = leased.slice(0, mostLeases).map(({ lease }) => lease);
    const seen = leased.slice(0, mostLeases).flatMap(({ lease, isSeen }) => (isSeen ? lease : []));
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
}

/** Where nothing is planned there is nothing to stop; and a sign of life that was lost follows again. */
const idle = (): void => undefined;
