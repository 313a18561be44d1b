import {
  AlaasError,
  type Compute,
  checkWrappers,
  createRandom,
  parseOptions,
  type Scorer,
  type Selection,
  type Selector,
  type Strategy,
  signalNames,
  type Wrap,
} from '@alaas/core';
import { candidatesOf, checkGiven, checkSignals, type PoolSignals } from './pool-signals.ts';
import { restrictPool } from './restrict.ts';
import { type Question, selectParts } from './select-parts.ts';
import { checkBudget, checkPool, selectTop } from './select-top.ts';
import { signalBlocks } from './signal-blocks.ts';

export interface PoolRequest {
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** Wrappers around the strategy, the nearest first. Default: none. */
  readonly wraps?: readonly Wrap[];
  /** Rows that may be chosen, ascending; those that are labelled among them are not. Default: all. */
  readonly candidates?: Uint32Array;
  /** B, at least 1. */
  readonly budget: number;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Runs the array programs of selectors and splitters. */
  readonly compute: Compute;
  /** Looked at between blocks of work. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** Called with how far the work is, out of `total`. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The B best rows of a pool that is in memory, best first, by any strategy. The strategy sees the signals it declares,
 * never a labelled row as a candidate, and its answer is checked; so do its wrappers.
 *
 * @throws AlaasError `INVALID_BUDGET`, `INVALID_OPTION`, `STRATEGY_NEEDS`, `INVALID_REQUEST` when signals differ in rows,
 * `EMPTY_POOL`, `POOL_EXHAUSTED`, `INVALID_EMBEDDINGS`, `INVALID_PROBABILITIES`, `INVALID_LABELS`, `INVALID_UTILITY`,
 * `INTERNAL` when a selector or splitter breaks its contract, `CANCELLED`
 */
export async function selectPool(pool: PoolSignals, request: PoolRequest): Promise<Selection> {
  const { budget, seed, signal, compute, wraps = [] } = request;
  checkBudget(budget);
  checkFit(pool, request);
  const { size } = pool;
  const checkpoint = (): void => {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
  };
  checkSignals(pool, checkpoint);
  const labelled = pool.labelled.rows.length;
  const candidates = candidatesOf(size, pool.labelled.rows, request.candidates);
  checkPool(budget, candidates.length, labelled === 0 ? '' : `${labelled} labelled`);
  const ask = askerOf(pool, request, checkpoint);
  const progress = (done: number): void => request.onProgress?.(done, budget);
  const selection = await selectParts({ candidates, n: budget, seed, progress }, wraps, {
    pool,
    compute,
    checkpoint,
    ask,
  });
  // what was cancelled at its very end is cancelled all the same
  checkpoint();
  return selection;
}

/** Refuses, before any work, what cannot be done with these signals and wrappers. */
function checkFit(pool: PoolSignals, { strategy, options, wraps = [] }: PoolRequest): void {
  parseOptions(strategy, options);
  for (const wrap of wraps) parseOptions(wrap.wrapper, wrap.options);
  const wrappers = wraps.map(({ wrapper }) => wrapper);
  checkWrappers(strategy, wrappers);
  const given = signalNames.filter((name) => pool[name] !== undefined);
  for (const one of [strategy, ...wrappers]) checkGiven(one, given);
}

/** Runs the strategy on some of the candidates. */
function askerOf(
  pool: PoolSignals,
  request: PoolRequest,
  checkpoint: () => void,
): (question: Question) => Promise<Selection> {
  const { strategy } = request;
  if (strategy.kind === 'scorer') return (question) => rank(pool, question, { ...request, strategy });
  return (question) => choose(pool, question, { ...request, strategy, checkpoint });
}

/** The best of the candidates by a scorer. */
async function rank(
  pool: PoolSignals,
  { candidates, n, seed }: Question,
  request: PoolRequest & { readonly strategy: Scorer },
): Promise<Selection> {
  const { strategy, wraps = [], onProgress } = request;
  const reweighers = wraps.filter(({ wrapper }) => wrapper.kind === 'reweigher');
  const needs = new Set([strategy, ...reweighers.map(({ wrapper }) => wrapper)].flatMap((one) => one.needs));
  const { rows, utilities } = await selectTop(signalBlocks(pool, candidates, [...needs]), {
    ...request,
    strategy,
    wraps: reweighers,
    budget: n,
    seed,
    onProgress: (done) => {
      // parts are counted by their picks
      if (reweighers.length === wraps.length) onProgress?.(done, candidates.length);
    },
  });
  return { rows: Uint32Array.from(rows), utilities };
}

/** The choice of a selector among the candidates, checked. */
async function choose(
  pool: PoolSignals,
  { candidates, n, seed, progress }: Question,
  request: PoolRequest & { readonly strategy: Selector; readonly checkpoint: () => void },
): Promise<Selection> {
  const { strategy, options, compute, checkpoint } = request;
  checkpoint();
  const selection = await strategy.select(restrictPool(pool, candidates, strategy), {
    n,
    options: parseOptions(strategy, options),
    random: createRandom(seed),
    compute,
    checkpoint,
    progress,
  });
  checkSelection(strategy, selection, n, { candidates, size: pool.size });
  return selection;
}

function checkSelection(
  { id }: Selector,
  selection: Selection,
  n: number,
  { candidates, size }: { readonly candidates: Uint32Array; readonly size: number },
): void {
  const { rows, utilities } = selection;
  if (rows.length !== n || utilities.length !== n) {
    throw broken(id, `gave ${rows.length} rows and ${utilities.length} utilities for a budget of ${n}`);
  }
  const isFree = new Uint8Array(size);
  for (const row of candidates) isFree[row] = 1;
  for (let i = 0; i < n; i++) {
    const row = rows[i] as number;
    if (row >= size) throw broken(id, `chose row ${row} of a pool of ${size}`);
    if (isFree[row] !== 1) throw broken(id, `chose row ${row}, which is no candidate or chosen already`);
    isFree[row] = 0;
    const utility = utilities[i] as number;
    if (Number.isFinite(utility) && (i === 0 || utility <= (utilities[i - 1] as number))) continue;
    const before = i === 0 ? '' : ` after ${utilities[i - 1]}`;
    throw new AlaasError(
      'INVALID_UTILITY',
      `${id} gave row ${row} the utility ${utility}${before}: utilities are finite and never rise. Report this fault.`,
    );
  }
}

function broken(id: string, what: string): AlaasError {
  return new AlaasError('INTERNAL', `The strategy ${id} ${what}. Report this fault.`);
}
