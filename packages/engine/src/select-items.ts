/**
 * The data's path, second half: store -> (head) -> select. Features come shard by shard, so that a pool of any size
 * needs the memory of one shard; see `pipeline.ts` for the first half.
 */
import {
  AlaasError,
  type Block,
  type FeatureWidths,
  type Head,
  type Matrix,
  matrix,
  type Ranking,
  type SignalName,
  type Strategy,
} from '@alaas/core';
import type { Watch } from './engine.ts';
import { createReporter } from './report-progress.ts';
import { selectTop } from './select/index.ts';
import type { PoolTable } from './store/index.ts';
import { fitHead } from './train/index.ts';

/** Rows of one block at most: a shard, or a part of the many items that share its contents. */
const BLOCK_ROWS = 1024;

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
}

/**
 * The chosen rows, best first.
 *
 * @throws AlaasError `EMPTY_POOL`, `POOL_EXHAUSTED`, `STRATEGY_NEEDS`, `INVALID_LABELS`, `CANCELLED`
 */
export async function selectItems(parts: SelectParts): Promise<Ranking> {
  const { pool, strategy, options, budget, seed, watch } = parts;
  const head = await trainHead(parts);
  checkNeeds(strategy, parts.widths, head !== undefined);
  const progress = createReporter(watch.onProgress, 'select', pool.rows.length);
  let before = 0;
  const ranking = await selectTop(signalBlocks(parts, head), {
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
}

/** A head on the labelled rows, when the strategy needs probabilities and there are labels. They outrank the model's own. */
async function trainHead({ pool, widths, read, strategy, learner }: SelectParts): Promise<Head | undefined> {
  const wanted = strategy.needs.includes('probabilities') && widths.embedding > 0 && pool.labelled.length > 0;
  if (!wanted) return undefined;
  const embeddings = new Float32Array(pool.labelled.length * widths.embedding);
  const shards = new Map<number, Matrix>();
  for (const [i, { shard, position }] of pool.labelled.entries()) {
    const values = shards.get(shard) ?? (await read(shard, 'embeddings'));
    shards.set(shard, values);
    embeddings.set(row(values, position), i * widths.embedding);
  }
  return fitHead(
    learner,
    matrix(embeddings, widths.embedding),
    pool.labelled.map(({ label }) => label),
  );
}

async function* signalBlocks(
  { pool, read, strategy }: SelectParts,
  head: Head | undefined,
): AsyncGenerator<Block<SignalName>> {
  const needed = new Set<SignalName>(strategy.needs);
  if (head !== undefined) needed.add('embeddings');
  const gathered = { embeddings: new Scratch(), probabilities: new Scratch() };
  for (const group of pool.groups) {
    const values = {
      embeddings: needed.has('embeddings') ? await read(group.shard, 'embeddings') : undefined,
      // a head stands in for the model's own probabilities
      probabilities: needed.has('probabilities') && !head ? await read(group.shard, 'probabilities') : undefined,
    };
    for (let start = group.start; start < group.end; start += BLOCK_ROWS) {
      const end = Math.min(group.end, start + BLOCK_ROWS);
      const positions = pool.positions.subarray(start, end);
      const embeddings = values.embeddings && gather(values.embeddings, positions, gathered.embeddings);
      const own = values.probabilities && gather(values.probabilities, positions, gathered.probabilities);
      const probabilities = head !== undefined && embeddings !== undefined ? head.predict(embeddings) : own;
      yield {
        size: end - start,
        rowAt: (position: number) => pool.rows[start + position] as number,
        ...(embeddings && { embeddings }),
        ...(probabilities && { probabilities }),
      } as Block<SignalName>;
    }
  }
}

/** Memory for one block, used again for the next: a block is read before the next one is asked for. */
class Scratch {
  #data = new Float32Array();

  take(length: number): Float32Array {
    if (this.#data.length < length) this.#data = new Float32Array(length);
    return this.#data.subarray(0, length);
  }
}

/** The rows at `positions`; the whole matrix as it is when these are all its rows in order. */
function gather(values: Matrix, positions: Uint32Array, scratch: Scratch): Matrix {
  if (positions.length === values.rows && positions.every((position, i) => position === i)) return values;
  const out = scratch.take(positions.length * values.columns);
  for (let i = 0; i < positions.length; i++) out.set(row(values, positions[i] as number), i * values.columns);
  return matrix(out, values.columns);
}

function row({ data, columns }: Matrix, position: number): Float32Array {
  return data.subarray(position * columns, (position + 1) * columns);
}
