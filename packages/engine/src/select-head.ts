/** A head on the labelled rows of a dataset, made and asked in a selection thread: array programs block theirs. */
import { type FeatureWidths, type Head, type Matrix, matrix, type SignalName, type Strategy } from '@alaas/core';
import { type Predict, row } from './select-blocks.ts';
import type { SelectThread } from './select-thread.ts';
import type { PoolTable } from './store/index.ts';

export interface HeadParts {
  readonly pool: Pick<PoolTable, 'labelled'>;
  readonly widths: FeatureWidths;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  readonly strategy: Strategy;
  readonly learner: string;
  readonly seed: number;
}

/** A head, and how to ask it. */
export interface TrainedHead {
  readonly head: Head;
  readonly predict: Predict;
}

/** Whether the strategy needs probabilities that labels can give; these outrank the model's own. */
export function wantsHead({ pool, widths, strategy }: Pick<HeadParts, 'pool' | 'widths' | 'strategy'>): boolean {
  return strategy.needs.includes('probabilities') && widths.embedding > 0 && pool.labelled.length > 0;
}

/**
 * A head that knows the labelled rows.
 *
 * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_LABELS`, `INVALID_EMBEDDINGS`, `STORE_CORRUPT`, `CANCELLED`
 */
export async function trainHead(parts: HeadParts, thread: SelectThread, signal: AbortSignal): Promise<TrainedHead> {
  const embeddings = await labelledEmbeddings(parts);
  const labels = parts.pool.labelled.map(({ label }) => label);
  const { learner, seed } = parts;
  const head = await thread.fit({ learner, options: {}, embeddings, labels, seed }, signal);
  return { head, predict: (rows) => thread.predict(head, rows, signal) };
}

/** Shard by shard, so that one at a time is in memory wherever the labelled rows lie. */
async function labelledEmbeddings({ pool, widths, read }: HeadParts): Promise<Matrix> {
  const embeddings = new Float32Array(pool.labelled.length * widths.embedding);
  const places = [...pool.labelled.entries()].sort(([, a], [, b]) => a.shard - b.shard);
  let held: { readonly shard: number; readonly values: Matrix } | undefined;
  for (const [i, { shard, position }] of places) {
    if (held?.shard !== shard) held = { shard, values: await read(shard, 'embeddings') };
    embeddings.set(row(held.values, position), i * widths.embedding);
  }
  return matrix(embeddings, widths.embedding);
}
