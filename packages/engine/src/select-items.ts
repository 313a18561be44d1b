/**
 * The data's path, second half: store -> (head) -> select. Features come shard by shard, so that a pool of any size
 * needs the memory of one shard; see `pipeline.ts` for the first half.
 */
import {
  AlaasError,
  type FeatureWidths,
  type Head,
  type Matrix,
  matrix,
  type Ranking,
  type SignalName,
  type Strategy,
  signalFlag,
  type WrapChoice,
  type Wrapper,
} from '@alaas/core';
import { findWraps } from '@alaas/zoo';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { selectTop } from './select/index.ts';
import { row, storedBlocks } from './select-blocks.ts';
import type { SharedMemory } from './select-memory.ts';
import type { SelectThreads } from './select-threads.ts';
import { selectWhole } from './select-whole.ts';
import type { PoolTable } from './store/index.ts';
import { fitHead } from './train/index.ts';

export interface SelectParts {
  readonly pool: PoolTable;
  readonly widths: FeatureWidths;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  readonly strategy: Strategy;
  readonly options: Record<string, unknown>;
  /** Wrappers around the strategy, the nearest first. */
  readonly wrap: readonly WrapChoice[];
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
  const { pool, strategy, options, budget, seed, watch } = parts;
  const wraps = findWraps(parts.wrap);
  const askers = [strategy, ...wraps.map(({ wrapper }) => wrapper)];
  const needs = [...new Set(askers.flatMap((asker) => asker.needs))];
  const head = await trainHead(parts, needs);
  for (const asker of askers) checkNeeds(asker, parts.widths, head !== undefined);
  const isSplit = wraps.some(({ wrapper }) => wrapper.kind === 'splitter');
  if (strategy.kind === 'selector' || isSplit) return await selectWhole({ ...parts, needs }, head);
  const progress = createReporter(watch.onProgress, 'select', pool.rows.length);
  let before = 0;
  const ranking = await selectTop(storedBlocks(parts, needs, head), {
    strategy,
    options,
    wraps,
    budget,
    seed,
    signal: watch.signal,
    onProgress: (rows) => {
      progress.add(rows - before, 0);
      before = rows;
    },
  });
  progress.end();
  return ranking;
}

/**
 * Whether the model, or a head on its embeddings, gives what the strategy or wrapper needs.
 *
 * @throws AlaasError `STRATEGY_NEEDS` saying what is missing and how to get it
 */
export function checkNeeds({ id, needs }: Strategy | Wrapper, widths: FeatureWidths, hasHead: boolean): void {
  if (needs.includes('probabilities') && widths.probabilities === 0 && !hasHead) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs class probabilities, and the model gives embeddings only. Label some items of at least two classes, use a model with logits, or choose the strategy "random".`,
    );
  }
  if (needs.includes('embeddings') && widths.embedding === 0) {
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs embeddings, and the model gives none. Name an output under outputs.embedding, or choose another model.`,
    );
  }
  const foreign = needs.find((name) => name !== 'probabilities' && name !== 'embeddings');
  if (foreign !== undefined) {
    const what = foreign === 'committee' ? "a committee's probabilities" : foreign;
    throw new AlaasError(
      'STRATEGY_NEEDS',
      `${id} needs ${what}, and one model gives none. Give them yourself, with POST /v1/select or \`alaas select --${signalFlag(foreign)}\`, or leave out ${id}.`,
    );
  }
}

/** A head on the labelled rows, when probabilities are needed and there are labels. They outrank the model's own. */
async function trainHead(
  { pool, widths, read, learner }: SelectParts,
  needs: readonly SignalName[],
): Promise<Head | undefined> {
  const wanted = needs.includes('probabilities') && widths.embedding > 0 && pool.labelled.length > 0;
  if (!wanted) return undefined;
  const embeddings = new Float32Array(pool.labelled.length * widths.embedding);
  // shard by shard, so that one at a time is in memory wherever the labelled rows lie
  const places = [...pool.labelled.entries()].sort(([, a], [, b]) => a.shard - b.shard);
  let held: { readonly shard: number; readonly values: Matrix } | undefined;
  for (const [i, { shard, position }] of places) {
    if (held?.shard !== shard) held = { shard, values: await read(shard, 'embeddings') };
    embeddings.set(row(held.values, position), i * widths.embedding);
  }
  return fitHead(
    learner,
    matrix(embeddings, widths.embedding),
    pool.labelled.map(({ label }) => label),
  );
}
