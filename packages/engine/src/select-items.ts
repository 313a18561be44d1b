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
  signalTable,
} from '@alaas/core';
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
  const head = await trainHead(parts);
  checkNeeds(strategy, parts.widths, head !== undefined);
  if (strategy.kind === 'selector') return await selectWhole({ ...parts, strategy }, head);
  const progress = createReporter(watch.onProgress, 'select', pool.rows.length);
  let before = 0;
  const ranking = await selectTop(storedBlocks(parts, strategy.needs, head), {
    strategy,
    options,
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

/** What a query of a dataset can compute by itself. */
const storedSignals: ReadonlySet<SignalName> = new Set(['embeddings', 'probabilities']);

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
  const others = strategy.needs.filter((name) => !storedSignals.has(name));
  if (others.length === 0) return;
  const wanted = others.map((name) => `${name} (${signalTable[name].summary})`).join(' and ');
  const flags = others.map((name) => `--${signalFlag(name)}`).join(' ');
  throw new AlaasError(
    'STRATEGY_NEEDS',
    `${strategy.id} needs ${wanted}, which only \`alaas select ${flags}\` and POST /v1/select can be given. Give them there, or choose another strategy.`,
  );
}

/** A head on the labelled rows, when the strategy needs probabilities and there are labels. They outrank the model's own. */
async function trainHead({ pool, widths, read, strategy, learner }: SelectParts): Promise<Head | undefined> {
  const wanted = strategy.needs.includes('probabilities') && widths.embedding > 0 && pool.labelled.length > 0;
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
