import {
  AlaasError,
  type Config,
  type ProjectSettings,
  type projectSimulationSchema,
  type SimulationBasis,
} from '@alaas/core';
import type { Access, Engine } from '@alaas/engine';
import { findStrategy } from '@alaas/zoo';
import type { z } from 'zod';
import type { AnswersPart, JobRecord, SimulatedPool } from '../jobs/job.ts';
import { isFinished } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { KnownAnswer, KnownAnswers } from '../projects/known-answers.ts';
import type { ProjectSource } from '../projects/live/project-source.ts';
import { chooseLearner, chooseStrategy } from './choices.ts';

type Checked = z.output<typeof projectSimulationSchema>;

/** Query strategies compared on the answers of projects. Whether the caller may is checked before. */
export interface ProjectSimulations {
  /**
   * Makes a job. Its pool is what the answers say now; later ones change nothing.
   *
   * @throws AlaasError `NOT_FOUND`, `CONFLICT` while another one of the project is under way, `POOL_EXHAUSTED` with too few
   *   answers, `INVALID_LABELS` with answers of one label, `INVALID_REQUEST` for a task without one label an item
   */
  start(project: string, request: Checked, access: Access): Promise<JobRecord>;
  /** Newest first, without results. */
  list(project: string): Promise<JobRecord[]>;
  /** @throws AlaasError `NOT_FOUND`, also for a job of another project */
  get(project: string, job: string): Promise<JobRecord>;
  /** @throws AlaasError `NOT_FOUND` */
  cancel(project: string, job: string): Promise<JobRecord>;
  /** Ends what a project that is deleted has under way. */
  leave(project: string): Promise<void>;
}

export interface ProjectSimulationsOptions {
  readonly jobs: Jobs;
  readonly engine: Pick<Engine, 'datasetModel'>;
  readonly answers: Pick<KnownAnswers, 'sequence' | 'at'>;
  readonly read: ProjectSource['read'];
  readonly config: Pick<Config, 'training'>;
}

/** Answers drawn at random that are enough to measure on: an accuracy of 0.8 is then known to some 0.11. */
const enoughControl = 50;
/** Answers below which curves say nothing. */
const fewestAnswers = 20;
/** The share to measure on, where too few answers were drawn at random. */
const testShare = 0.2;

export function createProjectSimulations(options: ProjectSimulationsOptions): ProjectSimulations {
  const { jobs, engine, answers, read, config } = options;
  /** Projects whose simulation is on its way to disk. */
  const starting = new Set<string>();
  const simulations: ProjectSimulations = {
    async start(project, request, access) {
      const { settings } = await read(project);
      checkFree(project);
      // the place is taken before the next wait, or two could take the same one
      starting.add(project);
      try {
        return await submit(project, settings, request, access);
      } finally {
        starting.delete(project);
      }
    },
    async list(project) {
      const isOwn = await ownJobs(project);
      return (await jobs.list({ project, limit: 100 })).filter(isOwn);
    },
    async get(project, id) {
      const isOwn = await ownJobs(project);
      const job = await jobs.get(id);
      if (job !== undefined && isOwn(job)) return job;
      throw new AlaasError(
        'NOT_FOUND',
        `Project "${project}" has no simulation "${id}". GET /v1/projects/${project}/simulations lists them.`,
      );
    },
    async cancel(project, id) {
      const job = await simulations.get(project, id);
      return (await jobs.cancel(id)) ?? job;
    },
    async leave(project) {
      const own = jobs.liveJobs().filter((job) => job.project === project);
      await Promise.all(own.map(({ id }) => jobs.cancel(id)));
    },
  };
  return simulations;

  async function submit(
    project: string,
    settings: ProjectSettings,
    request: Checked,
    access: Access,
  ): Promise<JobRecord> {
    const sequence = await answers.sequence(project);
    const known = await answers.at(project, sequence);
    const { test: asked, strategies, baseline, learner, budget: quota, batch, target, ...plan } = request;
    const { test, size } = chooseTest(labelled(known, settings.task), asked);
    const budget = quota ?? Math.max(1, Math.floor(size / 2));
    const chosenTarget = target ?? settings.target ?? undefined;
    const { dataset } = settings;
    const pool = (part: AnswersPart): SimulatedPool => ({
      dataset,
      model: engine.datasetModel(dataset),
      answers: { project, sequence, part },
    });
    const basis = basisOf(known, test);
    return await jobs.submit({
      kind: 'simulation',
      dataset,
      project,
      access,
      temporary: [],
      notes: notesOn(basis),
      basis,
      query: {
        ...plan,
        name: settings.name,
        strategies: strategies === 'all' ? strategies : strategies.map(chooseStrategy),
        baseline: findStrategy(baseline).id,
        learner: chooseLearner(learner ?? settings.learner),
        training: plan.training ?? config.training,
        budget,
        batch: batch ?? Math.max(1, Math.ceil(budget / 10)),
        ...(chosenTarget !== undefined && chosenTarget > 0 && { target: chosenTarget }),
        pool: pool(typeof test === 'number' ? 'all' : 'others'),
        test: typeof test === 'number' ? test : pool('control'),
      },
    });
  }

  /** Tells the jobs of a project from those that a deleted one of its id had. */
  async function ownJobs(project: string): Promise<(job: JobRecord) => boolean> {
    const { createdAt } = await read(project);
    return (job) => job.project === project && job.createdAt >= createdAt;
  }

  /** A simulation takes every core: a second one of the same project would only wait, and hold a place. */
  function checkFree(project: string): void {
    if (starting.has(project)) {
      throw new AlaasError(
        'CONFLICT',
        `A simulation of project "${project}" is about to begin. Wait for its end, or cancel it.`,
      );
    }
    const other = jobs.liveJobs().find((job) => job.project === project && !isFinished(job));
    if (other === undefined) return;
    throw new AlaasError(
      'CONFLICT',
      `Simulation "${other.id}" of project "${project}" is under way. Wait for its end, or cancel it.`,
    );
  }
}

/** Items and their one agreed label. */
export function labelsIn(known: readonly KnownAnswer[], part: AnswersPart): Map<string, string> {
  const labels = new Map<string, string>();
  for (const { item, value, arm } of known) {
    const isWanted = part === 'all' || (part === 'control') === (arm === 'control');
    if (isWanted && typeof value === 'string') labels.set(item, value);
  }
  return labels;
}

interface Labelled {
  readonly all: ReadonlyMap<string, string>;
  readonly control: ReadonlyMap<string, string>;
  readonly others: ReadonlyMap<string, string>;
}

function labelled(known: readonly KnownAnswer[], task: ProjectSettings['task']): Labelled {
  if (task !== 'single-label' && task !== 'pairwise') {
    throw new AlaasError(
      'INVALID_REQUEST',
      `A simulation compares strategies on items of one label each, and this project's task is ${task}.`,
    );
  }
  const all = labelsIn(known, 'all');
  if (all.size < fewestAnswers) {
    throw new AlaasError(
      'POOL_EXHAUSTED',
      `A comparison takes ${fewestAnswers} agreed answers, and the project has ${all.size}. Label more first.`,
    );
  }
  return { all, control: labelsIn(known, 'control'), others: labelsIn(known, 'others') };
}

/** What is measured on, and how many answers are left to choose from. @throws AlaasError `INVALID_LABELS`, `POOL_EXHAUSTED` */
function chooseTest(
  { all, control, others }: Labelled,
  asked: Checked['test'],
): { test: number | 'control'; size: number } {
  const canMeasure =
    control.size >= enoughControl && isMixed(control) && others.size >= fewestAnswers && isMixed(others);
  const test = asked === 'auto' ? (canMeasure ? 'control' : testShare) : asked;
  if (!isMixed(all)) {
    throw new AlaasError('INVALID_LABELS', 'All answers of the project say the same. A comparison takes two labels.');
  }
  if (typeof test === 'number') return { test, size: all.size - Math.round(all.size * test) };
  if (control.size > 0 && others.size > 0) return { test, size: others.size };
  throw new AlaasError(
    'POOL_EXHAUSTED',
    `${control.size} answers were drawn at random, and ${others.size} were not: there is nothing to measure on, or nothing to choose from. Give test as a share, such as 0.2.`,
  );
}

function isMixed(labels: ReadonlyMap<string, string>): boolean {
  return new Set(labels.values()).size > 1;
}

/** Which answers the comparison has, and what is measured on. */
function basisOf(known: readonly KnownAnswer[], test: number | 'control'): SimulationBasis {
  const agreed = known.filter(({ value }) => typeof value === 'string');
  const control = agreed.filter(({ arm }) => arm === 'control').length;
  const imported = agreed.filter(({ arm }) => arm === 'import').length;
  return { test, answers: agreed.length, chosen: agreed.length - control - imported, control, imported };
}

/** What the comparison can say, and what not. */
function notesOn({ test, answers, chosen, control, imported }: SimulationBasis): string[] {
  const bias =
    chosen === 0
      ? []
      : [
          `${chosen} of the ${answers} answers are on items that a strategy or a person chose, ${control} on items drawn at random, ${imported} were imported. A pool of chosen items is biased: it holds more of what that strategy likes than the whole pool does, and the baseline draws from it too. Read the order of the strategies as a hint.`,
        ];
  const measured =
    test === 'control'
      ? `Accuracies are measured on the ${control} answers drawn at random, which stand for the whole pool; the strategies choose from the others.`
      : `Accuracies are measured on a share of ${test} of all answers${chosen === 0 ? '' : ', chosen ones among them: they are not those on the whole pool'}.`;
  return [...bias, measured];
}
