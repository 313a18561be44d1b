import {
  AlaasError,
  type Matrix,
  type ModelVersion,
  type modelVersionSchema,
  type Predictions,
  type ProjectMetrics,
  type ProjectRound,
  type predictRequestSchema,
  type Replay,
} from '@alaas/core';
import type { Access, Engine, HeadFile, LiveContent, LivePool } from '@alaas/engine';
import type { z } from 'zod';
import type { ModelStore } from '../database/model-table.ts';
import type { ProgressStore } from '../database/progress-table.ts';
import type { RoundStore } from '../database/round-table.ts';
import type { KnownAnswers } from '../projects/known-answers.ts';
import { classBalance } from '../projects/live/class-balance.ts';
import type { VersionEvaluation } from '../projects/live/evaluate-version.ts';
import type { Model } from '../projects/live/live-models.ts';
import type { LiveProject } from '../projects/live/live-project.ts';
import type { LiveProjects } from '../projects/live/live-projects.ts';
import type { ProjectSource } from '../projects/live/project-source.ts';
import { replayRound } from '../projects/live/replay-round.ts';
import { suggestionOf } from '../projects/live/suggestion.ts';

type AskedPrediction = z.output<typeof predictRequestSchema>['items'][number];

/** How projects are going. Whether the caller may see it is checked before. */
export interface ProjectProgress {
  /** @throws AlaasError `NOT_FOUND` */
  metrics(project: string): Promise<ProjectMetrics>;
  /** Newest first. */
  rounds(
    project: string,
    page: { readonly limit: number; readonly before?: number | undefined },
  ): Promise<ProjectRound[]>;
  /** @throws AlaasError `NOT_FOUND` */
  round(project: string, number: number): Promise<ProjectRound>;
  /** Makes a round again; one at a time. @throws AlaasError `NOT_FOUND`, `NOT_READY`, what learner and strategy throw */
  replay(project: string, number: number, signal: AbortSignal): Promise<Replay>;
  /** Newest first. */
  versions(project: string, limit: number): Promise<ModelVersion[]>;
  /** @throws AlaasError `NOT_FOUND`, `CONFLICT` when its head is not kept any more */
  serve(project: string, version: number | 'latest'): Promise<ModelVersion[]>;
  /** @throws AlaasError `NOT_FOUND`, `CONFLICT` before there is a head */
  predict(
    project: string,
    items: readonly AskedPrediction[],
    on: { readonly access: Access; readonly signal: AbortSignal },
  ): Promise<Predictions>;
  /** @throws AlaasError `NOT_FOUND`, `CONFLICT` before there is a head, `MODEL_*` */
  onnx(
    project: string,
    options: { readonly joined: boolean; readonly signal: AbortSignal },
  ): Promise<HeadFile & { readonly modelVersion: number }>;
}

export interface ProgressOptions {
  readonly live: LiveProjects;
  readonly engine: Pick<Engine, 'dataset' | 'exportLive'>;
  readonly source: Pick<ProjectSource, 'read' | 'excluded'>;
  readonly answers: KnownAnswers;
  readonly models: ModelStore;
  readonly rounds: RoundStore;
  readonly progress: Pick<ProgressStore, 'counts'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

export function createProjectProgress(options: ProgressOptions): ProjectProgress {
  const { live, engine, source, answers, models, rounds, progress, now, pause } = options;
  let replaying: Promise<unknown> = Promise.resolve();
  const service: ProjectProgress = {
    async metrics(project) {
      const one = await live.get(project);
      const { dataset } = one.setting.settings;
      const { items, ready } = engine.dataset(dataset);
      const { sequence, ...training } = one.training;
      const { measures } = one;
      const excluded = one.snapshot?.excluded.size ?? 0;
      return {
        training: { ...training, behind: Math.max(0, (await answers.sequence(project)) - sequence) },
        pool: {
          items: Math.max(0, items - excluded),
          ready: Math.max(0, ready - excluded),
          ...(await progress.counts(project, now())),
        },
        classBalance: classBalance(one.known, one.setting.settings),
        evaluation: one.evaluation,
        curve: measures.curve,
        saved: measures.saved,
        forecast: measures.forecast,
        stop: { isAdvised: one.stop.isAdvised, reasons: [...one.stop.reasons], parts: [...one.stop.parts] },
      };
    },
    async rounds(project, page) {
      await source.read(project);
      return await rounds.list(project, page);
    },
    async round(project, number) {
      await source.read(project);
      const round = await rounds.get(project, number);
      if (round !== undefined) return round;
      throw new AlaasError(
        'NOT_FOUND',
        `Project "${project}" has no round ${number}. GET /v1/projects/${project}/rounds lists them; what nobody was given is not kept.`,
      );
    },
    async replay(project, number, signal) {
      const round = await service.round(project, number);
      const { pool } = await live.get(project);
      if (pool === undefined) throw new AlaasError('NOT_READY', 'The pool is still being loaded. Repeat the call.');
      const before = replaying;
      const run = (async () => {
        await before.catch(() => undefined);
        signal.throwIfAborted();
        return await replayRound(round, { project, pool, source, answers, models, pause }, signal);
      })();
      replaying = run;
      return await run;
    },
    async versions(project, limit) {
      await source.read(project);
      return (await models.list(project, limit)).map(({ evaluation = 'null', ...stored }) => {
        const measured = (JSON.parse(evaluation) as VersionEvaluation | null)?.evaluation;
        return {
          version: stored.version,
          at: new Date(stored.at).toISOString(),
          learner: stored.learner,
          labels: stored.labels,
          accuracy: measured?.accuracy ?? null,
          macroF1: measured?.macroF1 ?? null,
          isServing: stored.isServing,
          isPinned: stored.isPinned,
          isKept: stored.isKept,
        } satisfies z.output<typeof modelVersionSchema>;
      });
    },
    async serve(project, version) {
      await (await live.get(project)).serve(version);
      return await service.versions(project, 100);
    },
    async predict(project, items, { access, signal }) {
      const one = await live.get(project);
      const { model, pool, scores } = served(project, one);
      const outside = items.flatMap((item, place) =>
        item.item === undefined ? [{ place, content: contentOf(item) }] : [],
      );
      const contents = outside.map(({ content }) => content);
      const watch = { signal, onProgress: () => undefined, access };
      const said = contents.length === 0 ? [] : await pool.predict(model.head, contents, watch);
      const byPlace = new Map(outside.map(({ place }, i) => [place, said[i]]));
      return {
        modelVersion: model.version,
        items: items.map(({ item }, place) =>
          answerOf(item === undefined ? byPlace.get(place) : inPool({ pool, scores }, item), model),
        ),
      };
    },
    async onnx(project, { joined, signal }) {
      const one = await live.get(project);
      const { model } = served(project, one);
      const file = await engine.exportLive(one.setting.settings.dataset, model.head, { joined, signal });
      return { ...file, modelVersion: model.version };
    },
  };
  return service;
}

/** What serves now. Another head may take its place while something is waited for. */
interface Served {
  readonly model: Model;
  readonly pool: LivePool;
  /** What the model says of the pool. */
  readonly scores: Matrix | undefined;
}

function served(project: string, { serving, pool, isWaiting }: LiveProject): Served {
  if (serving?.model !== undefined && pool !== undefined) {
    return { model: serving.model, pool, scores: serving.scores };
  }
  if (isWaiting) {
    throw new AlaasError(
      'NOT_READY',
      `Project "${project}" is being opened, or none of its items has features yet. Ask again in a moment.`,
    );
  }
  throw new AlaasError(
    'CONFLICT',
    `Project "${project}" has no head yet: it takes answers of two labels. Label some items first.`,
  );
}

type Said = Float32Array | { readonly code: string; readonly message: string } | undefined;

function inPool({ pool, scores }: Pick<Served, 'pool' | 'scores'>, item: string): Said {
  const position = pool.positionOf(item);
  if (position === undefined || scores === undefined || position >= scores.rows) {
    return { code: 'NOT_FOUND', message: `There is no item "${item}" with features in the pool.` };
  }
  return scores.data.subarray(position * scores.columns, (position + 1) * scores.columns);
}

function answerOf(said: Said, model: Model): Predictions['items'][number] {
  if (!(said instanceof Float32Array)) {
    const { code, message } = said ?? { code: 'INTERNAL', message: 'The model said nothing of this item.' };
    return { error: { code, detail: message } };
  }
  const { value, score } = suggestionOf(model, said);
  const probabilities = Object.fromEntries(model.head.classes.map((name, k) => [name, said[k] as number]));
  return { value: value as string | string[], score, probabilities };
}

function contentOf({ uri, text, blob }: AskedPrediction): LiveContent {
  return {
    ...(uri !== undefined && { uri }),
    ...(text !== undefined && { text }),
    ...(blob !== undefined && { bytes: Buffer.from(blob, 'base64') }),
  };
}
