/** A project in use: its pool in memory, a head that learns with every answer, and the items to ask for next. */
import { isAlaasError, type ProjectEvaluation, type ProjectRound, type Suggestion } from '@alaas/core';
import type { LivePool } from '@alaas/engine';
import type { Candidate, Choices } from '../choices.ts';
import { type Coalesced, coalesce } from './coalesced.ts';
import { EvaluationHistory } from './evaluation-history.ts';
import { LiveModels } from './live-models.ts';
import type { LiveOptions } from './live-options.ts';
import { LiveRefresh, type View } from './live-refresh.ts';
import { testPlaceOfId } from './pool-order.ts';
import { ProjectMeasures } from './project-measures.ts';
import type { ProjectSetting } from './project-source.ts';
import type { Snapshot } from './snapshot.ts';
import type { Advice } from './stop-advice.ts';
import { suggestionOf } from './suggestion.ts';

/** Milliseconds of one refresh after which people do not wait for its round any more. */
const HELD_UP_MS = 3_000;
/** Milliseconds until a pool that could not be opened is tried again, when somebody asks for items. */
const OPEN_AGAIN_MS = 10_000;

/** A refresh is followed by so many times its own length in which the processors are the annotators'. */
const REST = 2;
const LONGEST_REST_MS = 600;

export class LiveProject implements Choices {
  readonly #id: string;
  readonly #options: LiveOptions;
  readonly #refresher: Coalesced;
  readonly #grower: Coalesced;
  /** Makes rounds of random draws while a training takes long. */
  readonly #bridge: Coalesced;
  readonly #measures: ProjectMeasures;
  readonly #refresh: LiveRefresh;
  readonly #models: LiveModels;
  readonly #warm = Promise.withResolvers<void>();
  #setting: ProjectSetting;
  #pool: LivePool | undefined;
  /** When the pool could not be opened, by the clock. */
  #failedAt: number | undefined;

  private constructor(id: string, options: LiveOptions, loaded: Loaded) {
    this.#id = id;
    this.#options = options;
    this.#setting = loaded.setting;
    this.#models = loaded.models;
    const onFailure = (error: unknown) => this.#fail(error);
    const isTraining = (): boolean => this.#refresher.isBusy;
    this.#measures = new ProjectMeasures(id, { ...options, isTraining }, loaded.history, loaded.setting);
    const { models, lastRound } = loaded;
    const again = (): void => this.#refresher.request();
    this.#refresh = new LiveRefresh(id, { ...options, models, lastRound, measures: this.#measures, again });
    this.#refresher = coalesce((signal) => this.#renew(signal), {
      delayMs: options.delayMs,
      onFailure,
      restMs: (tookMs) => Math.min(LONGEST_REST_MS, REST * tookMs),
      clock: options.clock,
    });
    this.#grower = coalesce((signal) => this.#grow(signal), { delayMs: 0, onFailure });
    this.#bridge = coalesce(() => this.#refresh.drawRound(), { delayMs: 0, onFailure });
    this.#grower.request();
  }

  /**
   * Reads what is stored of a project, and goes on in the background: pool, first round, training.
   *
   * @throws AlaasError `NOT_FOUND`
   */
  static async open(id: string, options: LiveOptions): Promise<LiveProject> {
    const { source, rounds, models } = options;
    const setting = await source.read(id);
    const lastRound = await rounds.last(id);
    const [newest] = await rounds.list(id, { limit: 1 });
    return new LiveProject(id, options, {
      setting,
      lastRound,
      models: await LiveModels.load(id, newest?.model.digest, options),
      history: await EvaluationHistory.load(id, models),
    });
  }

  *candidates(): Generator<Candidate, void> {
    const view = this.#refresh.view;
    if (view === undefined) return;
    view.isUsed = true;
    yield* view.candidates;
  }

  runDry(): void {
    const view = this.#refresh.view;
    if (view === undefined) this.#openAgain();
    if (view !== undefined && this.#isHeldUp) this.#bridge.request();
    if (this.#refresh.enlarge()) this.#refresher.request();
  }

  suggestion(item: string): Suggestion | undefined {
    const { model, scores } = this.#refresh.view ?? {};
    const position = this.#pool?.positionOf(item);
    if (model === undefined || scores === undefined || position === undefined || position >= scores.rows)
      return undefined;
    return suggestionOf(model, scores.data.subarray(position * scores.columns, (position + 1) * scores.columns));
  }

  isTest(item: string): boolean {
    const { seed, testShare } = this.#setting.settings;
    const position = this.#pool?.positionOf(item);
    const place = position === undefined ? undefined : this.#refresh.order?.testPlaces[position];
    return (place ?? testPlaceOfId(item, seed)) < testShare;
  }

  describe(item: string): { readonly uri: string; readonly text?: string } | undefined {
    const position = this.#pool?.positionOf(item);
    if (this.#pool === undefined || position === undefined) return undefined;
    const { uri, text } = this.#pool.item(position);
    return { uri, ...(text !== undefined && { text }) };
  }

  get size(): number {
    return (this.#refresh.view?.snapshot.order ?? this.#refresh.order)?.order.length ?? 0;
  }

  get isWaiting(): boolean {
    return this.#refresh.view === undefined;
  }

  get stop(): Advice {
    return this.#measures.advice;
  }

  get modelVersion(): number {
    return this.#refresh.view?.model?.version ?? 0;
  }

  /** The head that serves, with what it says of the pool. */
  get serving(): Pick<View, 'model' | 'scores'> | undefined {
    return this.#refresh.view;
  }

  /** Undefined while it is opened. */
  get pool(): LivePool | undefined {
    return this.#pool;
  }

  get setting(): ProjectSetting {
    return this.#setting;
  }

  get measures(): ProjectMeasures {
    return this.#measures;
  }

  /** What annotators are given follows from it; undefined: nothing yet. */
  get snapshot(): Snapshot | undefined {
    return this.#refresh.view?.snapshot;
  }

  /** The choice at work. */
  get round(): ProjectRound | undefined {
    return this.#refresh.view?.round;
  }

  /** What the newest snapshot knew. */
  get known(): Snapshot['known'] {
    return this.#refresh.view?.snapshot.known ?? [];
  }

  get training() {
    return {
      modelVersion: this.modelVersion,
      labels: this.#refresh.view?.model?.labels ?? 0,
      /** Changes of labels up to this one are known. */
      sequence: this.#refresh.view?.sequence ?? 0,
      isTraining: this.#refresher.isRunning,
      isMeasuring: this.#measures.isBusy,
      error: this.#refresh.error,
      refreshMs: this.#refresh.times,
    };
  }

  /** An evaluation belongs to the version that serves. */
  get evaluation(): ProjectEvaluation | null {
    const { pinned } = this.#models;
    return pinned === undefined ? this.#measures.evaluation : this.#measures.evaluationOf(pinned.version);
  }

  /** Answers came or went: the next training takes them in. */
  labelsChanged(): void {
    this.#refresh.labelsChanged();
    this.#refresher.request();
  }

  /** Items were added to the dataset, or their features were made. */
  datasetGrew(): void {
    this.#grower.request();
  }

  /** Reads the settings again. */
  async settingsChanged(): Promise<void> {
    const read = await this.#options.source.read(this.#id);
    // of two readings at once, the older one may end last
    if (read.version < this.#setting.version) return;
    this.#setting = read;
    await this.#measures.settingsChanged(this.#setting);
    this.#models.settingsChanged();
    this.#refresher.request();
  }

  /**
   * From now on this version serves, whatever is trained; `latest`: the newest one, and those that come.
   *
   * @throws AlaasError `NOT_FOUND`, `CONFLICT` when its head is not kept any more
   */
  async serve(version: number | 'latest'): Promise<void> {
    await this.#models.serve(version);
    this.#refresher.request();
  }

  /** Settles when annotators can be given something, or when that takes longer: nothing is scanned yet, or it failed. */
  warm(): Promise<void> {
    return this.#warm.promise;
  }

  /** Settles when all that was asked for so far is done: pool, training, evaluation. */
  async idle(): Promise<void> {
    await this.#grower.idle();
    await this.#refresher.idle();
    await this.#bridge.idle();
    await this.#measures.idle();
  }

  async close(): Promise<void> {
    this.#warm.resolve();
    const parts = [this.#grower, this.#refresher, this.#bridge, this.#measures];
    await Promise.all(parts.map((part) => part.close()));
    await this.#pool?.close();
  }

  async #grow(signal: AbortSignal): Promise<void> {
    try {
      this.#pool ??= await this.#options.source.openPool(this.#setting.settings.dataset, signal);
      if (this.#pool === undefined) {
        // there is nothing to wait for
        this.#warm.resolve();
        return;
      }
      // what is there already can be labelled while the rest is scanned
      if (this.#refresh.view === undefined && this.#pool.size > 0) this.#refresher.request();
      else this.#warm.resolve();
      const added = await this.#pool.refresh({ signal, onProgress: () => undefined });
      if (added > 0 || this.#refresh.view === undefined) this.#refresher.request();
      this.#failedAt = undefined;
    } catch (error) {
      this.#failedAt = this.#options.clock();
      if (this.#refresh.view === undefined) this.#warm.resolve();
      throw error;
    }
  }

  /** What kept the pool from being opened may be repaired since. */
  #openAgain(): void {
    if (this.#failedAt === undefined || this.#options.clock() - this.#failedAt < OPEN_AGAIN_MS) return;
    this.#failedAt = undefined;
    this.#grower.request();
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const pool = this.#pool;
    if (pool === undefined) return;
    try {
      await this.#refresh.run(this.#setting, pool, signal);
    } finally {
      this.#warm.resolve();
    }
  }

  /** Whether the next round has been on its way for so long that people may run out of items. */
  get #isHeldUp(): boolean {
    return this.#refresher.isRunning && this.#refresh.ageMs >= HELD_UP_MS;
  }

  #fail(error: unknown): void {
    if (isAlaasError(error, 'CANCELLED')) return;
    this.#refresh.failed(error);
    this.#options.log.error({ err: error, project: this.#id }, 'the queue could not be refreshed');
  }
}

interface Loaded {
  readonly setting: ProjectSetting;
  readonly history: EvaluationHistory;
  readonly models: LiveModels;
  readonly lastRound: number;
}
