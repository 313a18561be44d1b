/** Signals of stored rows, shard by shard, so that a pool of any size needs the memory of one shard. */
import { type Block, type Matrix, matrix, type SignalName, type Signals } from '@alaas/core';
import type { HeadSignal } from './select-message.ts';
import type { PoolTable } from './store/index.ts';

/** Rows of one block at most: a shard, or a part of the many items that share its contents. */
const BLOCK_ROWS = 1024;

/** Where signals are read from. */
export interface StoredSignals {
  readonly pool: Pick<PoolTable, 'rows' | 'positions' | 'groups'>;
  readonly read: (shard: number, signal: SignalName) => Promise<Matrix>;
}

/** What a head gives a strategy. */
export interface Taught {
  /** The head as one matrix, where a strategy needs that. */
  readonly linear?: Matrix;
  /** What the head says of rows of embeddings. */
  readonly predict: (embeddings: Matrix) => Promise<Partial<Pick<Signals, HeadSignal | 'previousProbabilities'>>>;
}

/**
 * The rows of a pool with the signals that are needed. A block is read before the next one is asked for.
 *
 * @param taught a head, whose probabilities stand in for the model's own
 * @throws AlaasError `STORE_CORRUPT`, what the head throws
 */
export async function* storedBlocks(
  { pool, read }: StoredSignals,
  needs: readonly SignalName[],
  taught: Taught | undefined,
): AsyncGenerator<Block<SignalName>> {
  const needed = new Set<SignalName>(needs);
  if (taught !== undefined) needed.add('embeddings');
  const gathered = { embeddings: new Scratch(), probabilities: new Scratch() };
  for (const group of pool.groups) {
    const values = {
      embeddings: needed.has('embeddings') ? await read(group.shard, 'embeddings') : undefined,
      // a head stands in for the model's own probabilities
      probabilities: needed.has('probabilities') && !taught ? await read(group.shard, 'probabilities') : undefined,
    };
    for (let start = group.start; start < group.end; start += BLOCK_ROWS) {
      const end = Math.min(group.end, start + BLOCK_ROWS);
      const positions = pool.positions.subarray(start, end);
      const embeddings = values.embeddings && gather(values.embeddings, positions, gathered.embeddings);
      const own = values.probabilities && gather(values.probabilities, positions, gathered.probabilities);
      const said = taught && embeddings ? await taught.predict(embeddings) : { ...(own && { probabilities: own }) };
      yield {
        size: end - start,
        rowAt: (position: number) => pool.rows[start + position] as number,
        ...(embeddings && { embeddings }),
        ...(taught?.linear && { head: taught.linear }),
        ...said,
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

/** One row of a shard, as a view. */
export function row({ data, columns }: Matrix, position: number): Float32Array {
  return data.subarray(position * columns, (position + 1) * columns);
}
