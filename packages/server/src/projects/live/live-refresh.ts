import { isAlaasError, type Matrix, type ProjectRound } from '@alaas/core';
import type { LivePool } from '@alaas/engine';
import type { Candidate } from '../choices.ts';
import { KnownMemory } from './known-memory.ts';
import type { LiveModels, Model } from './live-models.ts';
import type { LiveOptions } from './live-options.ts';
import { drawnAtRandom, makeRound } from './make-round.ts';
import { orderPool, type PoolOrder } from './pool-order.ts';
import type { ProjectMeasures } from './project-measures.ts';
import type { ProjectSetting } from './project-source.ts';
import { createRefreshTimes, type RefreshTimes } from './refresh-times.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

/** What annotators are given, exchanged as a whole. */
export interface View {
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

/** What a refresh of one project works with. */
export interface RefreshOptions extends Omit<LiveOptions, 'models'> {
  readonly models: LiveModels;
  readonly measures: ProjectMeasures;
  /** Number of the last round that was stored. */
  readonly lastRound: number;
  /** Asks for another refresh after this one. */
  readonly again: () => void;
}

/** How a project's head, scores and round are made anew, one refresh after the other. */
export class LiveRefresh {
  readonly #id: string;
  readonly #options: RefreshOptions;
  readonly #models: LiveModels;
  readonly #measures: ProjectMeasures;
  readonly #known: KnownMemory;
  readonly #times: RefreshTimes;
  #order: PoolOrder | undefined;
  #view: View | undefined;
  #lastRound: number;
  /** Grows while rounds turn out too small. */
  #factor = 1;
  /** Whether a larger round was asked for and is not there yet. */
  #isDry = false;
  /** When the last refresh began, by the clock. */
  #begunAt = 0;
  #error: { readonly code: string; readonly detail: string } | null = null;

  constructor(id: string, options: RefreshOptions) {
    this.#id = id;
    this.#options = options;
    this.#models = options.models;
    this.#measures = options.measures;
    this.#lastRound = options.lastRound;
    this.#known = new KnownMemory(id, options.answers);
    this.#times = createRefreshTimes(options.clock);
  }

  /** Undefined before the first refresh. */
  get view(): View | undefined {
    return this.#view;
  }

  /** Of the positions that the last refresh saw. */
  get order(): PoolOrder | undefined {
    return this.#order;
  }

  /** Of the last refresh, or of what kept it from being made. */
  get error(): { readonly code: string; readonly detail: string } | null {
    return this.#error;
  }

  /** How long answers take to change the queue. */
  get times(): RefreshTimes['summary'] {
    return this.#times.summary;
  }

  /** Milliseconds since the last one began. */
  get ageMs(): number {
    return this.#options.clock() - this.#begunAt;
  }

  /** Answers came or went: the next refresh takes them in, and its round has the usual size. */
  labelsChanged(): void {
    this.#times.begin();
    this.#factor = 1;
  }

  /** Has the next round be larger. @returns false when that was asked for already, or nothing is left to put into it */
  enlarge(): boolean {
    const view = this.#view;
    if (this.#isDry || view === undefined || view.candidates.length >= view.open) return false;
    this.#isDry = true;
    this.#factor *= 2;
    return true;
  }

  /** Something kept a refresh from being made. */
  failed(error: unknown): void {
    this.#isDry = false;
    this.#error = errorOf(error);
  }

  /**
   * One refresh: what is known, the head that it teaches, what that says of the pool, the round that follows from it. Then all
   * of it takes the place of the view before.
   */
  async run(setting: ProjectSetting, pool: LivePool, signal: AbortSignal): Promise<void> {
    this.#measures.giveWay();
    const { now, pause, clock } = this.#options;
    this.#begunAt = clock();
    if (this.#order?.size !== pool.size) this.#order = await orderPool(pool, setting.settings.seed, pause);
    const told = this.#times.snapshot();
    const snapshot = snapshotOf({ setting, pool, order: this.#order, ...(await this.#facts()) });
    const models = this.#models;
    const { model: trained, failure, isBehind } = await models.train(snapshot, signal);
    if (isBehind) this.#options.again();
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

  /**
   * While a training takes long, people who have come to the end of a round go on with random draws: they need no head and no
   * thread, and are as good for measuring as any.
   */
  async drawRound(): Promise<void> {
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
