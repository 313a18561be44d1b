import {
  AlaasError,
  type Block,
  checkWrappers,
  parseOptions,
  type Ranking,
  type Scorer,
  type SignalName,
  TopB,
  type Wrap,
} from '@alaas/core';
import { Gathered } from './gathered.ts';
import { restrictBlock } from './restrict.ts';
import { reweighing } from './reweighing.ts';

export interface SelectRequest {
  readonly strategy: Scorer;
  readonly options: Record<string, unknown>;
  /** Reweighers around the strategy, the nearest first. Splitters are for whole pools, and pass unseen. Default: none. */
  readonly wraps?: readonly Wrap[];
  /** B, at least 1. */
  readonly budget: number;
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Looked at between blocks. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** Called after each block with the number of rows scored so far. */
  readonly onProgress?: (rows: number) => void;
}

/** The pool in parts of any size and order; each with the signals that the strategy and its reweighers need. */
export type Blocks = AsyncIterable<Block<SignalName>> | Iterable<Block<SignalName>>;

/**
 * The B best rows of a pool, best first, by streaming blocks through a scorer. The answer depends on the rows alone,
 * not on how they were grouped. O(N) scoring and O(B) memory; O(N) where a reweigher takes the whole pool.
 *
 * @throws AlaasError `INVALID_BUDGET`, `EMPTY_POOL`, `POOL_EXHAUSTED` when the pool has fewer rows than the budget,
 * `INVALID_OPTION`, `INVALID_UTILITY`, `CANCELLED`
 */
export async function selectTop(blocks: Blocks, request: SelectRequest): Promise<Ranking> {
  const { strategy, budget, seed, wraps = [] } = request;
  checkBudget(budget);
  const options = parseOptions(strategy, request.options);
  checkWrappers(
    strategy,
    wraps.map(({ wrapper }) => wrapper),
  );
  const checkpoint = (): void => {
    if (request.signal.aborted) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
  };
  const { changes, ofBlock, ofPool } = reweighing(wraps, seed, checkpoint);
  const best = new TopB(budget, seed);
  const gathered = ofPool && new Gathered();
  let rows = 0;
  for await (const block of blocks) {
    checkpoint();
    // what is below the floor now may be above it once it is changed
    const floor = changes ? Number.NEGATIVE_INFINITY : best.floor;
    const scores = strategy.score(restrictBlock(block, strategy), { options, seed, floor });
    checkCount(strategy, scores, block);
    const utilities = ofBlock(scores, block);
    if (gathered === undefined) best.offer(utilities, block.rowAt);
    else gathered.add(utilities, block);
    rows += block.size;
    request.onProgress?.(rows);
  }
  checkPool(budget, rows);
  if (gathered !== undefined && ofPool !== undefined) {
    const { utilities, block } = gathered;
    best.offer(ofPool(utilities, block as Block<SignalName>), block.rowAt);
  }
  return best.ranking();
}

/** @throws AlaasError `INVALID_BUDGET` */
export function checkBudget(budget: number): void {
  if (Number.isInteger(budget) && budget >= 1) return;
  throw new AlaasError('INVALID_BUDGET', `The budget is ${budget}; give a whole number of items, at least 1.`);
}

/**
 * @param size items that can be chosen from
 * @param leftOut why there are not more, for the message
 * @throws AlaasError `EMPTY_POOL`, `POOL_EXHAUSTED`
 */
export function checkPool(budget: number, size: number, leftOut = ''): void {
  const why = leftOut === '' ? '' : ` Left out: ${leftOut}.`;
  if (size === 0) throw new AlaasError('EMPTY_POOL', `The pool has no item to choose from.${why}`);
  if (budget <= size) return;
  throw new AlaasError(
    'POOL_EXHAUSTED',
    `The budget is ${budget}, but only ${size} items can be chosen from.${why} Ask for at most ${size}.`,
  );
}

function checkCount({ id }: Scorer, utilities: Float64Array, block: Block): void {
  if (utilities.length === block.size) return;
  throw new AlaasError(
    'INTERNAL',
    `The strategy ${id} gave ${utilities.length} utilities for ${block.size} rows. Report this fault.`,
  );
}
