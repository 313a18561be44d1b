import {
  AlaasError,
  type Compute,
  createRandom,
  parseOptions,
  type Selection,
  type Selector,
  type SignalName,
  type Strategy,
  type WholePool,
} from '@alaas/core';
import { candidatesOf, checkGiven, checkSignals, type PoolSignals } from './pool-signals.ts';
import { checkBudget, checkPool, selectTop } from './select-top.ts';
import { signalBlocks } from './signal-blocks.ts';

export interface PoolRequest {
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** B, at least 1. */
  readonly budget: number;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Runs the array programs of selectors. */
  readonly compute: Compute;
  /** Looked at between blocks of work. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** Called with how far the work is, out of `total`. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The B best rows of a pool that is in memory, best first, by any strategy. The strategy sees the signals it declares,
 * never a labelled row as a candidate, and its answer is checked.
 *
 * @throws AlaasError `INVALID_BUDGET`, `INVALID_OPTION`, `STRATEGY_NEEDS`, `INVALID_REQUEST` when signals differ in rows,
 * `EMPTY_POOL`, `POOL_EXHAUSTED`, `INVALID_EMBEDDINGS`, `INVALID_PROBABILITIES`, `INVALID_LABELS`, `INVALID_UTILITY`,
 * `INTERNAL` when a selector breaks its contract, `CANCELLED`
 */
export async function selectPool(pool: PoolSignals, request: PoolRequest): Promise<Selection> {
  const { strategy, budget, signal } = request;
  checkBudget(budget);
  const options = parseOptions(strategy, request.options);
  checkGiven(
    strategy,
    strategy.needs.filter((name) => pool[name] !== undefined),
  );
  const { size } = pool;
  const checkpoint = (): void => {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
  };
  checkSignals(pool, checkpoint);
  const labelled = pool.labelled.rows.length;
  checkPool(budget, size - labelled, labelled === 0 ? '' : `${labelled} labelled`);
  const candidates = candidatesOf(size, pool.labelled.rows);
  if (strategy.kind === 'scorer') {
    const { rows, utilities } = await selectTop(signalBlocks(pool, candidates, strategy.needs), {
      ...request,
      strategy,
      onProgress: (done) => request.onProgress?.(done, candidates.length),
    });
    return { rows: Uint32Array.from(rows), utilities };
  }
  checkpoint();
  const whole = restrict(strategy, pool, { size, candidates });
  const selection = await strategy.select(whole, {
    n: budget,
    options,
    random: createRandom(request.seed),
    compute: request.compute,
    checkpoint,
    progress: (done) => request.onProgress?.(done, budget),
  });
  // what was cancelled at its very end is cancelled all the same
  checkpoint();
  checkSelection(strategy, selection, budget, whole);
  return selection;
}

/** The pool with the declared signals and nothing else, so that a strategy cannot read what it does not declare. */
function restrict(
  { needs }: Selector,
  pool: PoolSignals,
  rest: { readonly size: number; readonly candidates: Uint32Array },
): WholePool<SignalName> {
  const declared = Object.fromEntries(needs.map((name) => [name, pool[name]]));
  // what a strategy does to the list must not decide what counts as a candidate
  const candidates = rest.candidates.slice();
  return { size: rest.size, candidates, labelled: pool.labelled, ...declared } as WholePool<SignalName>;
}

function checkSelection({ id }: Selector, selection: Selection, budget: number, { size, labelled }: WholePool): void {
  const { rows, utilities } = selection;
  if (rows.length !== budget || utilities.length !== budget) {
    throw broken(id, `gave ${rows.length} rows and ${utilities.length} utilities for a budget of ${budget}`);
  }
  const taken = new Uint8Array(size);
  for (const row of labelled.rows) taken[row] = 1;
  for (let i = 0; i < budget; i++) {
    const row = rows[i] as number;
    if (row >= size) throw broken(id, `chose row ${row} of a pool of ${size}`);
    if (taken[row] === 1) throw broken(id, `chose row ${row}, which is labelled or chosen already`);
    taken[row] = 1;
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
