import { AlaasError } from '@alaas/core';
import type { Access } from '@alaas/engine';
import type { z } from 'zod';
import type { ModelStore } from '../database/model-table.ts';
import type { ProjectStore } from '../database/project-store.ts';
import type { Log } from '../log.ts';
import type { LiveProject } from '../projects/live/live-project.ts';
import type { LiveProjects } from '../projects/live/live-projects.ts';
import type { ProjectWork } from '../projects/work.ts';
import { type Connection, connect } from './connection.ts';
import { createKnownProjects, type KnownProject } from './known-projects.ts';
import { readLabelConfig } from './label-config.ts';
import { type LabelStudioPrediction, predictTasks, versionName } from './predictions.ts';
import { projectNumber } from './project-number.ts';
import { type Refused, refusalOf } from './refused.ts';
import type { LabelStudioTask, predictSchema, setupSchema, trainSchema, WebhookRequest } from './requests.ts';
import {
  type AnnotationTakerOptions,
  createAnnotationTaker,
  type SentAnnotation,
  type TakenAnnotations,
} from './take-annotations.ts';
import { type TakingTasks, takeTasks } from './take-tasks.ts';
import { taskContent } from './task-content.ts';
import type { FindRows, ReadTask } from './task-items.ts';
import { type TrainingJobStatus, trainingJob, trainingJobStatus } from './training-job.ts';
import { projectIn, webhookWork } from './webhook.ts';

/** On whose behalf a call is. */
export interface CallBy {
  readonly access: Access;
  readonly signal: AbortSignal;
  /** Whether the caller may add items and say what is true. */
  readonly isAdmin: boolean;
}

/** What became of what a call brought: counts, and what was refused. */
interface Outcome {
  readonly refused?: readonly Refused[];
}

/** A project as the machine learning backend of Label Studio. Whether the caller may take part is checked before. */
export interface LabelStudioBackend {
  /**
   * The version that serves, and how the labelling interface fits the project.
   *
   * @throws AlaasError `INVALID_REQUEST` for a labelling interface that cannot be answered here
   */
  setup(project: string, body: z.output<typeof setupSchema>): Promise<Readonly<Record<string, unknown>>>;
  /**
   * One prediction for each task, in order.
   *
   * @throws AlaasError `INVALID_REQUEST` as setup, `NOT_READY` while the head of before a restart is not back
   */
  predict(project: string, body: z.output<typeof predictSchema>, by: CallBy): Promise<LabelStudioPrediction[]>;
  /** Undefined: the action is not known. What cannot be taken is told, and never thrown: Label Studio would stop calling. */
  webhook(project: string, body: WebhookRequest, by: CallBy): Promise<object | undefined>;
  /** Takes tasks with their annotations. */
  train(project: string, body: z.output<typeof trainSchema>, by: CallBy): Promise<Outcome & { readonly job: string }>;
  /** Undefined: there is no such job. */
  jobStatus(project: string, job: string): Promise<TrainingJobStatus | undefined>;
  /** Newest first. */
  versions(project: string): Promise<string[]>;
  /** @throws AlaasError `INVALID_REQUEST` as setup */
  validate(project: string, config: string): Promise<void>;
  /** The Label Studio project is no longer connected; its answers stay. */
  disconnect(project: string, asked: unknown): Promise<void>;
}

export interface LabelStudioOptions extends Omit<AnnotationTakerOptions, 'choices'> {
  readonly store: ProjectStore;
  readonly live: Pick<LiveProjects, 'get' | 'peek' | 'datasetGrew'>;
  readonly models: Pick<ModelStore, 'serving' | 'list'>;
  readonly findRows: (dataset: string, ids: Parameters<FindRows>[0]) => ReturnType<FindRows>;
  readonly pushPools: TakingTasks['pushPools'];
  readonly log: Log;
}

/** Versions that are listed. */
const shownVersions = 100;

export function createLabelStudio(options: LabelStudioOptions): LabelStudioBackend {
  const { store, settings, live, models, findRows, pushPools, log } = options;
  const known = createKnownProjects(store);
  const annotations = createAnnotationTaker({ ...options, choices: (project) => live.get(project) });

  return {
    async setup(project, { project: number, schema, hostname }) {
      const connection = await connectTo(project, schema);
      await known.learn(project, projectNumber(number), { config: schema, ...given(hostname) });
      const { missing, unused } = connection;
      if (missing.length > 0) {
        log.warn({ project, missing }, 'the labelling interface has labels that the project lacks');
      }
      return { model_version: await servingVersion(project), missing_labels: missing, unused_labels: unused };
    },
    async predict(project, { tasks, project: number, label_config: config, params }, by) {
      const told = { ...(config ? { config } : {}), ...given(params?.hostname) };
      const { config: schema, hostname } = { ...(await known.get(project, projectNumber(number))), ...told };
      if (schema === undefined) {
        throw new AlaasError(
          'INVALID_REQUEST',
          'The label config is not known. Send it as label_config, or call /setup.',
        );
      }
      const connection = await connectTo(project, schema);
      if ((live.peek(project)?.isWaiting ?? true) && (await models.serving(project)) !== undefined) {
        throw new AlaasError('NOT_READY', `The pool of "${project}" is being loaded. Repeat the call in a moment.`);
      }
      const one = await live.get(project);
      return await predictTasks(tasks, { project, live: one, connection, hostname, findRows: finder(one), ...by });
    },
    async webhook(project, body, by) {
      const work = webhookWork(body);
      if (work === undefined) return undefined;
      const { number, ...said } = projectIn(body);
      const told = await learnFrom(project, number, said);
      switch (work.kind) {
        case 'annotations':
          return reported(project, body.action, await takeAnnotations(project, work.sent, told, by));
        case 'deleted':
          return reported(project, body.action, await annotations.remove(project, work.keys));
        case 'tasks': {
          const added = await addTasks(project, work.tasks, told, by);
          return reported(project, body.action, { ...added, refused: [...work.refused, ...added.refused] });
        }
        case 'train':
          return { job: await train(project) };
        case 'noted':
          return {};
      }
    },
    async train(project, { annotations: tasks, project: number, label_config, params }, by) {
      const config = label_config ? { config: label_config } : {};
      const told = await learnFrom(project, number, { ...config, ...given(params?.hostname) });
      const sent = tasks.flatMap((task) => annotationsOf(task).map((annotation) => ({ annotation, task })));
      const taken = reported(project, 'train', await takeAnnotations(project, sent, told, by));
      return { job: await train(project), ...taken };
    },
    async jobStatus(project, job) {
      const training = live.peek(project)?.training ?? { sequence: -1, isTraining: false, error: null };
      return trainingJobStatus(project, job, training);
    },
    async versions(project) {
      const stored = await models.list(project, shownVersions);
      const names = stored.map(({ version }) => versionName(project, version));
      return [...new Set([await servingVersion(project), ...names])];
    },
    async validate(project, config) {
      await connectTo(project, config);
    },
    disconnect: (project, asked) => known.forget(project, projectNumber(asked)),
  };

  async function describe(project: string): Promise<Pick<ProjectWork, 'task' | 'settings' | 'sequence'>> {
    return await store.read(project, (data) => settings.read(project, data));
  }

  async function connectTo(project: string, schema: string): Promise<Connection> {
    return connect(readLabelConfig(schema), (await describe(project)).task);
  }

  /** After a restart the version of before is named before it serves again, so that nothing is asked for anew. */
  async function servingVersion(project: string): Promise<string> {
    const one = live.peek(project);
    const version = (one?.isWaiting ?? true) ? (await models.serving(project))?.version : one?.modelVersion;
    return versionName(project, version ?? 0);
  }

  async function learnFrom(project: string, number: unknown, told: KnownProject) {
    const name = projectNumber(number);
    await known.learn(project, name, told);
    return await known.get(project, name);
  }

  async function takeAnnotations(
    project: string,
    sent: readonly SentAnnotation[],
    { config, hostname }: KnownProject,
    { isAdmin, ...by }: CallBy,
  ): Promise<TakenAnnotations> {
    const one = await live.get(project);
    let connection: Connection | undefined;
    try {
      connection = config === undefined ? undefined : await connectTo(project, config);
    } catch (error) {
      const refused = sent.map(({ annotation }) => refusalOf(error, annotation));
      return { taken: 0, known: 0, removed: 0, added: 0, refused };
    }
    const taking = { project, ...pool(one), connection, hostname, mayAdd: isAdmin, maySetGold: isAdmin, ...by };
    const taken = await annotations.take(sent, taking);
    if (taken.added > 0) live.datasetGrew(one.setting.settings.dataset);
    return taken;
  }

  async function addTasks(
    project: string,
    tasks: readonly LabelStudioTask[],
    { config, hostname }: KnownProject,
    { isAdmin, ...by }: CallBy,
  ): Promise<{ added: number; known: number; refused: Refused[] }> {
    const one = await live.get(project);
    const connection = config === undefined ? Promise.resolve(undefined) : connectTo(project, config);
    // told with each task
    connection.catch(() => undefined);
    const refused: Refused[] = [];
    const readable: ReadTask[] = [];
    for (const task of tasks) {
      try {
        const { objects } = (await connection) ?? {};
        readable.push({ task, content: taskContent(task, { objects, hostname }) });
      } catch (error) {
        refused.push(refusalOf(error, task));
      }
    }
    const taken = await takeTasks(readable, { project, ...pool(one), mayAdd: isAdmin, ...by });
    if (taken.added > 0) live.datasetGrew(one.setting.settings.dataset);
    const known = taken.items.filter((item) => item !== undefined).length - taken.added;
    return { added: taken.added, known, refused: [...refused, ...taken.refused] };
  }

  /** Has the answers learnt that there are, where that has not been done. */
  async function train(project: string): Promise<string> {
    const { sequence } = await describe(project);
    (await live.get(project)).labelsChanged();
    return trainingJob(project, sequence);
  }

  function pool(one: LiveProject) {
    return { dataset: one.setting.settings.dataset, findRows: finder(one), pushPools };
  }

  function finder({ setting }: LiveProject): FindRows {
    return (ids) => findRows(setting.settings.dataset, ids);
  }

  function reported<T extends Outcome>(project: string, action: string, outcome: T): T {
    const { refused = [] } = outcome;
    if (refused.length > 0) {
      log.warn({ project, action, refused: refused.slice(0, 10), count: refused.length }, 'Label Studio was refused');
    }
    return outcome;
  }
}

function given(hostname: string | null | undefined): { hostname?: string } {
  return hostname ? { hostname } : {};
}

/** The annotations of an exported task, or of one from before 2021. */
function annotationsOf(task: unknown): unknown[] {
  if (typeof task !== 'object' || task === null) return [];
  const { annotations, completions } = task as { annotations?: unknown; completions?: unknown };
  return [annotations ?? completions ?? []].flat();
}
