import { readFileSync } from 'node:fs';
import { AlaasError, type Config } from '@alaas/core';
import type { Engine } from '@alaas/engine';
import type { FastifyInstance } from 'fastify';
import { Closers } from './closers.ts';
import { type Database, openDatabase } from './database/database.ts';
import { accessOf } from './http/access.ts';
import { type BodyPace, defaultPace } from './http/body.ts';
import { prepareClose } from './http/close-http.ts';
import { createHttpApp } from './http/http-app.ts';
import type { RequestAccess } from './http/request-access.ts';
import type { RequestCaller } from './http/request-caller.ts';
import { createEventHub, type EventHub, type EventHubOptions } from './jobs/event-hub.ts';
import { type Jobs, openJobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { ownerId, type RoleIn } from './projects/caller.ts';
import type { Choices } from './projects/choices.ts';
import { createProjectEvents, type ProjectEvents } from './projects/project-events.ts';
import { createProjects } from './projects/projects.ts';
import { createQueue } from './projects/queue.ts';
import { createRecords } from './projects/records.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { jobRoutes } from './routes/jobs.ts';
import { legacyRoute } from './routes/legacy-post.ts';
import { projectRoutes } from './routes/projects.ts';
import { queryRoutes } from './routes/queries.ts';
import { queueRoutes } from './routes/queue.ts';
import { recordRoutes } from './routes/records.ts';
import type { RouteApp } from './routes/route-app.ts';
import { selectionRoute } from './routes/select.ts';
import { simulationRoutes } from './routes/simulations.ts';
import { choose } from './use-cases/choices.ts';
import { createDatasets } from './use-cases/datasets.ts';
import { createModels } from './use-cases/models.ts';
import { createQueries } from './use-cases/queries.ts';
import { createSimulations } from './use-cases/simulations.ts';
import { sweepTemporary } from './use-cases/temporary.ts';
import { createWorker } from './use-cases/worker.ts';

export interface AppOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly log: Log;
  /** Folder of `server.db`; undefined keeps jobs in memory. */
  readonly storage?: string | undefined;
  readonly token?: string | undefined;
  /** Names beside loopback's that the `Host` header may hold; 'any' for a service that other machines reach. */
  readonly hosts?: readonly string[] | 'any';
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
  readonly pace?: BodyPace;
  readonly events?: EventHubOptions;
  /** The side of each project that knows the model. Without it records are neither given out nor shown. */
  readonly choices?: (project: string) => Choices;
  /** Default: everybody is the owner of the service. */
  readonly callerOf?: RequestCaller;
  /** Default: everybody may do everything. */
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
 *   `STORE_CORRUPT`, `STORE_FULL`
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, engine, log, now = Date.now } = options;
  // what the config gets wrong is said now, not at the first query
  choose({}, config);
  const closers = new Closers();
  const closing = new AbortController();
  try {
    const database = await openDatabase(options.storage);
    closers.add(() => database.close());
    const metrics = createMetrics(() => database.jobs.countByState());
    const events = createEventHub(options.events);
    closers.add(() => events.close());
    const worker = createWorker(engine, metrics);
    const jobs = await openJobs({ store: database.jobs, worker, publish: events.publish, now, log });
    closers.add(() => jobs.close());
    sweepTemporary(engine, new Set(jobs.liveJobs().map((job) => job.dataset)));
    const projectEvents = createProjectEvents((error) => log.error({ err: error }, 'a project listener failed'));
    const http = await createHttpApp(
      {
        limits: config.limits,
        token: options.token,
        hosts: options.hosts === 'any' ? undefined : (options.hosts ?? []),
        pace: options.pace ?? defaultPace,
        version,
        log,
        metrics,
      },
      (app) =>
        addRoutes(app, { ...options, database, metrics, events, projectEvents, jobs, now, closing: closing.signal }),
    );
    closers.add(prepareClose(http));
    // held requests and open streams end before the connections are waited for
    closers.add(() => {
      closing.abort(new AlaasError('NOT_READY', 'The service is stopping. Repeat the call when it is back.'));
      jobs.stop();
      events.close();
    });
    return { http, close: () => closers.close() };
  } catch (error) {
    await closers.close().catch((failure: unknown) => log.error({ err: failure }, 'closing failed'));
    throw error;
  }
}

interface Services extends Pick<AppOptions, 'config' | 'engine' | 'choices' | 'callerOf' | 'roleIn'> {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly events: EventHub;
  readonly projectEvents: ProjectEvents;
  readonly jobs: Jobs;
  readonly now: () => number;
  readonly closing: AbortSignal;
}

async function addRoutes(app: RouteApp, services: Services): Promise<void> {
  const { config, engine, database, metrics, events, jobs, now, closing } = services;
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
  catalogueRoutes(app, models);
  const simulations = createSimulations({ engine, jobs, models, datasets, config });
  simulationRoutes(app, { simulations, jobs, accessOf: requestAccess, closing });
  await addProjects(app, services, (id) => void datasets.get(id));
  legacyRoute(app, { queries, jobs, accessOf: requestAccess, closing });
  healthRoutes(app, { engine, database, metrics, now, closing });
  docsRoutes(app);
}

async function addProjects(app: RouteApp, services: Services, checkDataset: (id: string) => void): Promise<void> {
  const { database, projectEvents: events, choices, now } = services;
  const { callerOf = () => owner, roleIn = async () => 'owner' as const } = services;
  const store = database.projects;
  await projectRoutes(app, { projects: createProjects({ store, roleIn, checkDataset, events, now }), callerOf });
  if (choices === undefined) return;
  queueRoutes(app, { queue: createQueue({ store, choices, events, now }), callerOf, roleIn });
  recordRoutes(app, { records: createRecords({ store, choices, roleIn }), callerOf });
}

const owner = { id: ownerId, name: 'owner', isOwner: true };

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
