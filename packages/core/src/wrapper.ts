import type { z } from 'zod';
import { AlaasError } from './errors.ts';
import type { Compute } from './graph/expr.ts';
import type { Random } from './random.ts';
import type { Block, SignalName, WholePool } from './signals.ts';
import type { Strategy } from './strategy.ts';
import type { WorkEstimate, WorkSize } from './work.ts';

/** What every wrapper says about itself; server, CLI, docs and tests read it from here. */
export interface WrapperInfo<Needs extends SignalName, Options extends z.ZodObject> {
  /** kebab-case, unique among wrappers. */
  readonly id: string;
  /** Other names it answers to. */
  readonly aliases: readonly string[];
  readonly title: string;
  /** One sentence: what does it change? */
  readonly summary: string;
  /** What becomes of the utility s, or of the candidates, in plain mathematics. */
  readonly formula: string;
  /** Paper and year. */
  readonly reference: string;
  /** Time on top of the strategy's, in N, K, D, L, B. */
  readonly cost: string;
  /** Signals that it reads beside those of the strategy. */
  readonly needs: readonly Needs[];
  /** As of a strategy: whether class numbers of labelled rows are columns of the probabilities to it. Default: false. */
  readonly matchesClasses?: boolean;
  /** Strict schema; every option has a default and a description. */
  readonly options: Options;
  /**
   * What it takes at most on top of the strategy, beside the signals. Default: nothing is held, and what it reads is visited
   * once.
   */
  work?(size: WorkSize, options: z.output<Options>): WorkEstimate;
}

/** What a reweigher gets beside the utilities. */
export interface ReweighContext<Options> {
  readonly options: Options;
  /** Unsigned 32-bit, another one for each wrapper of a query. */
  readonly seed: number;
  /** Called between steps of work, at least every 100 ms. @throws AlaasError `CANCELLED` */
  readonly checkpoint: () => void;
}

/** Changes the utilities that any scorer gives. Keeps no state and is deterministic in (seed, row). */
export interface Reweigher<Needs extends SignalName = SignalName, Options extends z.ZodObject = z.ZodObject>
  extends WrapperInfo<Needs, Options> {
  readonly kind: 'reweigher';
  /**
   * `rows`: each row by itself, so that the pool still streams through in blocks of any size. `pool`: all candidates at
   * once, for which the utilities of all of them are kept (16 bytes each); the block then holds no signals.
   */
  readonly scope: 'rows' | 'pool';
  /**
   * @param utilities one per row of the block, higher = ask sooner; NaN has to stay NaN
   * @returns the new ones. Does not mutate its input.
   * @throws AlaasError `INVALID_OPTION` for utilities that it cannot change
   */
  reweigh(utilities: Float64Array, block: Block<Needs>, context: ReweighContext<z.output<Options>>): Float64Array;
}

/** What a splitter gets beside the pool. */
export interface SplitContext<Options> {
  /** B, from 1 to the number of candidates. */
  readonly n: number;
  readonly options: Options;
  readonly random: Random;
  readonly compute: Compute;
  /** Called between blocks of work, at least every 100 ms. @throws AlaasError `CANCELLED` */
  readonly checkpoint: () => void;
}

/** Some of the candidates, and how many of them to ask. */
export interface Part {
  /** Ascending, in no other part. */
  readonly candidates: Uint32Array;
  /** From 1 to the number of these candidates; the sum over all parts is at most B. */
  readonly n: number;
}

/** The largest of the parts, and how many there are of its size. */
export interface PartSize {
  readonly n: number;
  readonly budget: number;
  /** How often the strategy runs. */
  readonly times: number;
}

/**
 * Narrows or parts the candidates before any strategy, scorer or selector, runs on each part. When the parts ask for
 * fewer than B, the rest is asked of the candidates that are left.
 */
export interface Splitter<Needs extends SignalName = SignalName, Options extends z.ZodObject = z.ZodObject>
  extends WrapperInfo<Needs, Options> {
  readonly kind: 'splitter';
  /** What the strategy is asked at most. Default: once, about all rows. */
  largestPart?(size: WorkSize, options: z.output<Options>): PartSize;
  /** @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED` */
  split(pool: WholePool<Needs>, context: SplitContext<z.output<Options>>): Promise<readonly Part[]>;
}

/** Any wrapper, as the registry holds it. */
export type Wrapper = Reweigher | Splitter;

/** A wrapper with what a query gives it. */
export interface Wrap {
  readonly wrapper: Wrapper;
  /** As they were given; see {@link parseOptions}. */
  readonly options: Record<string, unknown>;
}

/** Declares a {@link Reweigher}; the default export of a file in the zoo's `wrappers/`. */
export function defineReweigher<const Needs extends SignalName, Options extends z.ZodObject>(
  reweigher: Omit<Reweigher<Needs, Options>, 'kind'>,
): Reweigher<Needs, Options> {
  return Object.freeze({ kind: 'reweigher', ...reweigher });
}

/** Declares a {@link Splitter}; the default export of a file in the zoo's `wrappers/`. */
export function defineSplitter<const Needs extends SignalName, Options extends z.ZodObject>(
  splitter: Omit<Splitter<Needs, Options>, 'kind'>,
): Splitter<Needs, Options> {
  return Object.freeze({ kind: 'splitter', ...splitter });
}

/**
 * Refuses wrappers that cannot go around the strategy, or not in this order.
 *
 * @param wrappers the one nearest to the strategy first
 * @throws AlaasError `INVALID_OPTION` naming the wrapper
 */
export function checkWrappers(strategy: Strategy, wrappers: readonly Wrapper[]): void {
  let whole: Reweigher | undefined;
  for (const wrapper of wrappers) {
    if (wrapper.kind === 'splitter') continue;
    if (strategy.kind === 'selector') {
      throw new AlaasError(
        'INVALID_OPTION',
        `${wrapper.id} changes the utility of each item by itself, and ${strategy.id} chooses items as a set. Leave out the wrapper ${wrapper.id}, or choose a strategy that ranks row by row, such as margin-confidence.`,
      );
    }
    if (whole !== undefined && wrapper.needs.length > 0) {
      throw new AlaasError(
        'INVALID_OPTION',
        `${wrapper.id} reads ${wrapper.needs.join(' and ')} block by block, and after ${whole.id}, which takes the whole pool at once, there are no blocks. Name ${wrapper.id} before ${whole.id}.`,
      );
    }
    if (wrapper.scope === 'pool') whole ??= wrapper;
  }
}
