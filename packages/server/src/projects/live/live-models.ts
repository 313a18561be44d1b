/** The versions of a project's head: the one that serves, how the next one comes, and what is kept of them. */
import { AlaasError, isAlaasError } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';
import type { ModelStore, StoredModel } from '../../database/model-table.ts';
import type { Log } from '../../log.ts';
import { decodeLiveHead, encodeLiveHead } from './live-head-codec.ts';
import { learnerOf, type Snapshot, trainingKey } from './snapshot.ts';

/** A version of the head. */
export interface Model {
  readonly version: number;
  readonly head: LiveHead;
  /** Answers up to this one taught it. */
  readonly sequence: number;
  /** Answers that it has learnt from. */
  readonly labels: number;
  /** What it was taught; undefined: not known any more. */
  readonly key: string | undefined;
}

/** What a training came to. */
export interface Trained {
  /** Undefined: nothing can be told apart yet. */
  readonly model: Model | undefined;
  /** Why the training failed; then `model` is the one before. */
  readonly failure: unknown;
  /** Whether there is more to learn at once. */
  readonly isBehind: boolean;
}

export interface LiveModelsOptions {
  readonly models: ModelStore;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, of a clock that never goes back. */
  readonly clock: () => number;
}

/** A head larger than this is not written at every training. */
const LARGE_BYTES = 2 ** 20;
const LARGE_EVERY_MS = 30_000;
/** Versions among which one is looked for whose head is kept. */
const LOOKED_AT = 100;

export class LiveModels {
  readonly #project: string;
  readonly #options: LiveModelsOptions;
  /** Of the features on which stored heads were trained, as far as that is known. */
  readonly #digest: string | undefined;
  #newest: Model | undefined;
  #before: Model | undefined;
  #pinned: Model | undefined;
  #last: number;
  /** Whether the newest one comes from an earlier run and has not served in this one yet. */
  #isStored: boolean;
  #largeAt = Number.NEGATIVE_INFINITY;

  private constructor(project: string, options: LiveModelsOptions, stored: Stored) {
    this.#project = project;
    this.#options = options;
    this.#digest = stored.digest;
    this.#newest = stored.newest;
    this.#pinned = stored.pinned;
    this.#last = stored.last;
    this.#isStored = stored.newest !== undefined;
  }

  /** @param digest of the features on which stored heads were trained, as far as that is known */
  static async load(project: string, digest: string | undefined, options: LiveModelsOptions): Promise<LiveModels> {
    const { models } = options;
    const serving = await models.serving(project);
    const own = serving && (await readModel(project, serving, models));
    const isPinned = serving?.isPinned === true;
    // a large head is not kept at every version: an older one serves until the first training
    const kept = (await models.list(project, LOOKED_AT)).find(({ isKept }) => isKept);
    const newest = isPinned || own === undefined ? kept && (await readModel(project, kept, models)) : own;
    const last = await models.last(project);
    return new LiveModels(project, options, { digest, newest, last, pinned: isPinned ? own : undefined });
  }

  /** Chosen to serve until another one is. */
  get pinned(): Model | undefined {
    return this.#pinned;
  }

  get newest(): Model | undefined {
    return this.#newest;
  }

  /** The version before `model`, also when there was no head in between. */
  previousOf(model: Model | undefined): Model | undefined {
    return model === this.#newest ? this.#before : this.#newest;
  }

  /** A stored head may be of other settings. */
  settingsChanged(): void {
    this.#isStored = false;
  }

  /**
   * The head of a snapshot: a new one, or the one there is when it would be the same or cannot be made. The first call after
   * a restart gives the stored one, so that nobody waits for a training.
   *
   * @throws AlaasError `CANCELLED`
   */
  async train(snapshot: Snapshot, signal: AbortSignal): Promise<Trained> {
    const stored = this.#takeStored(snapshot);
    if (stored !== undefined) return { model: stored, failure: undefined, isBehind: stored.key === undefined };
    const newest = this.#newest;
    const { training, pool, sequence, setting } = snapshot;
    const common = { failure: undefined, isBehind: false };
    if (training === undefined) return { ...common, model: undefined };
    const key = trainingKey(training);
    if (newest?.key === key) return { ...common, model: newest };
    try {
      const head = await pool.train(training, signal);
      const version = this.#last + 1;
      return { ...common, model: { version, head, sequence, labels: training.positions.length, key } };
    } catch (error) {
      if (signal.aborted) throw error;
      // one class is known yet, or after an undo again: nothing can be told apart, and that is no failure
      if (isAlaasError(error, 'INVALID_LABELS')) return { ...common, model: undefined };
      const { learner } = learnerOf(setting);
      this.#options.log.error({ err: error, project: this.#project, learner }, 'training failed');
      return { ...common, model: newest, failure: error };
    }
  }

  /** Writes a version that {@link train} gave, if it is new. */
  async store(model: Model | undefined, { setting }: Snapshot): Promise<void> {
    if (model === undefined || model.version <= this.#last) return;
    const { models, now, clock } = this.#options;
    const { head, version, sequence, labels } = model;
    const bytes = encodeLiveHead(head);
    const isLarge = bytes.length > LARGE_BYTES;
    const isKept = !isLarge || clock() - this.#largeAt >= LARGE_EVERY_MS;
    const { learner } = learnerOf(setting);
    const isServing = this.#pinned === undefined;
    const row = { version, at: now(), sequence, labels, learner, isServing };
    await models.add(this.#project, { ...row, head: isKept ? bytes : undefined });
    this.#last = version;
    if (isLarge && isKept) this.#largeAt = clock();
  }

  /** From now on this is the newest one. @returns whether it is another version than before */
  take(model: Model | undefined): boolean {
    const before = this.#newest;
    if (model === before) return false;
    this.#before = before ?? this.#before;
    this.#newest = model;
    return model !== undefined && model.version !== before?.version;
  }

  /**
   * From now on this version serves, whatever is trained; `latest`: the newest one, and those that come.
   *
   * @throws AlaasError `NOT_FOUND`, `CONFLICT` when its head is not kept any more
   */
  async serve(version: number | 'latest'): Promise<void> {
    const { models } = this.#options;
    if (version === 'latest') {
      this.#pinned = undefined;
      if (this.#newest !== undefined) await models.serve(this.#project, this.#newest.version, false);
      return;
    }
    const stored = await models.get(this.#project, version);
    if (stored === undefined) {
      throw new AlaasError(
        'NOT_FOUND',
        `Project "${this.#project}" has no version ${version} of its head. GET /v1/projects/${this.#project}/models lists them.`,
      );
    }
    const model = this.#newest?.version === version ? this.#newest : await readModel(this.#project, stored, models);
    if (model === undefined) {
      throw new AlaasError('CONFLICT', `The head of version ${version} is not kept any more. Choose a newer one.`);
    }
    await models.serve(this.#project, version, true);
    this.#pinned = model;
  }

  /** Undefined: there is none, or the features are others than those on which it was trained. */
  #takeStored({ pool, sequence, training }: Snapshot): Model | undefined {
    const newest = this.#newest;
    if (!this.#isStored || newest === undefined) return undefined;
    this.#isStored = false;
    const fits = (model: Model): boolean =>
      widthOf(model.head) === pool.width && (this.#digest === undefined || this.#digest === pool.model.digest);
    if (this.#pinned !== undefined && !fits(this.#pinned)) this.#pinned = undefined;
    if (!fits(newest)) {
      this.#newest = undefined;
      return undefined;
    }
    const isUpToDate = newest.sequence === sequence && training !== undefined;
    this.#newest = { ...newest, key: isUpToDate ? trainingKey(training) : undefined };
    return this.#newest;
  }
}

interface Stored {
  readonly digest: string | undefined;
  readonly newest: Model | undefined;
  readonly pinned: Model | undefined;
  readonly last: number;
}

function widthOf(head: LiveHead): number | undefined {
  return head.kind === 'single' ? head.head.width : head.heads[0]?.width;
}

/** Undefined: its head is not kept, or cannot be read. */
async function readModel(project: string, stored: StoredModel, models: ModelStore): Promise<Model | undefined> {
  const bytes = await models.head(project, stored.version);
  if (bytes === undefined) return undefined;
  const { version, sequence, labels } = stored;
  try {
    return { version, head: decodeLiveHead(bytes), sequence, labels, key: undefined };
  } catch (error) {
    if (isAlaasError(error, 'STORE_CORRUPT')) return undefined;
    throw error;
  }
}
