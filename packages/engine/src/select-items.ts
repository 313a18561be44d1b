/**
 * The data's path, second half: store -> (head) -> select. Features come shard by shard, so that a pool of any size
 * needs the memory of one shard; see `pipeline.ts` for the first half.
 */
import {
  AlaasError,
  type FeatureWidths,
  type Matrix,
  type Ranking,
  type Scorer,
  type SignalName,
  type Strategy,
} from '@alaas/core';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { selectTop } from './select/index.ts';
import { type Predict, storedBlocks } from './select-blocks.ts';
import { trainHead, wantsHead } from './select-head.ts';
import type { SharedMemory } from './select-memory.ts';
import type { SelectThreads } from './select-threads.ts';
import { selectWhole } from './select-whole.ts';
import type { PoolTable } from './store/index.ts';

export interface SelectParts {
  readonly pool: PoolTable;
  readonly widths: FeatureWidths;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  readonly learner: string;
  readonly budget: number;
  readonly seed: number;
  readonly watch: Watch;
  readonly threads: SelectThreads;
  readonly memory: SharedMemory;
}

/**
 * The chosen rows, best first.
 *
 * @throws AlaasError `EMPTY_POOL`, `POOL_EXHAUSTED`, `STRATEGY_NEEDS`, `INVALID_LABELS`, `NOT_ENOUGH_MEMORY`, `CANCELLED`
 */
export async function selectItems(parts: SelectParts): Promise<Ranking> {
  const { strategy, threads, watch } = parts;
  const isTaught = wantsHead(parts);
  checkNeeds(strategy, parts.widths, isTaught);
  if (strategy.kind === 'selector') return await selectWhole({ ...parts, strategy });
  if (!isTaught) return await rank({ ...parts, strategy }, watch.signal);
  return await threads.use(watch.signal, async (thread, signal) => {
    const { predict } = await trainHead(parts, thread, signal);
    return await rank({ ...parts, strategy }, signal, predict);
  });
}

/** Streams the pool through a scorer. */
async function rank(
  parts: SelectParts & { readonly strategy: Scorer },
  signal: AbortSignal,
  predict?: Predict,
): Promise<Ranking> {
  const { pool, strategy, options, budget, seed, watch } = parts;
  const progress = createReporter(watch.onProgress, 'select', pool.rows.length);
  let before = 0;
  const ranking = await selectTop(storedBlocks(parts, strategy.needs, predict), {
    strategy,
    options,
    budget,
    seed,
    signal,
    onProgress: (rows) => {
      progress.add(rows - before, 0);
      before = rows;
    },
  });
  progress.end();
  return ranking;
}

/**
 * Whether the model, or a head on its embeddings, gives what the strategy needs.
 *
 * @throws AlaasError `STRATEGY_NEEDS` saying what is missing and how to get it
 */
export function checkNeeds(strategy: Strategy, widths: FeatureWidths, hasHead: boolean): void {
  if (strategy.needs.includes('probabilities') && widths.probabilities === 0 && !hasHead) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${strategy.id} needs class probabilities, and the model gives embeddings only. Label some items of at least two classes, use a model with logits, or choose the strategy "random".`,
    );
  }
  if (strategy.needs.includes('embeddings') && widths.embedding === 0) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${strategy.id} needs embeddings, and the model gives none. Name an output under outputs.embedding, or choose another model.`,
    );
  }
  if (strategy.needs.includes('committee')) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${strategy.id} needs a committee's probabilities, and one model gives none. Give them yourself, with POST /v1/select or \`alaas select --committee\`, or choose another strategy.`,
    );
  }
}
