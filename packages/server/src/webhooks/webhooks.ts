import { randomUUID } from 'node:crypto';
import { AlaasError, type Delivery, type ProjectEventType, toAlaasError, type Webhook } from '@alaas/core';
import type { Access, Outgoing } from '@alaas/engine';
import type { DeliveryOutcome, StoredDelivery, StoredWebhook, WebhookStore } from '../database/webhook-table.ts';
import type { Log } from '../log.ts';
import type { ProjectEvent, ProjectEvents } from '../projects/project-events.ts';
import { maxAttempts, waitBefore } from './schedule.ts';
import { createSecret, signatureHeaders } from './sign.ts';

export interface WebhooksOptions {
  readonly store: WebhookStore;
  readonly events: ProjectEvents;
  /** Connections on behalf of who made the webhook. */
  readonly outgoing: Readonly<Record<Access, Outgoing>>;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Log;
  /** Milliseconds a target may take. Default: 15,000. */
  readonly timeoutMs?: number;
}

export interface NewWebhook {
  readonly url: string;
  readonly events: readonly ProjectEventType[];
  readonly secret?: string | undefined;
}

/**
 * Tells targets of what happens in projects: kept on disk, sent in the background, tried again with growing waits, given up
 * after {@link maxAttempts}. A target gets one delivery at a time. What happened in the moment before a crash may not be told.
 */
export interface Webhooks {
  /** @returns the webhook with its secret, which is not shown again */
  create(project: string, made: NewWebhook, access: Access): Promise<Webhook & { secret: string }>;
  list(project: string): Promise<Webhook[]>;
  /** Switches a webhook on, or off, where its deliveries wait. @throws AlaasError `NOT_FOUND` */
  setActive(project: string, id: string, isActive: boolean): Promise<Webhook>;
  /** @throws AlaasError `NOT_FOUND` */
  delete(project: string, id: string): Promise<void>;
  /** Newest first. @throws AlaasError `NOT_FOUND` */
  deliveries(project: string, id: string, limit: number): Promise<Delivery[]>;
  /** Sends one again, whatever became of it. @throws AlaasError `NOT_FOUND` */
  redeliver(project: string, id: string, delivery: string): Promise<Delivery>;
  /** Resolves when nothing is under way and nothing is due. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Deliveries to different targets at once. */
const MAX_AT_ONCE = 8;
/** Waiting deliveries of one target; what comes then is kept as failed, so that a dead target cannot fill the disk. */
const MAX_WAITING = 10_000;

export function openWebhooks(options: WebhooksOptions): Webhooks {
  const { store, events, outgoing, now, random, log, timeoutMs = 15_000 } = options;
  const closing = new AbortController();
  const busy = new Map<string, Promise<void>>();
  let pumping: Promise<void> | undefined;
  let isDirty = true;
  let timer: NodeJS.Timeout | undefined;
  let known: Promise<readonly StoredWebhook[]> | undefined;
  const adding = new Set<Promise<void>>();
  const unsubscribe = events.on((event) => {
    const work: Promise<void> = add(event)
      .catch((error: unknown) => log.error({ err: error, project: event.project }, 'a webhook could not be told'))
      .finally(() => adding.delete(work));
    adding.add(work);
  });
  pump();

  return {
    async create(project, { url, events: types, secret = createSecret() }, access) {
      const webhook = {
        id: randomUUID(),
        project,
        url,
        secret,
        access,
        events: types,
        isActive: true,
        createdAt: now(),
      };
      await change(() => store.insert(webhook));
      return { ...shown(webhook), secret };
    },
    list: async (project) => (await store.list(project)).map(shown),
    async setActive(project, id, isActive) {
      await find(project, id);
      await change(() => store.setActive(id, isActive));
      pump();
      return shown(await find(project, id));
    },
    async delete(project, id) {
      await find(project, id);
      await change(() => store.delete(id));
    },
    async deliveries(project, id, limit) {
      await find(project, id);
      return (await store.deliveries(id, limit)).map(shownDelivery);
    },
    async redeliver(project, id, delivery) {
      await find(project, id);
      const found = await store.delivery(id, delivery);
      if (found === undefined) throw new AlaasError('NOT_FOUND', `The webhook has no delivery "${delivery}".`);
      const again = { ...found, state: 'waiting', attempts: 0, nextAt: now() } as const;
      await store.finish(delivery, again);
      pump();
      return shownDelivery(again);
    },
    async settled() {
      while (adding.size > 0 || pumping !== undefined || busy.size > 0) {
        await Promise.all([...adding, pumping, ...busy.values()]);
      }
    },
    async close() {
      unsubscribe();
      closing.abort();
      clearTimeout(timer);
      await Promise.all([...adding, pumping, ...busy.values()]);
    },
  };

  async function find(project: string, id: string): Promise<StoredWebhook> {
    const found = await store.get(project, id);
    if (found !== undefined) return found;
    throw new AlaasError(
      'NOT_FOUND',
      `The project has no webhook "${id}". GET /v1/projects/${project}/webhooks lists them.`,
    );
  }

  async function change(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      known = undefined;
    }
  }

  async function add(event: ProjectEvent): Promise<void> {
    known ??= store.list();
    const targets = (await known).filter(
      (webhook) => webhook.project === event.project && webhook.isActive && webhook.events.includes(event.type),
    );
    if (targets.length === 0) return;
    const { type, project, at, data } = event;
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data: { project, ...data } });
    const deliveries: StoredDelivery[] = [];
    for (const { id: webhook } of targets) {
      const base = { id: `msg_${randomUUID()}`, webhook, type, body, attempts: 0, createdAt: now() };
      const isFull = (await store.waiting(webhook)) >= MAX_WAITING;
      deliveries.push(
        isFull
          ? { ...base, state: 'failed', lastResult: `${MAX_WAITING} deliveries wait for this target already.` }
          : { ...base, state: 'waiting', nextAt: now() },
      );
    }
    await store.enqueue(deliveries);
    pump();
  }

  function pump(): void {
    isDirty = true;
    if (pumping !== undefined || closing.signal.aborted) return;
    pumping = start()
      .catch((error: unknown) => {
        log.error({ err: error }, 'webhook deliveries could not be read');
        later(10_000);
      })
      .finally(() => {
        pumping = undefined;
        if (isDirty) pump();
      });
  }

  async function start(): Promise<void> {
    isDirty = false;
    const webhooks = new Map((await store.list()).map((webhook) => [webhook.id, webhook]));
    for (const delivery of await store.due(now())) {
      const webhook = webhooks.get(delivery.webhook);
      if (webhook === undefined || busy.has(webhook.id) || busy.size >= MAX_AT_ONCE) continue;
      const work = send(webhook, delivery)
        .catch((error: unknown) => log.error({ err: error, delivery: delivery.id }, 'a delivery could not be kept'))
        .finally(() => {
          busy.delete(webhook.id);
          pump();
        });
      busy.set(webhook.id, work);
    }
    const next = await store.nextAt();
    if (next !== undefined && next > now()) later(next - now());
  }

  function later(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(milliseconds, 3_600_000));
    timer.unref();
  }

  async function send(webhook: StoredWebhook, delivery: StoredDelivery): Promise<void> {
    const attempts = delivery.attempts + 1;
    const result = await attempt(webhook, delivery);
    if (result === 'stopped') return;
    if (result.isDelivered)
      return await store.finish(delivery.id, { state: 'delivered', attempts, lastResult: result.text });
    const wait = result.isGone ? undefined : waitBefore(attempts, random());
    const outcome: DeliveryOutcome =
      wait === undefined
        ? { state: 'failed', attempts, lastResult: result.text }
        : { state: 'waiting', attempts, nextAt: now() + wait, lastResult: result.text };
    await store.finish(delivery.id, outcome);
    if (wait !== undefined) return;
    const detail = result.isGone
      ? 'The target answered 410, that it wants no more.'
      : `A delivery failed ${maxAttempts} times: ${result.text}`;
    await change(() => store.setActive(webhook.id, false, detail));
    log.warn({ webhook: webhook.id, project: webhook.project, detail }, 'webhook switched off');
  }

  interface Result {
    readonly isDelivered: boolean;
    readonly isGone: boolean;
    readonly text: string;
  }

  async function attempt(webhook: StoredWebhook, { id, body }: StoredDelivery): Promise<Result | 'stopped'> {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'alaas-webhooks',
      ...signatureHeaders(webhook.secret, { id, at: now(), body }),
    };
    try {
      const { signal } = closing;
      const { status } = await outgoing[webhook.access].post(webhook.url, { headers, body, timeoutMs, signal });
      return { isDelivered: status >= 200 && status < 300, isGone: status === 410, text: `HTTP ${status}` };
    } catch (error) {
      if (closing.signal.aborted) return 'stopped';
      const { code, message } = toAlaasError(error);
      return { isDelivered: false, isGone: false, text: `${code}: ${message}` };
    }
  }
}

function shown({ id, url, events, isActive, detail, createdAt }: StoredWebhook): Webhook {
  return {
    id,
    url,
    events: [...events],
    isActive,
    ...(detail === undefined ? {} : { detail }),
    createdAt: new Date(createdAt).toISOString(),
  };
}

function shownDelivery({ id, type, state, attempts, nextAt, lastResult, createdAt }: StoredDelivery): Delivery {
  return {
    id,
    type,
    state,
    attempts,
    ...(nextAt === undefined ? {} : { nextAttemptAt: new Date(nextAt).toISOString() }),
    ...(lastResult === undefined ? {} : { lastResult }),
    createdAt: new Date(createdAt).toISOString(),
  };
}
