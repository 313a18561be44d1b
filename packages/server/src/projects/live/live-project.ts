/** A project in use: its pool in memory, a head that learns with every answer, and the items to ask for next. */
import { isAlaasError, type Matrix, type ProjectEvaluation, type ProjectRound, type Suggestion } from '@alaas/core';
import type { LivePool } from '@alaas/engine';
import type { ModelStore } from '../../database/model-table.ts';
import type { RoundStore } from '../../database/round-table.ts';
import type { Log } from '../../log.ts';
import type { Candidate, Choices } from '../choices.ts';
import type { KnownAnswers } from '../known-answers.ts';
import type { ProjectEvents } from '../project-events.ts';
import { type Coalesced, coalesce } from './coalesced.ts';
import { EvaluationHistory } from './evaluation-history.ts';
import { KnownMemory } from './known-memory.ts';
import { LiveModels, type Model } from './live-models.ts';
import { drawnAtRandom, makeRound } from './make-round.ts';
import { orderPool, type PoolOrder, testPlaceOfId } from './pool-order.ts';
import { ProjectMeasures } from './project-measures.ts';
import type { ProjectSetting, ProjectSource } from './project-source.ts';
import { createRefreshTimes } from './refresh-times.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';
import { suggestionOf } from './suggestion.ts';

export interface LiveOptions {
  readonly source: ProjectSource;
  readonly answers: KnownAnswers;
  readonly models: ModelStore;
  readonly rounds: RoundStore;
  readonly events: ProjectEvents;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, of a clock that never goes back. */
  readonly clock: () => number;
  /** Milliseconds from an answer to the training that takes it in: answers that come meanwhile share it. */
  readonly delayMs: number;
  /** Milliseconds from a new version to its measurement, so that the next answer mostly comes first. */
  readonly measureDelayMs: number;
  /** Lets other work have the thread. */
  readonly pause: () => Promise<void>;
}

/** What annotators are given, exchanged as a whole. */
interface View {
  readonly model: Model | undefined;
  /** Of the first positions of the pool. */
  readonly scores: Matrix | undefined;
  readonly snapshot: Snapshot;
  readonly round: ProjectRound | undefined;
  readonly candidates: readonly Candidate[];
  /** Items that could be asked for. */
  readonly open: number;
  /** Changes of labels up to this one were there for the head to learn. */
  readonly sequence: number;
  /** Whether something of the round was looked at by the queue. */
  isUsed: boolean;
}

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
  readonly #times;
  readonly #known: KnownMemory;
  readonly #models: LiveModels;
  readonly #warm = Promise.withResolvers<void>();
  #setting: ProjectSetting;
  #pool: LivePool | undefined;
  #order: PoolOrder | undefined;
  #view: View | undefined;
  #lastRound: number;
  /** Grows while rounds turn out too small. */
  #factor = 1;
  #isDry = false;
  /** When the last refresh began, by the clock. */
  #begunAt = 0;
  /** When the pool could not be opened, by the clock. */
  #failedAt: number | undefined;
  #error: { readonly code: string; readonly detail: string } | null = null;

  private constructor(id: string, options: LiveOptions, loaded: Loaded) {
    this.#id = id;
    this.#options = options;
    this.#setting = loaded.setting;
    this.#models = loaded.models;
    this.#lastRound = loaded.lastRound;
    this.#times = createRefreshTimes(options.clock);
    this.#known = new KnownMemory(id, options.answers);
    const onFailure = (error: unknown) => this.#fail(error);
    const isTraining = (): boolean => this.#refresher.isBusy;
    this.#measures = new ProjectMeasures(id, { ...options, isTraining }, loaded.history, loaded.setting);
    this.#refresher = coalesce((signal) => this.#refresh(signal), {
      delayMs: options.delayMs,
      onFailure,
      restMs: (tookMs) => Math.min(LONGEST_REST_MS, REST * tookMs),
      clock: options.clock,
    });
    this.#grower = coalesce((signal) => this.#grow(signal), { delayMs: 0, onFailure });
    this.#bridge = coalesce(() => this.#drawRound(), { delayMs: 0, onFailure });
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
    const view = this.#view;
    if (view === undefined) return;
    view.isUsed = true;
    yield* view.candidates;
  }

  runDry(): void {
    const view = this.#view;
    if (view === undefined) this.#openAgain();
    if (view !== undefined && this.#isHeldUp) this.#bridge.request();
    if (this.#isDry || view === undefined) return;
    // all that could be asked for is in this round
    if (view.candidates.length >= view.open) return;
    this.#isDry = true;
    this.#factor *= 2;
    this.#refresher.request();
  }

  suggestion(item: string): Suggestion | undefined {
    const { model, scores } = this.#view ?? {};
    const position = this.#pool?.positionOf(item);
    if (model === undefined || scores === undefined || position === undefined || position >= scores.rows)
      return undefined;
    return suggestionOf(model, scores.data.subarray(position * scores.columns, (position + 1) * scores.columns));
  }

  isTest(item: string): boolean {
    const { seed, testShare } = this.#setting.settings;
    const position = this.#pool?.positionOf(item);
    const place = position === undefined ? undefined : this.#order?.testPlaces[position];
    return (place ?? testPlaceOfId(item, seed)) < testShare;
  }

  describe(item: string): { readonly uri: string; readonly text?: string } | undefined {
    const position = this.#pool?.positionOf(item);
    if (this.#pool === undefined || position === undefined) return undefined;
    const { uri, text } = this.#pool.item(position);
    return { uri, ...(text !== undefined && { text }) };
  }

  get size(): number {
    return (this.#view?.snapshot.order ?? this.#order)?.order.length ?? 0;
  }

  get isWaiting(): boolean {
    return this.#view === undefined;
  }

  get stop(): Choices['stop'] {
    return this.#measures.advice;
  }

  get modelVersion(): number {
    return this.#view?.model?.version ?? 0;
  }

  /** The head that serves, with what it says of the pool. */
  get serving(): Pick<View, 'model' | 'scores'> | undefined {
    return this.#view;
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
    return this.#view?.snapshot;
  }

  /** The choice at work. */
  get round(): ProjectRound | undefined {
    return this.#view?.round;
  }

  /** What the newest snapshot knew. */
  get known(): Snapshot['known'] {
    return this.#view?.snapshot.known ?? [];
  }

  get training() {
    return {
      modelVersion: this.modelVersion,
      labels: this.#view?.model?.labels ?? 0,
      /** Changes of labels up to this one are known. */
      sequence: this.#view?.sequence ?? 0,
      isTraining: this.#refresher.isRunning,
      isMeasuring: this.#measures.isBusy,
      error: this.#error,
      refreshMs: this.#times.summary,
    };
  }

  /** An evaluation belongs to the version that serves. */
  get evaluation(): ProjectEvaluation | null {
    const { pinned } = this.#models;
    return pinned === undefined ? this.#measures.evaluation : this.#measures.evaluationOf(pinned.version);
  }

  /** Answers came or went: the next training takes them in. */
  labelsChanged(): void {
    this.#times.begin();
    this.#factor = 1;
    this.#refresher.request();
  }

  /** Items were added to the dataset, or their features were made. */
  datasetGrew(): void {
    this.#grower.request();
  }

  /** Reads the settings again. */
  async settingsChanged(): Promise<void> {
    this.#setting = await this.#options.source.read(this.#id);
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
      if (this.#view === undefined && this.#pool.size > 0) this.#refresher.request();
      else this.#warm.resolve();
      const added = await this.#pool.refresh({ signal, onProgress: () => undefined });
      if (added > 0 || this.#view === undefined) this.#refresher.request();
      this.#failedAt = undefined;
    } catch (error) {
      this.#failedAt = this.#options.clock();
      if (this.#view === undefined) this.#warm.resolve();
      throw error;
    }
  }

  /** What kept the pool from being opened may be repaired since. */
  #openAgain(): void {
    if (this.#failedAt === undefined || this.#options.clock() - this.#failedAt < OPEN_AGAIN_MS) return;
    this.#failedAt = undefined;
    this.#grower.request();
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const pool = this.#pool;
    if (pool === undefined) return;
    try {
      await this.#renew(pool, signal);
    } finally {
      this.#warm.resolve();
    }
  }

  async #renew(pool: LivePool, signal: AbortSignal): Promise<void> {
    this.#measures.giveWay();
    const { now, pause, clock } = this.#options;
    this.#begunAt = clock();
    const setting = this.#setting;
    if (this.#order?.size !== pool.size) this.#order = await orderPool(pool, setting.settings.seed, pause);
    const told = this.#times.snapshot();
    const snapshot = snapshotOf({ setting, pool, order: this.#order, ...(await this.#facts()) });
    const models = this.#models;
    const { model: trained, failure, isBehind } = await models.train(snapshot, signal);
    if (isBehind) this.#refresher.request();
    const model = models.pinned ?? trained;
    const scores = model && (await this.#score(model, pool, signal));
    const size = await this.#roundSize(setting);
    const made = await makeRound(
      {
        snapshot,
        number: ++this.#lastRound,
        head: model?.head,
        previous: model !== undefined && model === trained ? models.previousOf(model)?.head : undefined,
        modelVersion: model?.version ?? 0,
        size,
        at: now(),
      },
      signal,
    );
    await models.store(trained, snapshot);
    const round = made.round.items.length > 0 ? made.round : undefined;
    if (round !== undefined) await this.#options.rounds.put(this.#id, round);
    const before = this.#view;
    const isNew = models.take(trained);
    const [{ open }, { sequence }] = [made, snapshot];
    this.#view = { model, scores, snapshot, round, candidates: candidatesOf(round), open, sequence, isUsed: false };
    this.#isDry = false;
    this.#error = errorOf(failure ?? made.failure);
    told();
    if (isNew) this.#tell('model.updated', { modelVersion: trained?.version, labels: trained?.labels });
    if (failure !== undefined) this.#tell('training.failed', { ...this.#error });
    await this.#endRound(before);
    this.#measures.request({ snapshot, model: trained, isServing: model === trained, scores, round });
  }

  /** Whether the next round has been on its way for so long that people may run out of items. */
  get #isHeldUp(): boolean {
    return this.#refresher.isRunning && this.#options.clock() - this.#begunAt >= HELD_UP_MS;
  }

  /**
   * While a training takes long, people who have come to the end of a round go on with random draws: they need no head and no
   * thread, and are as good for measuring as any.
   */
  async #drawRound(): Promise<void> {
    const view = this.#view;
    if (view === undefined) return;
    const { rounds, now } = this.#options;
    const { setting, pool, whole } = view.snapshot;
    const random = { ...setting, settings: { ...setting.settings, ...drawnAtRandom } };
    const snapshot = snapshotOf({ setting: random, pool, order: whole, ...(await this.#facts()) });
    const size = await this.#roundSize(setting);
    const [number, modelVersion] = [++this.#lastRound, view.model?.version ?? 0];
    const signal = new AbortController().signal;
    const { round, open } = await makeRound(
      { snapshot, number, head: undefined, modelVersion, size, at: now() },
      signal,
    );
    if (round.items.length === 0) return;
    await rounds.put(this.#id, round);
    if (this.#view !== view) {
      // the training has come to its end meanwhile
      await rounds.forget(this.#id, number);
      return;
    }
    this.#view = { ...view, round, candidates: candidatesOf(round), open, isUsed: false };
    await this.#endRound(view);
  }

  /** What is known now, and what is out of the pool. */
  async #facts(): Promise<Pick<Snapshot, 'known' | 'sequence' | 'excluded'>> {
    const now = await this.#known.read();
    return { ...now, excluded: await this.#options.source.excluded(this.#id, now.sequence) };
  }

  /** What people hold may be in the round again, and they will want as many more. */
  async #roundSize({ settings }: ProjectSetting): Promise<number> {
    const held = await this.#options.source.held(this.#id);
    return (Math.max(settings.batch, held) + held) * this.#factor;
  }

  async #score(model: Model, pool: LivePool, signal: AbortSignal): Promise<Matrix> {
    const view = this.#view;
    if (view?.model?.head === model.head && view.scores?.rows === pool.size) return view.scores;
    return (await pool.score(model.head, signal)).probabilities;
  }

  /** A round of which nobody saw an item was none. */
  async #endRound(view: View | undefined): Promise<void> {
    if (view?.round === undefined) return;
    const { number, modelVersion, items } = view.round;
    if (view.isUsed) this.#tell('round.completed', { round: number, modelVersion, items: items.length });
    else await this.#options.rounds.forget(this.#id, number);
  }

  #tell(type: 'model.updated' | 'training.failed' | 'round.completed', data: Record<string, unknown>): void {
    this.#options.events.emit({ type, project: this.#id, at: this.#options.now(), data });
  }

  #fail(error: unknown): void {
    if (isAlaasError(error, 'CANCELLED')) return;
    this.#isDry = false;
    this.#error = errorOf(error);
    this.#options.log.error({ err: error, project: this.#id }, 'the queue could not be refreshed');
  }
}

interface Loaded {
  readonly setting: ProjectSetting;
  readonly history: EvaluationHistory;
  readonly models: LiveModels;
  readonly lastRound: number;
}

function candidatesOf(round: ProjectRound | undefined): Candidate[] {
  if (round === undefined) return [];
  const { number, modelVersion } = round;
  const strategy = typeof round.strategy === 'string' ? round.strategy : round.strategy.type;
  return round.items.map(({ item, arm, utility }) => ({
    item,
    arm: arm === 'control' || arm === 'again' ? arm : 'strategy',
    strategy: arm === 'control' ? 'random' : arm === 'again' ? 'active-lab' : strategy,
    ...(utility !== undefined && { utility }),
    round: number,
    modelVersion,
  }));
}

function errorOf(error: unknown): { readonly code: string; readonly detail: string } | null {
  if (error === undefined) return null;
  if (isAlaasError(error)) return { code: error.code, detail: error.message };
  return { code: 'INTERNAL', detail: 'The training failed inside the service; its log says why.' };
}
