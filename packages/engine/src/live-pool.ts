import type { AnswerValue, Head, Matrix, StrategyChoice } from '@alaas/core';
import type { Access, Watch } from './engine.ts';

/** An item of a live pool. */
export interface LiveItem {
  readonly id: string;
  readonly uri: string;
  /** hex */
  readonly sha256: string;
  /** The content, where it came inline as text. */
  readonly text?: string;
}

/** What a head is taught: positions in the pool with class numbers, or with a set of classes each. */
export interface LiveTraining {
  /** [L] */
  readonly positions: Uint32Array;
  /** [L] class numbers; or row-major [L x K] of 0 and 1, where each item may have several classes. */
  readonly labels: Int32Array | Uint8Array;
  readonly classes: readonly string[];
  /** [L] Default: 1 each. */
  readonly weights?: Float32Array;
  readonly learner: string;
  readonly options: Record<string, unknown>;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Starts from this head; its classes may be fewer. */
  readonly previous?: LiveHead;
}

/** One head over all classes, or one yes-or-no head for each. Plain data. */
export type LiveHead =
  | { readonly kind: 'single'; readonly classes: readonly string[]; readonly head: Head }
  /** `heads[k]` knows the classes no and yes. While all labels say one of them of class k, it says the same of every item. */
  | { readonly kind: 'multi'; readonly classes: readonly string[]; readonly heads: readonly Head[] };

/** What a head says of every position of the pool. */
export interface LiveScores {
  /** [N x K]: of a `single` head each row sums to 1; of a `multi` head each number is the probability of yes. */
  readonly probabilities: Matrix;
}

/** What to choose from a live pool. */
export interface LiveAsk {
  readonly strategy: StrategyChoice;
  /** What is labelled; those items are never chosen. */
  readonly training: LiveTraining | undefined;
  /** Undefined: nothing is known yet. Then only strategies that need no head can be asked, and `auto` takes one. */
  readonly head: LiveHead | undefined;
  /** The head of the round before, for strategies that look at what changed. Default: the one that training began with. */
  readonly previous?: LiveHead;
  /**
   * [n] 1 where a position may be chosen. The first n positions are the pool: with fewer than there are now, the choice is
   * the one that a pool of n gave.
   */
  readonly candidates: Uint8Array;
  /** How many, at least 1; fewer candidates give fewer. */
  readonly budget: number;
  readonly seed: number;
}

/** Positions best first, with their utilities. */
export interface LiveRanking {
  /** Id of the strategy that chose: what `auto` stood for. */
  readonly strategy: string;
  readonly positions: Uint32Array;
  readonly utilities: Float64Array;
}

/**
 * How a pool is laid out in two dimensions. `pca`: along the two directions of largest variance, exact and at once. `umap`:
 * neighbours stay neighbours (McInnes, Healy & Melville 2018), which takes a minute or so.
 */
export type LayoutKind = 'pca' | 'umap';

/** What to lay out. */
export interface LayoutAsk {
  readonly kind: LayoutKind;
  /** Those to place, ascending. */
  readonly positions: Uint32Array;
  readonly seed: number;
}

/** Where contents to predict on may come from. */
export interface PredictWatch extends Watch {
  /** On whose behalf URIs are read. Default: remote, whatever the access of the dataset. */
  readonly access?: Access;
}

/** An item to predict on that need not be in the pool. */
export interface LiveContent {
  readonly uri?: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

/**
 * The pool of a dataset held in memory between rounds. A position counts rows with features from 0, in the order in which
 * they joined, and stays what it is after a restart too; where a content was exchanged, the digest tells. Only
 * {@link LivePool.refresh} changes the size. Work runs in threads: the caller's own is never held for longer than a few
 * milliseconds.
 */
export interface LivePool {
  readonly dataset: string;
  readonly model: { readonly name: string; readonly digest: string };
  /** N */
  readonly size: number;
  /** D */
  readonly width: number;
  /** Names the first `size` positions: the same contents in the same order give the same digest. */
  digest(size?: number): string;
  /** [N] 1 for the first position of each content: the others are not asked for. */
  readonly firsts: Uint8Array;
  /**
   * Scans what is missing and takes in what has features since. What a scan had finished is kept when it is cancelled.
   *
   * @returns positions added
   * @throws AlaasError `NOT_FOUND` when the dataset was deleted, `CONFLICT` when the files of the model are others now,
   *   `NOT_ENOUGH_MEMORY`, what a scan throws, `CANCELLED`
   */
  refresh(watch: Watch): Promise<number>;
  /** Reads the store; {@link id} does not. */
  item(position: number): LiveItem;
  /** Id of the item. */
  id(position: number): string;
  /** SHA-256 of its content, in hex. */
  sha256(position: number): string;
  /** Undefined: no such item, or it has no features (yet). */
  positionOf(item: string): number | undefined;
  /**
   * @throws AlaasError `INVALID_LABELS` when no class can be told from another yet, `UNKNOWN_LEARNER`, `INVALID_OPTION`,
   *   `CANCELLED`
   */
  train(training: LiveTraining, signal: AbortSignal): Promise<LiveHead>;
  /** Of the whole pool, or of the given positions, in their order. @throws AlaasError `CANCELLED` */
  score(head: LiveHead, signal: AbortSignal, positions?: Uint32Array): Promise<LiveScores>;
  /**
   * The same choice for the same ask, in any process. `auto` is margin-confidence, for several labels binary-entropy, and
   * typiclust on a random part of the pool before there is a head; its wrappers wait for one.
   *
   * @throws AlaasError `STRATEGY_NEEDS` also where a strategy needs a head and there is none: ask `auto` until then;
   *   `EMPTY_POOL`, `NOT_ENOUGH_MEMORY`, what the strategy throws, `CANCELLED`
   */
  rank(ask: LiveAsk, signal: AbortSignal): Promise<LiveRanking>;
  /**
   * What the head says of contents from anywhere, by the way of a scan; nothing is stored. A content that fails is an error
   * in its place.
   *
   * @throws AlaasError `CONFLICT` when the files of the model are others now, `MODEL_*`, `CANCELLED`
   */
  predict(
    head: LiveHead,
    contents: readonly LiveContent[],
    watch: PredictWatch,
  ): Promise<readonly (Float32Array | { readonly code: string; readonly message: string })[]>;
  /**
   * The `count` positions nearest to one by cosine, the nearest first, with similarities in [-1, 1].
   *
   * @param among positions to look at. Default: all
   * @throws AlaasError `CANCELLED`
   */
  nearest(
    position: number,
    ask: { readonly among?: Uint32Array | undefined; readonly count: number },
    signal: AbortSignal,
  ): Promise<{ position: number; similarity: number }[]>;
  /**
   * Positions of the items with a text in their id, URI or inline text. Of letters, the written, small and capital forms
   * count as the same.
   *
   * @returns ascending
   * @throws AlaasError `NOT_FOUND` when the dataset was deleted, `CANCELLED`
   */
  search(text: string, signal: AbortSignal): Promise<Uint32Array>;
  /**
   * Places of positions in two dimensions, by the embeddings scaled to length 1. The same contents and seed give the same
   * places.
   *
   * @returns [positions x 2], in [-1, 1]
   * @throws AlaasError `CANCELLED`
   */
  layout(ask: LayoutAsk, watch: Watch): Promise<Matrix>;
  /**
   * Places of more positions in a layout: each among the three of those laid out that are nearest to it.
   *
   * @param laidOut positions, ascending, with their places [laidOut x 2]
   * @param positions ascending; none of them laid out
   * @returns [positions x 2]
   * @throws AlaasError `CANCELLED`
   */
  place(
    laidOut: { readonly positions: Uint32Array; readonly places: Matrix },
    positions: Uint32Array,
    signal: AbortSignal,
  ): Promise<Matrix>;
  /**
   * Frees the memory, unless another pool of the dataset is open, and cancels what runs. Whatever is asked later throws
   * `CANCELLED`.
   */
  close(): Promise<void>;
}

/** Answers that {@link LiveTraining} can teach; of the other tasks no head is made. */
export type TeachingAnswer = Extract<AnswerValue, string | readonly string[]>;
