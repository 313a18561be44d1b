import { z } from 'zod';
import { AlaasError } from './errors.ts';
import type { Compute } from './graph/expr.ts';
import type { Random } from './random.ts';
import type { Block, SignalName, WholePool } from './signals.ts';
import type { WorkEstimate, WorkSize } from './work.ts';

/** What every query strategy says about itself; server, CLI, docs and tests read it from here. */
export interface StrategyInfo<Needs extends SignalName, Options extends z.ZodObject> {
  /** kebab-case, unique. */
  readonly id: string;
  /** Other names it answers to, such as ALaaS 2022's type names. */
  readonly aliases: readonly string[];
  readonly title: string;
  readonly family: 'random' | 'uncertainty' | 'committee' | 'geometry' | 'hybrid' | 'multi-label' | 'regression';
  /** One sentence: which items does it ask for? */
  readonly summary: string;
  /** One sentence: the situation in which to take it. */
  readonly use: string;
  /** One sentence: the situation in which to take another, and why. */
  readonly avoid: string;
  /** The utility in plain mathematics, with its range. */
  readonly formula: string;
  /** Paper and year. */
  readonly reference: string;
  /** Time of one query, in N, K, D, B. */
  readonly cost: string;
  readonly needs: readonly Needs[];
  /**
   * Whether it takes class numbers of labelled rows for columns of the probabilities, or for rows of the head, so that both
   * have to count the same classes. Default: false.
   */
  readonly matchesClasses?: boolean;
  /** Strict schema; every option has a default and a description. */
  readonly options: Options;
  /**
   * What one query takes at most beside the signals, so that it can be planned before it begins. A scorer needs none: it
   * holds nothing and visits every number once.
   */
  work?(size: WorkSize, options: z.output<Options>): WorkEstimate;
}

/** What a scorer gets beside its block. */
export interface ScoreContext<Options> {
  readonly options: Options;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /**
   * Rows below this utility cannot be chosen any more. For a row that is certainly below, a scorer may give any utility
   * below it instead of the exact one, and save the work. -Infinity: every utility matters.
   */
  readonly floor: number;
}

/**
 * A strategy that ranks row by row and keeps no state. The engine streams blocks through it, keeps the
 * B best, and may split the pool over workers: the answer is the same.
 */
export interface Scorer<Needs extends SignalName = SignalName, Options extends z.ZodObject = z.ZodObject>
  extends StrategyInfo<Needs, Options> {
  readonly kind: 'scorer';
  /**
   * @returns one utility per row of the block, **higher = ask sooner**, never NaN. Does not mutate its input.
   */
  score(block: Block<Needs>, context: ScoreContext<z.output<Options>>): Float64Array;
}

/** What a selector gets beside the pool. */
export interface SelectContext<Options> {
  /** B, from 1 to the number of candidates. */
  readonly n: number;
  readonly options: Options;
  readonly random: Random;
  readonly compute: Compute;
  /** Called between blocks of work, at least every 100 ms. @throws AlaasError `CANCELLED` */
  readonly checkpoint: () => void;
  /** Reports how many of the `n` picks are certain. */
  readonly progress: (done: number) => void;
}

/** Chosen rows, best first. */
export interface Selection {
  /** [n] rows of the pool, distinct, all of them candidates. */
  readonly rows: Uint32Array;
  /** [n], never rising: the utility each had when it was chosen, or n - rank where a strategy has none. */
  readonly utilities: Float64Array;
}

/** A strategy whose choice depends on the set: geometry, batches, diversity. Deterministic in its input and seed. */
export interface Selector<Needs extends SignalName = SignalName, Options extends z.ZodObject = z.ZodObject>
  extends StrategyInfo<Needs, Options> {
  readonly kind: 'selector';
  /** @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED` */
  select(pool: WholePool<Needs>, context: SelectContext<z.output<Options>>): Promise<Selection>;
}

/** Any strategy, as the registry holds it. */
export type Strategy = Scorer | Selector;

/** Declares a {@link Selector}; the default export of a file in the zoo's `strategies/`. */
export function defineSelector<const Needs extends SignalName, Options extends z.ZodObject>(
  selector: Omit<Selector<Needs, Options>, 'kind'>,
): Selector<Needs, Options> {
  return Object.freeze({ kind: 'selector', ...selector });
}

/** Declares a {@link Scorer}; the default export of a file in the zoo's `strategies/`. */
export function defineScorer<const Needs extends SignalName, Options extends z.ZodObject>(
  scorer: Omit<Scorer<Needs, Options>, 'kind'>,
): Scorer<Needs, Options> {
  return Object.freeze({ kind: 'scorer', ...scorer });
}

/**
 * The options of a strategy with defaults filled in.
 *
 * @throws AlaasError `INVALID_OPTION` listing every problem
 */
export function parseOptions(owner: { id: string; options: z.ZodObject }, given: unknown): Record<string, unknown> {
  const result = owner.options.strict().safeParse(given ?? {});
  if (result.success) return result.data;
  const known = Object.keys(owner.options.shape);
  const hint = known.length === 0 ? 'It takes no options.' : `It takes: ${known.join(', ')}.`;
  throw new AlaasError('INVALID_OPTION', `Options of ${owner.id}: ${z.prettifyError(result.error)}. ${hint}`);
}
