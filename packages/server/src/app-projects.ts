import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '@alaas/core';
import { type Engine, openOutgoing } from '@alaas/engine';
import type { Closers } from './closers.ts';
import type { Database } from './database/database.ts';
import { createExchange } from './exchange/exchange.ts';
import { createProjectExchange } from './exchange/project-exchange.ts';
import { createAdmit } from './http/admit.ts';
import { createAdmitWhile } from './http/admit-while.ts';
import type { Identify } from './http/callers.ts';
import type { RequestAccess } from './http/request-access.ts';
import type { EventHub } from './jobs/event-hub.ts';
import type { Jobs } from './jobs/jobs.ts';
import { createLabelStudio } from './label-studio/backend.ts';
import type { Log } from './log.ts';
import { createLayoutStore } from './pool/layout-store.ts';
import { createLayouts } from './pool/layouts.ts';
import { createPool } from './pool/pool.ts';
import type { RoleIn } from './projects/caller.ts';
import type { Choices } from './projects/choices.ts';
import { annotatorHubEvent, projectHubEvent } from './projects/hub-event.ts';
import { createLiveProjects, type LiveProjects } from './projects/live/live-projects.ts';
import { createStoredSource } from './projects/live/stored-source.ts';
import { createProjectEvents, type ProjectEvent, type ProjectEvents } from './projects/project-events.ts';
import { createProjects } from './projects/projects.ts';
import { createQueue } from './projects/queue.ts';
import { createRecords } from './projects/records.ts';
import { createStandings } from './projects/standings.ts';
import { createStatuses } from './projects/status.ts';
import { createSettingsMemory } from './projects/work.ts';
import { contentRoute } from './routes/contents.ts';
import { exchangeRoutes } from './routes/exchange.ts';
import { labelStudioRoutes } from './routes/label-studio.ts';
import { memberRoutes } from './routes/members.ts';
import { poolRoutes } from './routes/pool.ts';
import { progressRoutes } from './routes/progress.ts';
import { projectSimulationRoutes } from './routes/project-simulations.ts';
import { projectRoutes } from './routes/projects.ts';
import { queueRoutes } from './routes/queue.ts';
import { recordRoutes } from './routes/records.ts';
import { reviewRoutes } from './routes/review.ts';
import { roundRoutes } from './routes/rounds.ts';
import type { RouteApp } from './routes/route-app.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { createMeasures } from './team/measures.ts';
import { createMembers } from './team/members.ts';
import { createReview } from './team/review.ts';
import { createRights } from './team/rights.ts';
import type { Datasets } from './use-cases/datasets.ts';
import { createProjectProgress } from './use-cases/progress.ts';
import { createProjectSimulations } from './use-cases/project-simulations.ts';
import { openWebhooks } from './webhooks/webhooks.ts';

export interface ProjectServices {
  readonly events: ProjectEvents;
  readonly live: LiveProjects;
  /** Registers the routes of projects. */
  addRoutes(app: RouteApp, use: ProjectRouteServices): Promise<void>;
}

export interface ProjectRouteServices {
  /** @throws AlaasError `NOT_FOUND` */
  readonly checkDataset: (id: string) => void;
  readonly pushPools: Datasets['pushPools'];
  readonly jobs: Jobs;
  readonly accessOf: RequestAccess;
  /** Whether the service has a token. */
  readonly needsToken: boolean;
  readonly closing: AbortSignal;
}

export interface ProjectServicesOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly database: Database;
  /** Events of projects for readers. */
  readonly hub: EventHub;
  readonly log: Log;
  readonly now: () => number;
  readonly closers: Closers;
  /** Folder of the embedded store, where there is one. */
  readonly storage?: string | undefined;
  /** In place of the side that knows the model. */
  readonly choices?: ((project: string) => Choices | Promise<Choices>) | undefined;
  readonly identify: Identify;
  /** In place of what members are. */
  readonly roleIn?: RoleIn | undefined;
}

/** Answers that come within so many milliseconds are learnt together: a burst of keys, or of annotators. */
const TRAINING_DELAY_MS = 100;
/** A head is measured when nothing newer came for so long: measuring takes several trainings. */
const MEASURE_DELAY_MS = 500;

/** All that projects are made of, in the order in which it stands on each other. */
export function openProjectServices(options: ProjectServicesOptions): ProjectServices {
  const { config, engine, database, hub, identify, log, now, closers } = options;
  const store = database.projects;
  const events = createProjectEvents((error) => log.error({ err: error }, 'a listener to projects failed'));
  closers.add(
    events.on((event) => {
      hub.publish(projectHubEvent(event));
      const told = annotatorHubEvent(event);
      if (told !== undefined) hub.publish(told);
    }),
  );
  const outgoing = { local: openOutgoing('local', config.sources), remote: openOutgoing('remote', config.sources) };
  closers.add(() => outgoing.local.close());
  closers.add(() => outgoing.remote.close());
  const webhooks = openWebhooks({ store: database.webhooks, events, outgoing, now, random: Math.random, log });
  closers.add(() => webhooks.close());
  const source = createStoredSource({ engine, store, progress: database.progress, datasets: database.datasets, now });
  const live = createLiveProjects({
    source,
    answers: database.knownAnswers,
    models: database.models,
    rounds: database.rounds,
    events,
    log,
    now,
    clock: () => performance.now(),
    delayMs: TRAINING_DELAY_MS,
    measureDelayMs: MEASURE_DELAY_MS,
    pause: () => setImmediate(),
  });
  closers.add(() => live.close());
  const maps = options.storage === undefined ? undefined : join(options.storage, 'maps');
  const layouts = createLayouts({ store: createLayoutStore(maps), log });
  closers.add(() => layouts.close());
  const choices = options.choices ?? ((project: string) => live.get(project));
  const rights = createRights();
  const forget = ({ type, project }: ProjectEvent): void => {
    if (type !== 'project.deleted') return;
    // there may be another project of that id one day, with other members
    rights.changed(project);
    hub.forget(project);
  };
  closers.add(events.on(forget));
  const members = createMembers({
    store: database.people,
    audit: ({ project, by, ...note }) =>
      store.inProject(project, (data) => data.audit.add([{ at: now(), person: by, ...note }])),
    rights,
    now,
  });
  const roleIn: RoleIn = options.roleIn ?? ((project, caller) => members.roleIn(project, caller));
  const admit = createAdmit({ exists: (project) => projectExists(database, project), roleIn });
  const admitWhile = createAdmitWhile({ admit, identify, rights });

  return {
    events,
    live,
    async addRoutes(app, { checkDataset, pushPools, jobs, accessOf, needsToken, closing }) {
      const settings = createSettingsMemory();
      const standings = createStandings({
        progress: database.progress,
        models: database.models,
        datasets: () => engine.datasets(),
      });
      await projectRoutes(app, createProjects({ store, roleIn, standings, checkDataset, events, now }));
      queueRoutes(app, { queue: createQueue({ store, settings, choices, events, now }), admit });
      recordRoutes(app, createRecords({ store, settings, choices, roleIn, now }));
      contentRoute(app, { engine, store, settings, admit, closing });
      const pool = createPool({ store, settings, live, choices, layouts, events, now, pause: () => setImmediate() });
      poolRoutes(app, { pool, admit, roleIn, closing });
      const progress = createProjectProgress({
        live,
        engine,
        source,
        answers: database.knownAnswers,
        models: database.models,
        rounds: database.rounds,
        progress: database.progress,
        now,
        pause: () => setImmediate(),
      });
      const statuses = createStatuses({ store, settings, roleIn, live: (project) => live.get(project), now });
      progressRoutes(app, { progress, statuses, admit, admitWhile, roleIn, accessOf, events: hub, closing });
      roundRoutes(app, { progress, admit, closing });
      const simulations = createProjectSimulations({
        jobs,
        engine,
        answers: database.knownAnswers,
        read: (project) => source.read(project),
        config,
      });
      closers.add(
        events.on(({ type, project }) => {
          if (type !== 'project.deleted') return;
          simulations
            .leave(project)
            .catch((error: unknown) => log.error({ err: error, project }, 'a simulation goes on'));
        }),
      );
      projectSimulationRoutes(app, { simulations, jobs, admit, accessOf });
      memberRoutes(app, { members, admit, accessOf, needsToken });
      const measures = createMeasures({ store, settings, quality: database.quality, people: database.people });
      closers.add(() => measures.close());
      const review = createReview({
        store,
        settings,
        measures,
        choices: async (project) => await choices(project),
        events,
        now,
      });
      reviewRoutes(app, { review, admit });
      webhookRoutes(app, { webhooks, admit, accessOf });
      const exchange = createExchange({
        projects: store,
        settings,
        engine,
        store: createProjectExchange({
          store,
          settings,
          people: database.people,
          engine,
          datasets: { pushPools },
          choices: async (project) => await choices(project),
          events,
          now,
        }),
        maxBytes: config.limits.max_body_bytes,
        now,
      });
      await exchangeRoutes(app, { exchange, admit, accessOf, closing });
      const backend = createLabelStudio({
        store,
        settings,
        people: database.people,
        live,
        models: database.models,
        findRows: (dataset, ids) => engine.itemRows(dataset, ids),
        pushPools,
        events,
        log,
        now,
        newId: randomUUID,
      });
      labelStudioRoutes(app, { backend, admit, roleIn, accessOf, closing });
    },
  };
}

async function projectExists(database: Database, project: string): Promise<boolean> {
  return (await database.projects.read(project, (data) => data.project.head())) !== undefined;
}
