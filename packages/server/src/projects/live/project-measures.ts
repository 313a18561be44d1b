/** How well a project is doing, measured behind its training and never in its way. */
import {
  fewestForComparison,
  isAlaasError,
  type Matrix,
  mix,
  type ProjectEvaluation,
  type ProjectMetrics,
  type ProjectRound,
} from '@alaas/core';
import { type Coalesced, coalesce } from './coalesced.ts';
import { type CrossFitted, crossFitVersion, evaluateVersion, roundFacts, sampleOf } from './evaluate-version.ts';
import type { EvaluationHistory } from './evaluation-history.ts';
import { forecastTarget } from './learning-curve.ts';
import type { Model } from './live-models.ts';
import type { LiveOptions } from './live-options.ts';
import type { ProjectSetting } from './project-source.ts';
import { labelsSaved, measureRandomArm, type RandomArm } from './random-arm.ts';
import type { Snapshot } from './snapshot.ts';
import { createStopAdvice, type StopAdvice } from './stop-advice.ts';

interface MeasureOptions extends Pick<LiveOptions, 'log' | 'clock' | 'now' | 'events' | 'pause' | 'measureDelayMs'> {
  /** Whether a training runs or is about to: then another version is to come. */
  readonly isTraining: () => boolean;
}

/** A version to be measured. */
export interface ToMeasure {
  readonly snapshot: Snapshot;
  readonly model: Model | undefined;
  /** Whether scores and round are those of `model`. */
  readonly isServing: boolean;
  readonly scores: Matrix | undefined;
  readonly round: ProjectRound | undefined;
}

/** Milliseconds without a finished measurement after which one is not given up for a training any more. */
const PATIENCE_MS = 5_000;
/** The control arm's own curve is drawn again when it has grown by so much. */
const GROWTH = 1.1;
/** Salt of the seed of curves. */
const CURVES = 0xc0e5;

export class ProjectMeasures {
  readonly #id: string;
  readonly #options: MeasureOptions;
  readonly #history: EvaluationHistory;
  readonly #worker: Coalesced;
  #setting: ProjectSetting;
  #stop: StopAdvice;
  #next: ToMeasure | undefined;
  #running: AbortController | undefined;
  #lastEnd: number;
  #evaluation: ProjectEvaluation | null;
  #fitted: (CrossFitted & { readonly version: number }) | undefined;
  /** Of one version of the settings: another learner would make another curve. */
  #arm: (RandomArm & { readonly version: number }) | undefined;
  #saved: ProjectMetrics['saved'] = null;
  #forecast: ProjectMetrics['forecast'] = null;

  constructor(id: string, options: MeasureOptions, history: EvaluationHistory, setting: ProjectSetting) {
    this.#id = id;
    this.#options = options;
    this.#history = history;
    this.#setting = setting;
    this.#lastEnd = options.clock();
    this.#evaluation = history.newest?.evaluation ?? null;
    this.#stop = this.#judge();
    this.#worker = coalesce((signal) => this.#measure(signal), {
      delayMs: options.measureDelayMs,
      onFailure: (error) => options.log.error({ err: error, project: id }, 'a version could not be measured'),
    });
  }

  get advice() {
    return this.#stop.advice;
  }

  /** Of the newest version that was measured. */
  get evaluation(): ProjectEvaluation | null {
    return this.#evaluation;
  }

  /** What that evaluation followed from; undefined until one is made after a start. */
  get crossFitted(): (CrossFitted & { readonly version: number }) | undefined {
    return this.#fitted;
  }

  evaluationOf(version: number): ProjectEvaluation | null {
    return this.#history.get(version)?.evaluation ?? null;
  }

  get curve(): ProjectMetrics['curve'] {
    return this.#history.curve;
  }

  get saved(): ProjectMetrics['saved'] {
    return this.#saved;
  }

  get forecast(): ProjectMetrics['forecast'] {
    return this.#forecast;
  }

  /** Has this version measured; of those that wait, the newest one is. */
  request(next: ToMeasure): void {
    this.#next = next;
    this.#worker.request();
  }

  /** A training wants to start: a measurement is given up for it, unless that has happened for too long. */
  giveWay(): void {
    if (this.#isPatient) this.#running?.abort();
  }

  get #isPatient(): boolean {
    return this.#options.clock() - this.#lastEnd < PATIENCE_MS;
  }

  async settingsChanged(setting: ProjectSetting): Promise<void> {
    this.#setting = setting;
    this.#stop = this.#judge();
  }

  get isBusy(): boolean {
    return this.#worker.isBusy;
  }

  idle(): Promise<void> {
    return this.#worker.idle();
  }

  async close(): Promise<void> {
    this.#running?.abort();
    await this.#worker.close();
  }

  #judge(): StopAdvice {
    const { settings } = this.#setting;
    return createStopAdvice(settings.stopping, this.#history.rounds, settings.seed);
  }

  async #measure(closing: AbortSignal): Promise<void> {
    const next = this.#next;
    if (next === undefined || (this.#isPatient && this.#options.isTraining())) return;
    this.#running = new AbortController();
    const signal = AbortSignal.any([closing, this.#running.signal]);
    try {
      await this.#measureOne(next, signal);
      this.#lastEnd = this.#options.clock();
    } catch (error) {
      // the version that took its place is measured in its stead
      if (!signal.aborted || !(isAlaasError(error, 'CANCELLED') || signal.reason === error)) throw error;
    } finally {
      this.#running = undefined;
    }
  }

  async #measureOne(next: ToMeasure, signal: AbortSignal): Promise<void> {
    const { snapshot, model } = next;
    if (model === undefined) {
      this.#evaluation = null;
      this.#fitted = undefined;
      this.#saved = null;
      this.#forecast = null;
      return;
    }
    const { now, pause } = this.#options;
    const spent = snapshot.known.length;
    const fitted = await crossFitVersion(snapshot, model.head, signal);
    const evaluation = evaluateVersion(fitted, snapshot);
    signal.throwIfAborted();
    const isRoundDone = this.#stop.labels === 0 || spent - this.#stop.labels >= snapshot.setting.settings.batch;
    const round = isRoundDone ? this.#factsOf(next, evaluation) : undefined;
    await this.#history.add(model.version, now(), { spent, evaluation, round });
    this.#evaluation = evaluation;
    this.#fitted = fitted && { ...fitted, version: model.version };
    if (round !== undefined) this.#advise(round);
    await pause();
    this.#look(snapshot);
    await this.#compare(snapshot, signal);
  }

  #factsOf({ snapshot, isServing, scores, round }: ToMeasure, evaluation: ProjectEvaluation | null) {
    if (!isServing || scores === undefined) return undefined;
    const batch = (round?.items ?? []).flatMap(({ item, arm }) =>
      arm === 'strategy' ? (snapshot.pool.positionOf(item) ?? []) : [],
    );
    return roundFacts(snapshot, evaluation, { scores, batch, at: this.#options.now() });
  }

  #advise(round: Parameters<StopAdvice['add']>[0]): void {
    const before = this.#stop.advice.isAdvised;
    this.#stop.add(round);
    const { isAdvised, reasons } = this.#stop.advice;
    if (!isAdvised || before) return;
    this.#options.events.emit({
      type: 'stop.advised',
      project: this.#id,
      at: this.#options.now(),
      data: { reasons, labels: round.labels },
    });
  }

  #look({ setting, known, order }: Snapshot): void {
    const { target, seed } = setting.settings;
    const spent = known.length;
    const left = Math.max(0, order.order.length - spent);
    this.#forecast =
      target === null ? null : forecastTarget(this.curve, target, { spent, left, seed: mix(seed, CURVES) });
  }

  /** What random sampling alone would have reached by now. */
  async #compare(snapshot: Snapshot, signal: AbortSignal): Promise<void> {
    const { plan, pool, order, setting, known } = snapshot;
    const accuracy = this.#evaluation?.accuracy;
    const sample = sampleOf(snapshot);
    if (plan === undefined || !accuracy || sample.length < fewestForComparison) return;
    const seed = mix(setting.settings.seed, CURVES);
    const { version } = setting;
    if (this.#arm?.version !== version || sample.length >= GROWTH * this.#arm.size) {
      this.#arm = { ...(await measureRandomArm(sample, { pool, order, plan, signal }, seed)), version };
      await this.#options.pause();
    }
    this.#saved = labelsSaved(this.#arm, accuracy.value, { spent: known.length, items: order.order.length, seed });
  }
}
