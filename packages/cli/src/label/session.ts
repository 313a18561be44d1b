import type { Pause, ProjectClient } from '@alaas/client';
import { AlaasError, type Lease, type Next, type ResponseInput } from '@alaas/core';
import type { Asker } from './ask.ts';

export interface SessionOptions {
  /** Answers after which it ends. */
  readonly most?: number | undefined;
  /** Goes on when the project advises to stop. */
  readonly anyway?: boolean | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly now: () => number;
  readonly pause: Pause;
  /** A new key for each answer, so that one that is sent twice counts once. */
  readonly newKey: () => string;
  /** Whether a person answers, whose time for a record means something. */
  readonly isTimed: boolean;
  /** Told when the queue has nothing at the moment. */
  readonly onWait: (detail: string) => void;
}

export interface SessionOutcome {
  readonly answered: number;
  readonly skipped: number;
  readonly undone: number;
  /** Answers that the service refused. */
  readonly refused: number;
  /** Why there was nothing more; absent: the person stopped. */
  readonly empty?: Next['empty'];
}

/** The record on the screen, and one that waits behind it. */
const HELD = 2;
/** Milliseconds between two signs of life; a lease holds two minutes at least. */
const SIGN_OF_LIFE_MS = 30_000;
/** Milliseconds at most between two looks at an empty queue. */
const LOOK_MS = 2000;

/** Asks about one record after another until the person stops or there are no more; gives back what was not answered. */
export async function labelSession(
  project: ProjectClient,
  asker: Asker,
  options: SessionOptions,
): Promise<SessionOutcome> {
  const { most = Number.POSITIVE_INFINITY, anyway, signal, now, pause } = options;
  const count = { answered: 0, skipped: 0, undone: 0, refused: 0 };
  const held = new Set<string>();
  let wanted: string | undefined;
  try {
    while (count.answered - count.undone < most && !signal.aborted) {
      const { leases, empty, mine } = await project.next({ n: HELD, signal, ...(anyway ? { anyway } : {}) });
      for (const { id } of leases) held.add(id);
      // what was just undone comes back first
      const lease = leases.find(({ item }) => item === wanted) ?? leases[0];
      wanted = undefined;
      if (lease === undefined) {
        if (empty !== undefined && empty.reason !== 'waiting') return { ...count, empty };
        options.onWait(empty?.detail ?? '');
        await pause(Math.min(LOOK_MS, 1000 * (empty?.retryAfterSeconds ?? 1)), signal);
        continue;
      }
      await project.heartbeat([...held], { seen: [lease.id], signal });
      const shownAt = now();
      const decision = await whileAlive(lease, () => asker.ask(lease, mine));
      if (decision.do === 'quit') return count;
      if (decision.do === 'undo') {
        const [undone] = await project.undo({ signal });
        wanted = undone?.item;
        if (undone === undefined) asker.say('There is nothing to undo.');
        else if (undone.status === 'skipped') count.skipped--;
        else count.undone++;
        continue;
      }
      const isAnswer = decision.do === 'answer';
      const given = isAnswer ? { value: decision.value } : { status: 'skipped' as const };
      const error = await send({ ...given, ...about(lease, now() - shownAt) });
      if (error !== undefined) {
        count.refused++;
        asker.say(`${error.code}: ${error.detail}`);
        continue;
      }
      held.delete(lease.id);
      if (isAnswer) count.answered++;
      else count.skipped++;
    }
    return count;
  } finally {
    // a service that is gone lets them run out
    if (held.size > 0) await project.giveBack([...held]).catch(() => undefined);
  }

  function about(lease: Lease, elapsedMs: number): Pick<ResponseInput, 'item' | 'lease' | 'leadTimeMs' | 'key'> {
    const leadTimeMs = options.isTimed ? { leadTimeMs: Math.round(Math.min(86_400_000, Math.max(0, elapsedMs))) } : {};
    return { item: lease.item, lease: lease.id, key: options.newKey(), ...leadTimeMs };
  }

  async function send(response: ResponseInput) {
    const { items } = await project.respond([response]);
    const [outcome] = items;
    if (outcome === undefined) throw new AlaasError('INTERNAL', 'The service said nothing about an answer.');
    return 'error' in outcome ? outcome.error : undefined;
  }

  /** A person may take longer over a record than its lease holds. */
  async function whileAlive<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const signs = (async () => {
      for (;;) {
        await pause(SIGN_OF_LIFE_MS, over.signal);
        if (over.signal.aborted) return;
        // an answer that comes after the lease is taken all the same
        await project.heartbeat([...held], { seen: [lease.id] }).catch(() => undefined);
      }
    })();
    try {
      return await work();
    } finally {
      over.abort();
      await signs;
    }
  }
}
