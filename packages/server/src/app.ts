import { readFileSync } from 'node:fs';
import { AlaasError, type Config } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { FastifyInstance } from 'fastify';
import { openProjectServices, type ProjectServices } from './app-projects.ts';
import { Closers } from './closers.ts';
import { type Database, openDatabase } from './database/database.ts';
import { accessOf } from './http/access.ts';
import { type BodyPace, defaultPace } from './http/body.ts';
import { createIdentify, type Identify } from './http/callers.ts';
import { prepareClose } from './http/close-http.ts';
import { createHttpApp } from './http/http-app.ts';
import type { RequestAccess } from './http/request-access.ts';
import { createEventHub, type EventHub, type EventHubOptions } from './jobs/event-hub.ts';
import { type JobRecord, jobEvent } from './jobs/job.ts';
import { type Jobs, openJobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { RoleIn } from './projects/caller.ts';
import type { Choices } from './projects/choices.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { inspectRoute } from './routes/inspect.ts';
import { jobRoutes } from './routes/jobs.ts';
import { legacyRoute } from './routes/legacy-post.ts';
import { queryRoutes } from './routes/queries.ts';
import type { RouteApp } from './routes/route-app.ts';
import { sampleRoutes } from './routes/samples.ts';
import { selectionRoute } from './routes/select.ts';
import { simulationRoutes } from './routes/simulations.ts';
import { uiRoutes } from './routes/ui.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { choose } from './use-cases/choices.ts';
import { createDatasets } from './use-cases/datasets.ts';
import { createModels } from './use-cases/models.ts';
import { createQueries } from './use-cases/queries.ts';
import { createSamples } from './use-cases/samples.ts';
import { createSimulations } from './use-cases/simulations.ts';
import { sweepTemporary } from './use-cases/temporary.ts';
import { createWorker } from './use-cases/worker.ts';

export interface AppOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly log: Log;
  /** Folder of the store and of `server.db`; undefined keeps jobs in memory. */
  readonly storage?: string | undefined;
  /** URL of a PostgreSQL database that is used instead. */
  readonly database?: string | undefined;
  readonly token?: string | undefined;
  /** Folder of the built web interface; undefined: none is served. */
  readonly ui?: string | undefined;
  /** Names beside loopback's that the `Host` header may hold; 'any' for a service that other machines reach. */
  readonly hosts?: readonly string[] | 'any';
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
  readonly pace?: BodyPace;
  readonly events?: EventHubOptions;
  /** In place of the side of each project that knows the model. */
  readonly choices?: (project: string) => Choices;
  /** Default: by tokens. */
  readonly identify?: Identify;
  /** Default: what members are, and the owner everywhere. */
  readonly roleIn?: RoleIn;
}

export interface App {
  /** Not listening yet. */
  readonly http: FastifyInstance;
  /** Stops listening, puts unfinished jobs back, closes events and database; the engine stays open. */
  close(): Promise<void>;
}

/**
 * The service around an engine, without an address yet. Jobs that an earlier process left unfinished start again.
 *
 * @throws AlaasError `UNKNOWN_STRATEGY`, `INVALID_OPTION`, `UNKNOWN_LEARNER` for what the config names,
 *   `STORE_CORRUPT`, `STORE_FULL`; of a PostgreSQL database also `INVALID_CONFIG` and `NOT_READY`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, engine, log, now = Date.now } = options;
  // what the config gets wrong is said now, not at the first query
  choose({}, config);
  const closers = new Closers();
  const closing = new AbortController();
  try {
    const database = await openDatabase({ folder: options.storage, url: options.database });
    closers.add(() => database.close());
    const metrics = createMetrics(() => database.jobs.countByState());
    const events = createEventHub(options.events);
    closers.add(() => events.close());
    const worker = createWorker(engine, metrics, database.knownAnswers);
    let projects: ProjectServices | undefined;
    const publish = (job: JobRecord): void => {
      events.publish(jobEvent(job));
      if (job.kind === 'scan' && job.state === 'done') projects?.live.datasetGrew(job.dataset);
    };
    const jobs = await openJobs({ store: database.jobs, worker, publish, now, log });
    closers.add(() => jobs.close());
    sweepTemporary(engine, new Set(jobs.liveJobs().map((job) => job.dataset)));
    const projectHub = createEventHub(options.events);
    closers.add(() => projectHub.close());
    const identify = options.identify ?? createIdentify(options.token, database.people.byToken);
    const services = openProjectServices({ ...options, database, hub: projectHub, identify, now, closers });
    projects = services;
    const http = await createHttpApp(
      {
        limits: config.limits,
        needsToken: options.token !== undefined,
        identify,
        hosts: options.hosts === 'any' ? undefined : (options.hosts ?? []),
        pace: options.pace ?? defaultPace,
        version,
        log,
        metrics,
      },
      (app) =>
        addRoutes(app, {
          ...{ config, engine, database, metrics, events, jobs, now },
          projects: services,
          needsToken: options.token !== undefined,
          closing: closing.signal,
          ui: options.ui,
        }),
    );
    closers.add(prepareClose(http));
    // held requests and open streams end before the connections are waited for
    closers.add(() => {
      closing.abort(new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.'));
      jobs.stop();
      events.close();
      projectHub.close();
    });
    return { http, close: () => closers.close() };
  } catch (error) {
    await closers.close().catch((failure: unknown) => log.error({ err: failure }, 'closing failed'));
    throw error;
  }
}

interface Services extends Pick<AppOptions, 'config' | 'engine'> {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly events: EventHub;
  readonly projects: ProjectServices;
  readonly jobs: Jobs;
  readonly now: () => number;
  readonly needsToken: boolean;
  readonly closing: AbortSignal;
  readonly ui: string | undefined;
}

async function addRoutes(app: RouteApp, services: Services): Promise<void> {
  const { config, engine, database, metrics, events, projects, jobs, now, closing } = services;
  const requestAccess: RequestAccess = (request) => accessOf(request, config.sources.trust_local_clients);
  const models = createModels(config.active_learning.strategy.model);
  const notes = database.datasets;
  const projectsOn = database.projects.onDataset;
  const datasets = createDatasets({ engine, jobs, models, notes, limits: config.limits, projectsOn });
  const queries = createQueries({ engine, jobs, models, datasets, config });
  queryRoutes(app, { queries, jobs, accessOf: requestAccess, closing });
  selectionRoute(app, { engine, jobs, config, accessOf: requestAccess, closing });
  jobRoutes(app, jobs);
  eventRoutes(app, { jobs, events });
  await datasetRoutes(app, { datasets, limits: config.limits, accessOf: requestAccess, closing });
  await uploadRoutes(app, { datasets, accessOf: requestAccess, closing });
  inspectRoute(app, { engine, accessOf: requestAccess, closing });
  sampleRoutes(app, { samples: createSamples(datasets), accessOf: requestAccess, closing });
  catalogueRoutes(app, models);
  const simulations = createSimulations({ engine, jobs, models, datasets, config });
  simulationRoutes(app, { simulations, jobs, accessOf: requestAccess, closing });
  await projects.addRoutes(app, {
    checkDataset: (id) => void datasets.get(id),
    pushPools: datasets.pushPools,
    jobs,
    accessOf: requestAccess,
    needsToken: services.needsToken,
    closing,
  });
  legacyRoute(app, { queries, jobs, accessOf: requestAccess, closing });
  healthRoutes(app, { engine, database, metrics, now, closing });
  docsRoutes(app);
  await uiRoutes(app, services.ui);
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
