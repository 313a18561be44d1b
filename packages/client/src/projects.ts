import {
  type AnswerValue,
  type AuditEntry,
  auditEntrySchema,
  type Delivery,
  type Dispute,
  deliverySchema,
  disputeSchema,
  type ExchangeFormat,
  type GoldList,
  goldListSchema,
  historySchema,
  type ImportResult,
  importResultSchema,
  type Job,
  jobSchema,
  type Lease,
  type ListedProject,
  leasesHeldSchema,
  listedProjectSchema,
  type Member,
  type ModelVersion,
  memberSchema,
  memberTokenSchema,
  modelVersionSchema,
  type Next,
  newWebhookSchema,
  nextSchema,
  type Predictions,
  type Project,
  type ProjectChange,
  type ProjectCreate,
  type ProjectEventType,
  type ProjectHistory,
  type ProjectMetrics,
  type ProjectRecord,
  type ProjectRecords,
  type ProjectResponse,
  type ProjectRound,
  type ProjectSimulation,
  type ProjectStatus,
  type ProjectVersion,
  predictionsSchema,
  projectMetricsSchema,
  projectSchema,
  projectStatusSchema,
  projectVersionSchema,
  type Quality,
  qualitySchema,
  type Replay,
  type ResponseInput,
  type ResponsesResult,
  type Role,
  recordSchema,
  recordsSchema,
  replaySchema,
  responsesResultSchema,
  roundSchema,
  undoneSchema,
  type Webhook,
  webhookSchema,
} from '@alaas/core';
import type { CallOptions, ClosingOptions } from './client.ts';
import type { FollowStreamOptions } from './follow-stream.ts';
import type { Pause } from './pause.ts';
import { createPool, type PoolClient } from './pool.ts';
import { type ProjectStreamEvent, streamProjectEvents } from './project-events.ts';
import { withQuery } from './query-string.ts';
import { cancelled, type RawBody, type Transport } from './transport.ts';

/** A member with a token that is shown once. */
export type MemberWithToken = Member & { readonly token: string };

/** A content to predict on: exactly one of these. */
export type PredictItem =
  | { readonly text: string }
  | { readonly uri: string }
  | { readonly blob: string }
  | { readonly item: string };

/** What an item holds. */
export interface ItemContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Media type, told by the bytes. */
  readonly type: string;
}

/** A head as an ONNX file. */
export interface OnnxFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** With the project and the version of the head. */
  readonly name: string;
  /** Whether the model that makes the embeddings is in it; else its input is an embedding. */
  readonly isJoined: boolean;
}

/** A page of a person's answers. */
export interface HistoryPage {
  /** `next` of the page before. */
  readonly before?: string | undefined;
  /** Default: 100. */
  readonly limit?: number | undefined;
}

/** A page of records. */
export interface RecordsPage {
  readonly status?: ProjectRecord['status'] | undefined;
  /** Only records with this in their id, URI or text. */
  readonly q?: string | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** Default: 100. */
  readonly limit?: number | undefined;
}

/** The projects of a service. */
export interface Projects {
  /**
   * A new project on a dataset.
   *
   *     await client.projects.create({ id: 'spam', dataset: 'sms', labels: [{ name: 'spam' }, { name: 'ham' }] });
   */
  create(request: ProjectCreate, options?: CallOptions): Promise<Project>;
  /**
   * Those that the caller may see.
   *
   *     for (const { id, standing } of await client.projects.list({ standing: true })) console.log(id, standing?.answers);
   */
  list(
    options?: CallOptions & {
      /** Whether to say also how far each is. Default: false. */
      readonly standing?: boolean | undefined;
    },
  ): Promise<ListedProject[]>;
}

/**
 * One project: the queue, answers, training, people.
 *
 *     const project = client.project('spam');
 *     const { leases } = await project.next({ n: 5 });
 *     await project.respond(leases.map(({ item, text }) => ({ item, value: oracle(text) })));
 *     await project.settled();
 *     const { evaluation } = await project.metrics();
 */
export interface ProjectClient {
  readonly id: string;
  get(options?: CallOptions): Promise<Project>;
  /** @param version refuses with `CONFLICT` unless the project still has it */
  update(change: ProjectChange, options?: CallOptions & { readonly version?: number | undefined }): Promise<Project>;
  delete(options?: CallOptions): Promise<void>;
  /** Every version of the settings, the newest first. */
  versions(options?: CallOptions): Promise<ProjectVersion[]>;

  /** Leases records to label, those held already first. `empty` says why there are none. */
  next(options?: CallOptions & { readonly n?: number; readonly anyway?: boolean }): Promise<Next>;
  /**
   * Batches of records to label, as long as there are any: it waits while the next ones are being chosen, or others hold
   * them. Returns why there are no more.
   *
   *     for await (const leases of project.batches({ n: 5 })) await project.respond(leases.map(answer));
   */
  batches(
    options?: CallOptions & { readonly n?: number; readonly anyway?: boolean },
  ): AsyncGenerator<Lease[], NonNullable<Next['empty']>>;
  /** Holds leases for longer; `seen` ones are not exchanged for others. */
  heartbeat(
    leases: readonly string[],
    options?: CallOptions & { readonly seen?: readonly string[] },
  ): Promise<string[]>;
  /** Gives leases back, so that others can have the records at once. */
  giveBack(leases: readonly string[], options?: ClosingOptions): Promise<void>;
  /** Sends answers; each is judged by itself, and its outcome is at its place. */
  respond(items: readonly ResponseInput[], options?: ClosingOptions): Promise<ResponsesResult>;
  /** Takes back the caller's newest answers. */
  undo(options?: CallOptions & { readonly n?: number }): Promise<ProjectResponse[]>;
  redo(options?: CallOptions & { readonly n?: number }): Promise<ProjectResponse[]>;
  /** The caller's answers, the newest first. */
  history(options?: CallOptions): AsyncGenerator<ProjectResponse, void>;
  /**
   * One page of {@link ProjectClient.history}.
   *
   *     const { responses, next } = await project.historyPage({ limit: 20 });
   *     const older = await project.historyPage({ limit: 20, before: next });
   */
  historyPage(options?: CallOptions & HistoryPage): Promise<ProjectHistory>;
  /** All records, page by page. */
  records(options?: CallOptions & Omit<RecordsPage, 'after' | 'limit'>): AsyncGenerator<ProjectRecord, void>;
  /**
   * One page of {@link ProjectClient.records}. `next` is where to go on; a page can be short, or empty, and have one behind it.
   *
   *     const { records, next } = await project.recordsPage({ q: 'refund', limit: 50 });
   *     const more = await project.recordsPage({ q: 'refund', limit: 50, after: next });
   */
  recordsPage(options?: CallOptions & RecordsPage): Promise<ProjectRecords>;
  record(item: string, options?: CallOptions): Promise<ProjectRecord>;

  /**
   * Where the project stands, for annotators too: own answers, records completed, the model's version, stop advice.
   *
   * @param options `since`: where the caller's day began, for `mine.recent`
   */
  status(options?: CallOptions & { readonly since?: Date | undefined }): Promise<ProjectStatus>;
  /**
   * What happens in the project as it happens, across broken connections. Annotators are told of the model, rounds, settings
   * and stop advice only. Ends by `break`, by an abort (`CANCELLED`), or when the service stays away (`UNREACHABLE`).
   *
   *     for await (const { type, data } of project.events({ signal })) if (type === 'model.updated') show(data);
   */
  events(options?: FollowStreamOptions): AsyncGenerator<ProjectStreamEvent, void>;
  /** What an item holds, with its media type: an image, a recording, a text. */
  content(item: string, options?: CallOptions): Promise<ItemContent>;
  /** Every item, the map, neighbours, and what is done to many items at once. */
  readonly pool: PoolClient;

  metrics(options?: CallOptions): Promise<ProjectMetrics>;
  /**
   * {@link ProjectClient.metrics} once the head has learnt from every answer that was given before the call; with `measured`
   * once that head has been measured too.
   */
  settled(options?: CallOptions & { readonly measured?: boolean }): Promise<ProjectMetrics>;
  /** The newest first; `before`: only those of a smaller number. */
  rounds(
    options?: CallOptions & { readonly limit?: number | undefined; readonly before?: number | undefined },
  ): Promise<ProjectRound[]>;
  round(number: number, options?: CallOptions): Promise<ProjectRound>;
  /** Makes a round's choice again and compares. */
  replay(round: number, options?: CallOptions): Promise<Replay>;
  /** The newest first. Default of `limit`: 100. */
  models(options?: CallOptions & { readonly limit?: number | undefined }): Promise<ModelVersion[]>;
  /** Rolls back, or forward; `latest` follows training again. Gives the versions, the newest first. */
  serve(version: number | 'latest', options?: CallOptions): Promise<ModelVersion[]>;
  predict(items: readonly PredictItem[], options?: CallOptions): Promise<Predictions>;
  /** The head as an ONNX file; with `joined` behind the model that makes the embeddings, where that is an ONNX file. */
  onnx(options?: CallOptions & { readonly joined?: boolean }): Promise<OnnxFile>;

  /** Labelled records in a format of the field, as they stream in. */
  export(
    format: ExchangeFormat,
    options?: CallOptions & { readonly include?: 'completed' | 'answered' | 'all' },
  ): Promise<ReadableStream<Uint8Array>>;
  /** Takes labelled records. Bad rows change nothing, and are reported. */
  import(
    format: ExchangeFormat,
    content: RawBody,
    options?: CallOptions & {
      /** Whose answers they are, where a row does not say. */
      readonly annotator?: string | undefined;
      /** Whether rows of items that the dataset lacks add them. Default: true. */
      readonly addItems?: boolean | undefined;
    },
  ): Promise<ImportResult>;
  /** Takes the labels that the dataset's items came with as answers. Those of labels that the project lacks are reported. */
  importKnown(
    options?: CallOptions & {
      /** Whose answers they are. Default: import. */
      readonly annotator?: string | undefined;
    },
  ): Promise<ImportResult>;

  /** Query strategies compared on the project's own answers. `update({ strategy })` takes the one that did best. */
  readonly simulations: {
    /**
     * Starts a comparison and gives its job at once.
     *
     *     const { id } = await project.simulations.start({ strategies: ['margin-confidence', 'badge'] });
     */
    start(request: ProjectSimulation, options?: CallOptions): Promise<Job>;
    /** The newest first, without results. */
    list(options?: CallOptions): Promise<Job[]>;
    /** With `curves` that grow while it runs, and `simulation` once it is done. */
    get(id: string, options?: CallOptions): Promise<Job>;
    /** One that has ended stays as it is. */
    cancel(id: string, options?: CallOptions): Promise<Job>;
  };

  readonly members: {
    list(options?: CallOptions): Promise<Member[]>;
    add(name: string, role?: Exclude<Role, 'owner'>, options?: CallOptions): Promise<MemberWithToken>;
    setRole(id: string, role: Exclude<Role, 'owner'>, options?: CallOptions): Promise<Member>;
    renewToken(id: string, options?: CallOptions): Promise<MemberWithToken>;
    remove(id: string, options?: CallOptions): Promise<void>;
  };
  quality(options?: CallOptions): Promise<Quality>;
  /** Records that want a reviewer, the most doubtful first; at most `limit`. Default: 100 */
  disputes(options?: CallOptions & { readonly limit?: number }): Promise<Dispute[]>;
  /** The true answer of a record, which outranks those of annotators. */
  adjudicate(item: string, value: AnswerValue, options?: CallOptions & { readonly note?: string }): Promise<void>;
  /** Items with known answers, mixed in to measure annotators. */
  setGold(
    items: readonly { readonly item: string; readonly value: AnswerValue }[],
    options?: CallOptions,
  ): Promise<void>;
  /** Gold items with their true answers; a page at a time, `next` of one asks for the one behind it. */
  gold(options?: CallOptions & { readonly after?: string; readonly limit?: number }): Promise<GoldList>;
  /** Makes a gold item an ordinary one. */
  removeGold(item: string, options?: CallOptions): Promise<void>;
  /** Who did what, the newest first; `before`: only entries of a smaller number. */
  audit(
    options?: CallOptions & { readonly limit?: number | undefined; readonly before?: number | undefined },
  ): Promise<AuditEntry[]>;

  readonly webhooks: {
    list(options?: CallOptions): Promise<Webhook[]>;
    /** The secret is shown once. */
    create(
      webhook: { readonly url: string; readonly events?: readonly ProjectEventType[]; readonly secret?: string },
      options?: CallOptions,
    ): Promise<Webhook & { readonly secret: string }>;
    setActive(id: string, isActive: boolean, options?: CallOptions): Promise<Webhook>;
    delete(id: string, options?: CallOptions): Promise<void>;
    deliveries(id: string, options?: CallOptions): Promise<Delivery[]>;
    /** Sends a delivery again. */
    redeliver(id: string, delivery: string, options?: CallOptions): Promise<Delivery>;
  };
}

/** Milliseconds between two looks at training that is under way. */
const LOOK_AGAIN_MS = 50;
/** Milliseconds between two questions to a queue that has nothing at the moment; others may give records back at any time. */
const ASK_AGAIN_MS = 200;
/** Records or answers of one call. */
const PAGE = 500;

export function createProjects({ json }: Transport): Projects {
  return {
    create: (request, call) => json(projectSchema, 'POST', '/v1/projects', { body: request, ...call }),
    list: ({ standing, signal } = {}) =>
      json(listedProjectSchema.array(), 'GET', withQuery('/v1/projects', { standing }), { signal }),
  };
}

/** @param pause waits; see `ClientOptions` */
export function createProject(id: string, transport: Transport, pause: Pause): ProjectClient {
  const { json, send } = transport;
  const base = `/v1/projects/${encodeURIComponent(id)}`;
  const at = (path: string, query: Readonly<Record<string, unknown>> = {}): string => withQuery(base + path, query);
  const part = encodeURIComponent;
  const done = async (method: string, path: string, options: Parameters<typeof send>[2]): Promise<void> => {
    const response = await send(method, path, options);
    await response.body?.cancel();
  };
  const next: ProjectClient['next'] = ({ n, anyway, signal } = {}) =>
    json(nextSchema, 'GET', at('/next', { n, anyway }), { signal });
  const metrics: ProjectClient['metrics'] = (call) => json(projectMetricsSchema, 'GET', at('/metrics'), call);
  const historyPage: ProjectClient['historyPage'] = ({ signal, ...page } = {}) =>
    json(historySchema, 'GET', at('/history', page), { signal });
  const recordsPage: ProjectClient['recordsPage'] = ({ signal, ...page } = {}) =>
    json(recordsSchema, 'GET', at('/records', page), { signal });
  return {
    id,
    get: (call) => json(projectSchema, 'GET', base, call),
    update: (change, { version, signal } = {}) =>
      json(projectSchema, 'PATCH', base, {
        body: change,
        signal,
        ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
      }),
    delete: (call) => done('DELETE', base, call),
    versions: (call) => json(projectVersionSchema.array(), 'GET', at('/versions'), call),

    next,
    async *batches(options = {}) {
      for (;;) {
        const { leases, empty } = await next(options);
        if (leases.length > 0) yield leases;
        else if (empty !== undefined && empty.reason !== 'waiting' && empty.reason !== 'held') return empty;
        else await pause(ASK_AGAIN_MS, options.signal);
        if (options.signal?.aborted) throw cancelled(options.signal);
      }
    },
    async heartbeat(leases, { seen, signal } = {}) {
      const body = { leases, ...(seen === undefined ? {} : { seen }) };
      const { held } = await json(leasesHeldSchema, 'POST', at('/leases/heartbeat'), { body, signal });
      return held.map((lease) => lease.id);
    },
    giveBack: (leases, call) => done('POST', at('/leases/return'), { body: { leases }, ...call }),
    respond: (items, call) => json(responsesResultSchema, 'POST', at('/responses'), { body: { items }, ...call }),
    async undo({ n = 1, signal } = {}) {
      return (await json(undoneSchema, 'POST', at('/undo'), { body: { n }, signal })).responses;
    },
    async redo({ n = 1, signal } = {}) {
      return (await json(undoneSchema, 'POST', at('/redo'), { body: { n }, signal })).responses;
    },
    async *history({ signal } = {}) {
      let before: string | undefined;
      do {
        const page = await historyPage({ before, limit: PAGE, signal });
        yield* page.responses;
        before = page.next;
      } while (before !== undefined);
    },
    historyPage,
    async *records(options = {}) {
      let after: string | undefined;
      do {
        const page = await recordsPage({ ...options, after, limit: PAGE });
        yield* page.records;
        after = page.next;
      } while (after !== undefined);
    },
    recordsPage,
    record: (item, call) => json(recordSchema, 'GET', at(`/records/${part(item)}`), call),

    status: ({ since, signal } = {}) =>
      json(projectStatusSchema, 'GET', at('/status', { since: since?.toISOString() }), { signal }),
    events: (options = {}) => streamProjectEvents(at('/events'), transport, pause, options),
    async content(item, call) {
      const { response, bytes } = await transport.bytes(at(`/items/${part(item)}/content`), call);
      return { bytes, type: response.headers.get('content-type') ?? 'application/octet-stream' };
    },
    pool: createPool(transport, at),

    metrics,
    async settled({ measured = false, signal } = {}) {
      for (;;) {
        const now = await metrics({ signal });
        const { behind, isTraining, isMeasuring, error } = now.training;
        const isBusy = behind > 0 || isTraining || (measured && isMeasuring);
        if (error !== null || !isBusy) return now;
        await pause(LOOK_AGAIN_MS, signal);
        if (signal?.aborted) throw cancelled(signal);
      }
    },
    rounds: ({ limit, before, signal } = {}) =>
      json(roundSchema.array(), 'GET', at('/rounds', { limit, before }), { signal }),
    round: (number, call) => json(roundSchema, 'GET', at(`/rounds/${number}`), call),
    replay: (round, call) => json(replaySchema, 'POST', at(`/rounds/${round}/replay`), call),
    models: ({ limit, signal } = {}) => json(modelVersionSchema.array(), 'GET', at('/models', { limit }), { signal }),
    serve: (version, call) => json(modelVersionSchema.array(), 'POST', at(`/models/${version}/serve`), call),
    predict: (items, call) => json(predictionsSchema, 'POST', at('/predict'), { body: { items }, ...call }),
    async onnx({ joined, signal } = {}) {
      const { response, bytes } = await transport.bytes(at('/model.onnx', { joined }), { signal });
      const isJoined = response.headers.get('alaas-joined') === 'true';
      return { bytes, name: fileName(response) ?? `${id}.onnx`, isJoined };
    },

    async export(format, { include, signal } = {}) {
      const { body } = await send('GET', at('/export', { format, include }), { signal });
      return body ?? new Blob([]).stream();
    },
    import: (format, content, { annotator, addItems, signal } = {}) =>
      json(importResultSchema, 'POST', at('/import', { format, annotator, addItems }), { raw: content, signal }),
    importKnown: ({ annotator, signal } = {}) =>
      json(importResultSchema, 'POST', at('/import-known', { annotator }), { signal }),

    simulations: {
      start: (request, call) => json(jobSchema, 'POST', at('/simulations'), { body: request, ...call }),
      list: (call) => json(jobSchema.array(), 'GET', at('/simulations'), call),
      get: (job, call) => json(jobSchema, 'GET', at(`/simulations/${part(job)}`), call),
      cancel: (job, call) => json(jobSchema, 'DELETE', at(`/simulations/${part(job)}`), call),
    },

    members: {
      list: (call) => json(memberSchema.array(), 'GET', at('/members'), call),
      add: (name, role = 'annotator', call) =>
        json(memberTokenSchema, 'POST', at('/members'), { body: { name, role }, ...call }),
      setRole: (member, role, call) =>
        json(memberSchema, 'PATCH', at(`/members/${part(member)}`), { body: { role }, ...call }),
      renewToken: (member, call) => json(memberTokenSchema, 'POST', at(`/members/${part(member)}/token`), call),
      remove: (member, call) => done('DELETE', at(`/members/${part(member)}`), call),
    },
    quality: (call) => json(qualitySchema, 'GET', at('/quality'), call),
    disputes: ({ limit, signal } = {}) => json(disputeSchema.array(), 'GET', at('/disputes', { limit }), { signal }),
    adjudicate: (item, value, { note, signal } = {}) =>
      done('POST', at('/verdicts'), { body: { item, value, ...(note === undefined ? {} : { note }) }, signal }),
    setGold: (items, call) => done('POST', at('/gold'), { body: { items }, ...call }),
    gold: ({ after, limit, signal } = {}) => json(goldListSchema, 'GET', at('/gold', { after, limit }), { signal }),
    removeGold: (item, call) => done('DELETE', at(`/gold/${part(item)}`), call),
    audit: ({ limit, before, signal } = {}) =>
      json(auditEntrySchema.array(), 'GET', at('/audit', { limit, before }), { signal }),

    webhooks: {
      list: (call) => json(webhookSchema.array(), 'GET', at('/webhooks'), call),
      create: (webhook, call) => json(newWebhookSchema, 'POST', at('/webhooks'), { body: webhook, ...call }),
      setActive: (hook, isActive, call) =>
        json(webhookSchema, 'PATCH', at(`/webhooks/${part(hook)}`), { body: { isActive }, ...call }),
      delete: (hook, call) => done('DELETE', at(`/webhooks/${part(hook)}`), call),
      deliveries: (hook, call) => json(deliverySchema.array(), 'GET', at(`/webhooks/${part(hook)}/deliveries`), call),
      redeliver: (hook, delivery, call) =>
        json(deliverySchema, 'POST', at(`/webhooks/${part(hook)}/deliveries/${part(delivery)}/retry`), call),
    },
  };
}

/** What the service calls a file that it sends. */
function fileName(response: Response): string | undefined {
  return /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
}
