import type { ProjectClient } from '@alaas/client';
import { type AlaasError, type AnswerValue, type Next, type ProjectResponse, toAlaasError } from '@alaas/core';
import { type Card, cardOfResponse } from './card.ts';
import { createHand } from './hand.ts';
import { handSize, paceAnswers } from './hand-size.ts';
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
  /** Answers and skips since the page was opened. */
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
  /** Records that still lack answers, of anybody; undefined: not known yet. */
  readonly left?: () => number | undefined;
  /** Records in hand. Default: a minute of work, see {@link handSize}. */
  readonly inHand?: number;
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

/** Milliseconds on the screen after which the service is told: before that, most are answered. */
const seenMs = 400;
/** Milliseconds of rest after which a draft is kept. */
const draftMs = 1500;
/** Steps that are remembered with their cards, which may hold long texts; older ones the service undoes. */
const mostSteps = 100;
/** A day: what took longer was not work. */
const longestMs = 86_400_000;

export function createSession(options: SessionOptions): Session {
  const { project, outbox, notify, now, later, newKey } = options;
  /** Of the last answers. */
  let leadTimesMs: readonly number[] = [];
  const inHand = () => options.inHand ?? handSize(leadTimesMs, options.left?.());
  const hand = createHand({ ...options, inHand, changed });
  /** The item on the screen. */
  let shown: string | undefined;
  let shownAt = 0;
  let value: AnswerValue | undefined;
  let note: string | undefined;
  let hasSeenSuggestion = false;
  let answered = 0;
  let lastMs: number | undefined;
  let isOpen = false;
  let steps: readonly Step[] = [];
  let undone: readonly Step[] = [];
  const timers = { seen: idle, draft: idle };
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
      stopListening = outbox.listen({
        acknowledged(entry, response) {
          if (response?.status === 'submitted' && entry.input.lease !== undefined) hand.count(1);
          void hand.fill();
        },
        undone: () => void hand.fill(true),
      });
      hand.open();
    },
    close(isClosing = false) {
      if (!isOpen) return;
      isOpen = false;
      saveDraft();
      if (isClosing) outbox.flush();
      stopListening();
      for (const stop of Object.values(timers)) stop();
      hand.close(isClosing);
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
      hand.reopen(card.lease);
      // the answer that a correction has replaced stands no more, unless the correction never went out
      const stands = card.kind === 'correction' && undo === undefined;
      bringUp({ ...card, value: step.value, note: step.note, kind: stands ? 'correction' : 'again' });
    },
    async redo() {
      const step = undone.at(-1);
      if (step === undefined) return await redoAtService();
      undone = undone.slice(0, -1);
      answered++;
      // an undoing that has not gone out is simply forgotten: the answer stands
      const stands = step.undo !== undefined && outbox.takeBack(step.undo);
      const again = stands ? step : { ...step, key: newKey() };
      steps = [...steps, { ...again, undo: undefined }];
      hand.finish(step.card.lease);
      leave(step.card.item);
      if (!stands) send(again);
      void hand.fill();
    },
    correct: (response) => bringUp(cardOfResponse(response, 'correction')),
    answerAgain({ item, input: { value: given, note: comment, lease } }) {
      const reason = { arm: 'import', strategy: '' } as const;
      bringUp({ item, uri: item, reason, lease, isSeen: true, value: given, note: comment, kind: 'correction' });
    },
    putAside() {
      const [card] = hand.cards();
      if (card?.kind === 'correction') leave(card.item);
    },
    sawSuggestion() {
      hasSeenSuggestion = true;
    },
    saveDraft,
    goOn: () => hand.goOn(),
    refresh: () => void hand.fill(true),
  };

  function give(status: Step['status'], given: AnswerValue | undefined): void {
    const [card, ...rest] = hand.cards();
    if (card === undefined) return;
    const leadTimeMs = Math.round(Math.min(longestMs, Math.max(0, now() - shownAt)));
    // what was chosen before a skip comes back with undo
    const kept = status === 'skipped' ? value : given;
    const step = { card, status, value: kept, note, leadTimeMs, sawSuggestion: hasSeenSuggestion, key: newKey() };
    steps = [...steps.slice(1 - mostSteps), step];
    undone = [];
    answered++;
    lastMs = leadTimeMs;
    leadTimesMs = [...leadTimesMs, leadTimeMs].slice(-paceAnswers);
    hand.finish(card.lease);
    hand.put(rest);
    send(step);
    // behind what the page has to show first
    later(0, () => void hand.fill());
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
    const rest = withChosen().filter(({ item }) => item !== card.item);
    // the same item starts anew, too
    shown = undefined;
    hand.put([card, ...rest]);
  }

  /** Takes a card away that needs no answer any more. */
  function leave(item: string): void {
    hand.put(withChosen().filter((card) => card.item !== item));
  }

  /** The cards; what is chosen of the one on the screen stays with it. */
  function withChosen(): readonly Card[] {
    const [card, ...rest] = hand.cards();
    return card === undefined ? [] : [{ ...card, value, note }, ...rest];
  }

  /** Another card came to the top. */
  function show(card: Card | undefined): void {
    timers.draft();
    timers.seen();
    shown = card?.item;
    value = card?.value;
    note = card?.note;
    hasSeenSuggestion = false;
    if (card === undefined) return;
    shownAt = now();
    timers.seen = later(seenMs, () => void hand.tellSeen().catch(idle));
    if (!card.isSeen) hand.put([{ ...card, isSeen: true }, ...hand.cards().slice(1)]);
  }

  function saveDraft(): void {
    timers.draft();
    timers.draft = idle;
    const [card] = hand.cards();
    const isNew = card !== undefined && value !== undefined && value !== card.value && card.kind !== 'correction';
    if (!isNew) return;
    const { item, lease } = card;
    const input = { item, status: 'draft' as const, value, ...(lease === undefined ? {} : { lease }) };
    outbox.put({ kind: 'draft', key: newKey(), item, input });
    hand.put(withChosen());
  }

  /** What was answered before the page was loaded. */
  async function undoAtService(): Promise<void> {
    if (outbox.entries().length > 0) return notify({ what: 'undo-waits' });
    try {
      const [response] = await project.undo();
      if (response === undefined) return notify({ what: 'nothing-to-undo' });
      bringUp(cardOfResponse(response, 'again'));
      await hand.fill(true);
    } catch (failure) {
      notify({ what: 'failed', error: toAlaasError(failure) });
    }
  }

  async function redoAtService(): Promise<void> {
    if (outbox.entries().length > 0) return notify({ what: 'undo-waits' });
    try {
      const [response] = await project.redo();
      if (response === undefined) return notify({ what: 'nothing-to-redo' });
      for (const { item, lease } of hand.cards()) if (item === response.item) hand.finish(lease);
      leave(response.item);
      await hand.fill(true);
    } catch (failure) {
      notify({ what: 'failed', error: toAlaasError(failure) });
    }
  }

  function describe(): SessionState {
    const [card, ...upcoming] = hand.cards();
    const { empty, error, mine, completed } = hand.news();
    const onScreen = card === undefined ? {} : { card, value, note };
    return {
      phase: phaseOf(card, { empty, error }),
      ...onScreen,
      upcoming,
      empty,
      error,
      mine,
      completed,
      answered,
      lastMs,
    };
  }

  function changed(): void {
    const [card] = hand.cards();
    if (card?.item !== shown) show(card);
    state = describe();
    for (const listener of listeners) listener();
  }
}

function phaseOf(
  card: Card | undefined,
  { empty, error }: Pick<SessionState, 'empty' | 'error'>,
): SessionState['phase'] {
  if (card !== undefined) return 'asking';
  if (empty !== undefined) return 'empty';
  return error === undefined ? 'loading' : 'failed';
}

const idle = (): void => undefined;
