import {
  type Columns,
  type Dataset,
  type DatasetCreate,
  datasetSchema,
  type FileUploaded,
  fileUploadedSchema,
  type Inspection,
  type InspectRequest,
  type ItemsPush,
  type ItemsPushed,
  inspectionSchema,
  isInFiles,
  itemsPushedSchema,
  type Job,
  jobSchema,
  type LearnerSummary,
  learnerSummarySchema,
  type Me,
  type ModelSummary,
  type manifestFormats,
  maxInspectedText,
  meSchema,
  modelSummarySchema,
  type QueryRequest,
  type QueryResult,
  type Sample,
  type SampleMade,
  type SelectionPlan,
  type SelectionRequest,
  type SelectionResult,
  type SimulationRequest,
  type SimulationResult,
  type StoppingRuleSummary,
  type StrategySummary,
  sampleMadeSchema,
  sampleSchema,
  selectionPlanSchema,
  selectionResultSchema,
  stoppingRuleSummarySchema,
  strategySummarySchema,
  type WrapperSummary,
  wrapperSummarySchema,
} from '@alaas/core';
import { type EventsOptions, type JobEvent, streamEvents } from './events.ts';
import { type FollowOptions, followJob } from './follow.ts';
import { type Pause, pause as systemPause } from './pause.ts';
import { createProject, createProjects, type ProjectClient, type Projects } from './projects.ts';
import { withQuery } from './query-string.ts';
import { type QueryOptions, runJob } from './run-job.ts';
import { createTransport, type RawBody } from './transport.ts';

export interface ClientOptions {
  /** Where the service is: `http://127.0.0.1:60035`, with or without a path. */
  readonly url: string;
  /** Bearer token, where the service asks for one. */
  readonly token?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined;
  /** How waits between two tries are spent. Default: a timer. */
  readonly pause?: Pause | undefined;
}

/** How an uploaded manifest is read. */
export interface UploadOptions extends CallOptions {
  /** `list`: one URI or path a line; `texts`: one text a line. Default: told from its first line, and never `texts`. */
  readonly format?: (typeof manifestFormats)[number] | undefined;
  readonly columns?: Columns | undefined;
  /** Absolute folder or URI that relative paths start from. */
  readonly base?: string | undefined;
}

export interface CallOptions {
  /** Gives up the call; it then throws `CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

/** Of a call that a page makes while it closes. */
export interface ClosingOptions extends CallOptions {
  /** In a browser: the call goes on when the page is gone; all such calls together may hold 64 kB. Default: false */
  readonly keepalive?: boolean | undefined;
}

/**
 * A service's version 1 interface, method by method. All of them throw AlaasErrors only: the service's own, with
 * the same code; `UNREACHABLE` when nothing answers; `CANCELLED` when the signal aborts.
 */
export interface Client {
  /** The service's address. */
  readonly url: string;
  /**
   * Asks which items to label, and waits for the answer. An abort cancels the work.
   *
   *     const { picks } = await client.query({ input: '/data/photos', budget: 100 }, { onProgress: console.log });
   *     for (const { rank, uri, utility } of picks) console.log(rank, uri, utility);
   */
  query(request: QueryRequest, options?: QueryOptions): Promise<QueryResult>;
  readonly queries: {
    /**
     * Starts a query and gives its job at once, or within `wait` seconds with its result.
     *
     *     const { id } = await client.queries.create({ dataset: 'photos', budget: 100 });
     */
    create(request: QueryRequest, options?: CallOptions & { readonly wait?: number | undefined }): Promise<Job>;
  };
  /**
   * Asks which rows to label, from probabilities or embeddings that exist already: no model runs. An abort ends the work.
   * Progress is told where all of them are in files.
   *
   *     const { picks } = await client.select({ strategy: 'k-center-greedy', budget: 100, embeddings: '/data/h.npy' });
   *     for (const { rank, row, utility } of picks) console.log(rank, row, utility);
   */
  select(request: SelectionRequest, options?: Omit<QueryOptions, 'wait'>): Promise<SelectionResult>;
  /**
   * What a selection would take in memory and time, and whether it fits, without selecting.
   *
   *     const { fits, bytes, seconds, alternative } = await client.plan({ strategy: 'badge', budget: 100, embeddings, probabilities });
   */
  plan(request: SelectionRequest, options?: CallOptions): Promise<SelectionPlan>;
  /**
   * What the selection of a query would take in memory and time, and whether it fits. Nothing is scanned or selected.
   *
   *     const { fits, bytes, seconds, pending } = await client.planQuery({ dataset: 'photos', budget: 100, strategy: 'badge' });
   */
  planQuery(request: QueryRequest, options?: CallOptions): Promise<SelectionPlan>;
  /**
   * Compares query strategies on labelled items, and waits for the result. An abort cancels the work; the same request
   * goes on where it was.
   *
   *     const { strategies } = await client.simulate({ pool: { input: '/data/reviews.csv', columns: { label: 'stars' } }, strategies: ['badge'] });
   *     for (const { strategy, aubc } of strategies) console.log(strategy, aubc.mean);
   */
  simulate(request: SimulationRequest, options?: Omit<QueryOptions, 'wait'>): Promise<SimulationResult>;
  readonly jobs: {
    /**
     * One job, with its result or its error. Throws `NOT_FOUND`.
     *
     *     const { state, progress } = await client.jobs.get(id);
     */
    get(id: string, options?: CallOptions): Promise<Job>;
    /**
     * The jobs the service remembers, without results.
     *
     *     const running = (await client.jobs.list()).filter((job) => job.state === 'running');
     */
    list(options?: CallOptions): Promise<Job[]>;
    /**
     * Cancels a job; one that has ended stays as it is. Throws `NOT_FOUND`.
     *
     *     await client.jobs.cancel(id);
     */
    cancel(id: string, options?: CallOptions): Promise<Job>;
    /**
     * The job once it is done, failed or cancelled. An abort ends only the wait.
     *
     *     const { state } = await client.jobs.wait(pushed.job, { onProgress: console.log });
     */
    wait(id: string, options?: FollowOptions): Promise<Job>;
  };
  /**
   * Job events as they happen, across broken connections. Ends only by `break`, by an abort (`CANCELLED`),
   * or when the service stays away (`UNREACHABLE`).
   *
   *     for await (const { job } of client.events()) console.log(job.id, job.state, job.progress.done);
   */
  events(options?: EventsOptions): AsyncGenerator<JobEvent, void>;
  readonly strategies: {
    /**
     * All query strategies of the service.
     *
     *     const ids = (await client.strategies.list()).map((strategy) => strategy.id);
     */
    list(options?: CallOptions): Promise<StrategySummary[]>;
    /**
     * One strategy by id or alias. Throws `UNKNOWN_STRATEGY`.
     *
     *     const { formula, reference } = await client.strategies.get('margin-confidence');
     */
    get(id: string, options?: CallOptions): Promise<StrategySummary>;
  };
  readonly wrappers: {
    /**
     * All wrappers that may go around a strategy.
     *
     *     const splitters = (await client.wrappers.list()).filter((wrapper) => wrapper.kind === 'splitter');
     */
    list(options?: CallOptions): Promise<WrapperSummary[]>;
    /**
     * One wrapper by id or alias. Throws `UNKNOWN_WRAPPER`.
     *
     *     const { formula, needs } = await client.wrappers.get('seals');
     */
    get(id: string, options?: CallOptions): Promise<WrapperSummary>;
  };
  readonly learners: {
    /**
     * What turns answers into a head, with the JSON Schema of its options.
     *
     *     const ids = (await client.learners.list()).map((learner) => learner.id);
     */
    list(options?: CallOptions): Promise<LearnerSummary[]>;
  };
  readonly models: {
    /**
     * The models a query can name.
     *
     *     const texts = (await client.models.list()).filter((model) => model.modality === 'text');
     */
    list(options?: CallOptions): Promise<ModelSummary[]>;
  };
  readonly stoppingRules: {
    /**
     * What a project's stopping plan can name.
     *
     *     const ids = (await client.stoppingRules.list()).map((rule) => rule.id);
     */
    list(options?: CallOptions): Promise<StoppingRuleSummary[]>;
  };
  readonly datasets: {
    /**
     * An empty dataset. Throws `CONFLICT` when the id is taken.
     *
     *     const { id } = await client.datasets.create({ id: 'photos' });
     */
    create(request?: DatasetCreate, options?: CallOptions): Promise<Dataset>;
    /**
     * One dataset with its counts. Throws `NOT_FOUND`.
     *
     *     const { items, ready } = await client.datasets.get('photos');
     */
    get(id: string, options?: CallOptions): Promise<Dataset>;
    /**
     * All datasets.
     *
     *     for (const { id, items } of await client.datasets.list()) console.log(id, items);
     */
    list(options?: CallOptions): Promise<Dataset[]>;
    /**
     * Forgets a dataset's items; computed features stay cached by content. Throws `NOT_FOUND`.
     *
     *     await client.datasets.delete('photos');
     */
    delete(id: string, options?: CallOptions): Promise<void>;
    /**
     * Adds items and starts their scan in the background. Items whose id is there already change nothing.
     *
     *     const { added, job } = await client.datasets.push('photos', { input: '/data/photos' });
     *     await client.jobs.wait(job);
     */
    push(id: string, push: ItemsPush, options?: CallOptions): Promise<ItemsPushed>;
    /**
     * Adds the rows of a manifest that the caller has: CSV, TSV, JSON lines or a list of URIs. It is stored while it arrives,
     * and the same one again adds nothing.
     *
     *     await client.datasets.upload('reviews', file, { columns: { text: 'review', label: 'stars' } });
     */
    upload(id: string, manifest: RawBody, options?: UploadOptions): Promise<ItemsPushed>;
    /**
     * Adds one content: an image, a text. The service keeps a copy until the dataset is deleted.
     *
     *     for (const file of files) await client.datasets.addFile('photos', file, { name: file.name });
     */
    addFile(
      id: string,
      content: RawBody,
      options: CallOptions & { readonly name: string; readonly label?: string | undefined },
    ): Promise<FileUploaded>;
  };
  /** Made-up pools to try the service on. */
  readonly samples: {
    list(options?: CallOptions): Promise<Sample[]>;
    /**
     * Makes the dataset of a sample, and starts its scan; one that is there already stays as it is. Throws `NOT_FOUND`.
     *
     *     const { dataset, labels } = await client.samples.make('texts');
     */
    make(id: string, options?: CallOptions): Promise<SampleMade>;
  };
  /**
   * What data is, before anything is made of it: kind, modality, columns, labels, five items. Changes nothing.
   *
   *     const { modality, guess, labels } = await client.inspect({ input: '/data/reviews.csv' });
   */
  inspect(request: InspectRequest, options?: CallOptions): Promise<Inspection>;
  /**
   * The same for a text file that a person has dropped: its beginning is sent.
   *
   *     const { modality, guess } = await client.inspectFile(file, { name: file.name });
   */
  inspectFile(
    file: Blob,
    options: CallOptions & { readonly name: string; readonly columns?: Columns | undefined },
  ): Promise<Inspection>;
  /**
   * Whom the calls speak for: the owner of the service, or a member of one project, with the role there.
   *
   *     const { isOwner, project, role, needsToken } = await client.me();
   */
  me(options?: CallOptions): Promise<Me>;
  readonly projects: Projects;
  /**
   * One project, which need not be there yet.
   *
   *     const { leases } = await client.project('spam').next();
   */
  project(id: string): ProjectClient;
  /**
   * Whether the service is up and ready for work: resolves when it is, throws when it is not.
   *
   *     await client.health();
   */
  health(options?: CallOptions): Promise<void>;
}

/**
 * A client of one ALaaS service. It needs nothing but `fetch`: browsers and Node alike.
 *
 *     const client = createClient({ url: 'http://127.0.0.1:60035' });
 *     const { picks } = await client.query({ input: '/data/photos', budget: 10 });
 *
 * @throws AlaasError `INVALID_REQUEST` when `url` is no http(s) address
 */
export function createClient(options: ClientOptions): Client {
  const pause = options.pause ?? systemPause;
  const transport = createTransport({
    url: options.url,
    token: options.token,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
  });
  const { url, send, json } = transport;
  const events: Client['events'] = (eventsOptions = {}) => streamEvents({ url, send }, pause, eventsOptions);
  const queries: Client['queries'] = {
    create: (request, { signal, wait } = {}) =>
      json(jobSchema, 'POST', '/v1/queries', {
        body: request,
        signal,
        ...(wait === undefined || wait <= 0 ? {} : { headers: { prefer: `wait=${Math.ceil(wait)}` } }),
      }),
  };
  const jobs: Client['jobs'] = {
    get: (id, call) => json(jobSchema, 'GET', `/v1/jobs/${segment(id)}`, call),
    list: (call) => json(jobSchema.array(), 'GET', '/v1/jobs', call),
    cancel: (id, call) => json(jobSchema, 'DELETE', `/v1/jobs/${segment(id)}`, call),
    wait: (id, follow = {}) => followJob(id, { get: jobs.get, events, pause }, follow),
  };
  const followed = { get: jobs.get, cancel: jobs.cancel, events, pause };
  return {
    url,
    query: (request, queryOptions = {}) =>
      runJob(
        { ...followed, create: (call) => queries.create(request, call), resultOf: ({ result }) => result },
        queryOptions,
      ),
    simulate: (request, queryOptions = {}) =>
      runJob(
        {
          ...followed,
          create: ({ signal }) => json(jobSchema, 'POST', '/v1/simulations', { body: request, signal }),
          resultOf: ({ simulation }) => simulation,
        },
        queryOptions,
      ),
    queries,
    select: (request, { signal, onProgress } = {}) => {
      if (!isInFiles(request)) return json(selectionResultSchema, 'POST', '/v1/select', { body: request, signal });
      const headers = { prefer: 'respond-async' };
      return runJob(
        {
          ...followed,
          create: (call) => json(jobSchema, 'POST', '/v1/select', { body: request, headers, signal: call.signal }),
          resultOf: ({ selection }) => selection,
        },
        { signal, onProgress },
      );
    },
    plan: (request, call) =>
      json(selectionPlanSchema, 'POST', '/v1/select', { body: { ...request, plan: true }, ...call }),
    planQuery: (request, call) =>
      json(selectionPlanSchema, 'POST', '/v1/queries', { body: { ...request, plan: true }, ...call }),
    jobs,
    events,
    strategies: {
      list: (call) => json(strategySummarySchema.array(), 'GET', '/v1/strategies', call),
      get: (id, call) => json(strategySummarySchema, 'GET', `/v1/strategies/${segment(id)}`, call),
    },
    wrappers: {
      list: (call) => json(wrapperSummarySchema.array(), 'GET', '/v1/wrappers', call),
      get: (id, call) => json(wrapperSummarySchema, 'GET', `/v1/wrappers/${segment(id)}`, call),
    },
    learners: { list: (call) => json(learnerSummarySchema.array(), 'GET', '/v1/learners', call) },
    models: { list: (call) => json(modelSummarySchema.array(), 'GET', '/v1/models', call) },
    stoppingRules: {
      list: (call) => json(stoppingRuleSummarySchema.array(), 'GET', '/v1/stopping-rules', call),
    },
    datasets: {
      create: (request = {}, call) => json(datasetSchema, 'POST', '/v1/datasets', { body: request, ...call }),
      get: (id, call) => json(datasetSchema, 'GET', `/v1/datasets/${segment(id)}`, call),
      list: (call) => json(datasetSchema.array(), 'GET', '/v1/datasets', call),
      delete: async (id, call) => {
        await drain(await send('DELETE', `/v1/datasets/${segment(id)}`, call));
      },
      push: (id, push, call) =>
        json(itemsPushedSchema, 'POST', `/v1/datasets/${segment(id)}/items`, { body: push, ...call }),
      upload: (id, manifest, { format, columns, base, signal } = {}) =>
        json(
          itemsPushedSchema,
          'POST',
          withQuery(`/v1/datasets/${segment(id)}/manifest`, { format, ...columns, base }),
          { raw: manifest, signal },
        ),
      addFile: (id, content, { name, label, signal }) =>
        json(fileUploadedSchema, 'POST', withQuery(`/v1/datasets/${segment(id)}/files`, { name, label }), {
          raw: content,
          signal,
        }),
    },
    inspect: (request, call) => json(inspectionSchema, 'POST', '/v1/inspect', { body: request, ...call }),
    inspectFile: async (file, { name, columns, signal }) => {
      const isWhole = file.size <= maxInspectedText;
      const content = await (isWhole ? file : file.slice(0, maxInspectedText)).text();
      const body = { content, isWhole, name, ...(columns === undefined ? {} : { columns }) };
      return await json(inspectionSchema, 'POST', '/v1/inspect', { body, signal });
    },
    me: (call) => json(meSchema, 'GET', '/v1/me', call),
    samples: {
      list: (call) => json(sampleSchema.array(), 'GET', '/v1/samples', call),
      make: (id, call) => json(sampleMadeSchema, 'POST', `/v1/samples/${segment(id)}`, call),
    },
    projects: createProjects(transport),
    project: (id) => createProject(id, transport, pause),
    health: async (call) => {
      await drain(await send('GET', '/readyz', call));
    },
  };
}

/** An unread body would keep its connection busy. */
async function drain(response: Response): Promise<void> {
  await response.body?.cancel();
}

function segment(id: string): string {
  return encodeURIComponent(id);
}
