import type { ProjectEventType } from '@alaas/core';
import type { Selectable } from 'kysely';
import type { Connection } from './connection.ts';
import type { DeliveryTable, WebhookTable } from './project-schema.ts';

/** A target that is told of events. */
export interface StoredWebhook {
  readonly id: string;
  readonly project: string;
  readonly url: string;
  readonly secret: string;
  readonly access: 'local' | 'remote';
  readonly events: readonly ProjectEventType[];
  readonly isActive: boolean;
  readonly detail?: string;
  readonly createdAt: number;
}

/** One event for one target. */
export interface StoredDelivery {
  readonly id: string;
  readonly webhook: string;
  readonly type: ProjectEventType;
  /** JSON, as it is sent. */
  readonly body: string;
  readonly state: DeliveryTable['state'];
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly nextAt?: number;
  readonly lastResult?: string;
  readonly createdAt: number;
}

export type DeliveryOutcome = Pick<StoredDelivery, 'state' | 'attempts' | 'nextAt' | 'lastResult'>;

/** Webhooks and what was and is to be delivered to them. */
export interface WebhookStore {
  insert(webhook: StoredWebhook): Promise<void>;
  get(project: string, id: string): Promise<StoredWebhook | undefined>;
  /** Of a project, or of all; the oldest first. */
  list(project?: string): Promise<StoredWebhook[]>;
  setActive(id: string, isActive: boolean, detail?: string): Promise<void>;
  /** With its deliveries. */
  delete(id: string): Promise<void>;
  deleteProject(project: string): Promise<void>;
  /** Adds deliveries, and forgets finished ones of each webhook beyond the newest {@link keptDeliveries}. */
  enqueue(deliveries: readonly StoredDelivery[]): Promise<void>;
  /** Of each active webhook the oldest waiting one whose time has come. */
  due(at: number): Promise<StoredDelivery[]>;
  /** When the next one is due; undefined: none waits. */
  nextAt(): Promise<number | undefined>;
  finish(id: string, outcome: DeliveryOutcome): Promise<void>;
  waiting(webhook: string): Promise<number>;
  /** Newest first. */
  deliveries(webhook: string, limit: number): Promise<StoredDelivery[]>;
  delivery(webhook: string, id: string): Promise<StoredDelivery | undefined>;
}

/** Deliveries of a webhook that are remembered. */
const keptDeliveries = 1000;

/** @param store whose projects they are, in a database that several stores share */
export function createWebhookTable(connection: Connection, store: string): WebhookStore {
  return {
    insert: (webhook) =>
      connection.run(async (db) => {
        await db.insertInto('webhook').values(toRow(webhook)).execute();
      }),
    get: (project, id) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('webhook')
          .selectAll()
          .where('project', '=', project)
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : toWebhook(row);
      }),
    list: (project) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('webhook')
          .selectAll()
          .where('project', 'in', (from) => from.selectFrom('project').select('id').where('store', '=', store))
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .orderBy('created_at')
          .orderBy('id')
          .execute();
        return rows.map(toWebhook);
      }),
    setActive: (id, isActive, detail) =>
      connection.run(async (db) => {
        await db
          .updateTable('webhook')
          .set({ is_active: isActive ? 1 : 0, detail: detail ?? null })
          .where('id', '=', id)
          .execute();
      }),
    delete: (id) =>
      connection.write('webhook', async (transaction) => {
        await transaction.deleteFrom('delivery').where('webhook', '=', id).execute();
        await transaction.deleteFrom('webhook').where('id', '=', id).execute();
      }),
    deleteProject: (project) =>
      connection.write('webhook', async (transaction) => {
        const own = transaction.selectFrom('webhook').select('id').where('project', '=', project);
        await transaction.deleteFrom('delivery').where('webhook', 'in', own).execute();
        await transaction.deleteFrom('webhook').where('project', '=', project).execute();
      }),
    enqueue: (deliveries) =>
      connection.write('webhook', async (transaction) => {
        if (deliveries.length === 0) return;
        await transaction.insertInto('delivery').values(deliveries.map(toDeliveryRow)).execute();
        for (const webhook of new Set(deliveries.map((delivery) => delivery.webhook))) {
          await transaction
            .deleteFrom('delivery')
            .where('webhook', '=', webhook)
            .where('state', '!=', 'waiting')
            .where('number', '<=', (from) =>
              from
                .selectFrom('delivery')
                .select('number')
                .where('webhook', '=', webhook)
                .orderBy('number', 'desc')
                .limit(1)
                .offset(keptDeliveries),
            )
            .execute();
        }
      }),
    due: (at) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('delivery')
          .selectAll()
          .where('number', 'in', (from) =>
            from
              .selectFrom('delivery')
              .innerJoin('webhook', 'webhook.id', 'delivery.webhook')
              .select((select) => select.fn.min('delivery.number').as('number'))
              .where('delivery.state', '=', 'waiting')
              .where('delivery.next_at', '<=', at)
              .where('webhook.is_active', '=', 1)
              .where('webhook.project', 'in', (projects) =>
                projects.selectFrom('project').select('id').where('store', '=', store),
              )
              .groupBy('delivery.webhook'),
          )
          .orderBy('next_at')
          .execute();
        return rows.map(toDelivery);
      }),
    nextAt: () =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('delivery')
          .innerJoin('webhook', 'webhook.id', 'delivery.webhook')
          .select((select) => select.fn.min('delivery.next_at').as('at'))
          .where('delivery.state', '=', 'waiting')
          .where('webhook.is_active', '=', 1)
          .where('webhook.project', 'in', (from) => from.selectFrom('project').select('id').where('store', '=', store))
          .executeTakeFirst();
        return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
      }),
    finish: (id, { state, attempts, nextAt, lastResult }) =>
      connection.run(async (db) => {
        await db
          .updateTable('delivery')
          .set({ state, attempts, next_at: nextAt ?? null, last_result: lastResult ?? null })
          .where('id', '=', id)
          .execute();
      }),
    waiting: (webhook) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('delivery')
          .select((select) => select.fn.countAll<number>().as('n'))
          .where('webhook', '=', webhook)
          .where('state', '=', 'waiting')
          .executeTakeFirstOrThrow();
        return Number(row.n);
      }),
    deliveries: (webhook, limit) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('delivery')
          .selectAll()
          .where('webhook', '=', webhook)
          .orderBy('number', 'desc')
          .limit(limit)
          .execute();
        return rows.map(toDelivery);
      }),
    delivery: (webhook, id) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('delivery')
          .selectAll()
          .where('webhook', '=', webhook)
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : toDelivery(row);
      }),
  };
}

function toRow(webhook: StoredWebhook): WebhookTable {
  const { id, project, url, secret, access, events, isActive, detail, createdAt } = webhook;
  return {
    id,
    project,
    url,
    secret,
    access,
    events: JSON.stringify(events),
    is_active: isActive ? 1 : 0,
    detail: detail ?? null,
    created_at: createdAt,
  };
}

function toWebhook(row: Selectable<WebhookTable>): StoredWebhook {
  return {
    id: row.id,
    project: row.project,
    url: row.url,
    secret: row.secret,
    access: row.access,
    events: JSON.parse(row.events) as ProjectEventType[],
    isActive: row.is_active === 1,
    ...(row.detail === null ? {} : { detail: row.detail }),
    createdAt: row.created_at,
  };
}

function toDeliveryRow(delivery: StoredDelivery): Omit<DeliveryTable, 'number'> {
  const { id, webhook, type, body, state, attempts, nextAt, lastResult, createdAt } = delivery;
  return {
    id,
    webhook,
    type,
    body,
    state,
    attempts,
    next_at: nextAt ?? null,
    last_result: lastResult ?? null,
    created_at: createdAt,
  };
}

function toDelivery(row: Omit<Selectable<DeliveryTable>, 'number'>): StoredDelivery {
  return {
    id: row.id,
    webhook: row.webhook,
    type: row.type as ProjectEventType,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    ...(row.next_at === null ? {} : { nextAt: row.next_at }),
    ...(row.last_result === null ? {} : { lastResult: row.last_result }),
    createdAt: row.created_at,
  };
}
