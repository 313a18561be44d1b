import { type Features, type Matrix, rowsOf } from '@alaas/core';
import type { Extracted, Failure } from './extract-message.ts';

// the error of a float32 softmax over a few thousand classes stays far below
const PROBABILITY_SUM_TOLERANCE = 1e-3;

/**
 * What the model gave for some contents, without the rows that are not finite or, for probabilities, do not sum to 1.
 *
 * @param features one row per content
 * @param indexes which content each row is
 * @param failures what failed before
 */
export function keepSoundRows(
  features: Features,
  indexes: readonly number[],
  failures: Extracted['failures'],
): Extracted {
  const { embeddings, probabilities } = features;
  const failed = [...failures];
  const kept: number[] = [];
  for (const [row, index] of indexes.entries()) {
    const failure = faultOfEmbedding(embeddings, row) ?? faultOfProbabilities(probabilities, row);
    if (failure === undefined) kept.push(row);
    else failed.push({ index, ...failure });
  }
  return {
    indexes: Uint32Array.from(kept, (row) => indexes[row] as number),
    ...(embeddings && { embeddings: pickRows(embeddings, kept) }),
    ...(probabilities && { probabilities: pickRows(probabilities, kept) }),
    failures: failed,
  };
}

function faultOfEmbedding(embeddings: Matrix | undefined, row: number): Failure | undefined {
  if (embeddings === undefined) return undefined;
  const { data, columns } = embeddings;
  let sum = 0;
  for (let i = row * columns; i < (row + 1) * columns; i++) sum += data[i] as number;
  if (Number.isFinite(sum)) return undefined;
  return { code: 'INFER_NOT_FINITE', message: 'The model gave an embedding that is not finite for this item.' };
}

function faultOfProbabilities(probabilities: Matrix | undefined, row: number): Failure | undefined {
  if (probabilities === undefined) return undefined;
  const { data, columns } = probabilities;
  let sum = 0;
  let size = 0;
  for (let i = row * columns; i < (row + 1) * columns; i++) {
    const p = data[i] as number;
    sum += p;
    size += Math.abs(p);
  }
  if (!Number.isFinite(sum)) {
    return { code: 'INFER_NOT_FINITE', message: 'The model gave probabilities that are not finite for this item.' };
  }
  // only a negative number makes the two sums differ
  if (Math.abs(sum - 1) <= PROBABILITY_SUM_TOLERANCE && size === sum) return undefined;
  return {
    code: 'INVALID_PROBABILITIES',
    message: `The model's probabilities of this item sum to ${sum.toPrecision(6)} or are negative. If the output holds logits, name it under outputs.logits.`,
  };
}

/** The rows `kept`, in memory of their own; all of them as they are. */
function pickRows(m: Matrix, kept: readonly number[]): Float32Array {
  if (kept.length === m.rows) return m.data;
  const out = new Float32Array(kept.length * m.columns);
  for (const [i, row] of kept.entries()) out.set(rowsOf(m, row, row + 1).data, i * m.columns);
  return out;
}
