import { AlaasError, type Matrix, type SignalName } from '@alaas/core';
import { type PseudoSchedule, pseudoLabels } from '@alaas/zoo';
import { row, type StoredSignals, storedBlocks, type Taught } from './select-blocks.ts';
import type { SharedMemory } from './select-memory.ts';

export interface SureTask {
  /** What a head says of rows: their probabilities. */
  readonly predict: Taught['predict'];
  readonly schedule: PseudoSchedule;
  /** Width of the embeddings. */
  readonly columns: number;
  readonly signal: AbortSignal;
}

/**
 * Embeddings of the unlabelled rows that a head is so sure of that its class is taken for true. Shard by shard: no more than
 * these rows is ever in memory.
 *
 * @throws AlaasError `NOT_ENOUGH_MEMORY`, `STORE_CORRUPT`, `CANCELLED`
 */
export async function sureRows(
  { pool, read, memory }: StoredSignals & { readonly memory: SharedMemory },
  { predict, schedule, columns, signal }: SureTask,
): Promise<Matrix> {
  const needs: readonly SignalName[] = ['embeddings', 'probabilities'];
  const parts: Float32Array[] = [];
  let rows = 0;
  for await (const { embeddings, probabilities } of storedBlocks({ pool, read }, needs, { predict })) {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The work on the head was cancelled.');
    const sure = pseudoLabels(probabilities, schedule).rows;
    if (sure.length === 0) continue;
    const part = memory.floats(sure.length * columns);
    for (const [i, position] of sure.entries()) part.set(row(embeddings, position), i * columns);
    parts.push(part);
    rows += sure.length;
  }
  const data = memory.floats(rows * columns);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { data, rows, columns };
}
