import { type Matrix, matrix, type SignalName } from '@alaas/core';
import { row } from './select-blocks.ts';
import type { PoolTable } from './store/index.ts';

export interface LabelledTask {
  /** Width of the embeddings. */
  readonly columns: number;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
  /** Makes the memory they are put in. Default: memory of this thread alone. */
  readonly floats?: (length: number) => Float32Array;
  /** Called before each shard. */
  readonly checkpoint?: () => void;
}

/** Embeddings of labelled rows, in their order; shard by shard, so that one at a time is in memory wherever they lie. */
export async function labelledEmbeddings(
  labelled: PoolTable['labelled'],
  { columns, read, floats = (length) => new Float32Array(length), checkpoint = () => undefined }: LabelledTask,
): Promise<Matrix> {
  const data = floats(labelled.length * columns);
  const places = [...labelled.entries()].sort(([, a], [, b]) => a.shard - b.shard);
  let held: { readonly shard: number; readonly values: Matrix } | undefined;
  for (const [i, { shard, position }] of places) {
    if (held?.shard !== shard) {
      checkpoint();
      held = { shard, values: await read(shard, 'embeddings') };
    }
    data.set(row(held.values, position), i * columns);
  }
  return matrix(data, columns);
}
