import type { Features, Matrix } from '@alaas/core';
import type { Extracted, Failure } from './extract-message.ts';

// the error of a float32 softmax over a few thousand classes stays far below
const PROBABILITY_SUM_TOLERANCE = 1e-3;

/**
 * What the model gave for some contents, without the rows that are not finite or, for probabilities, do not sum to 1.
 *
 * @param parts what each run gave, in order
 * @param indexes which content each row is
 * @param failures what failed before
 */
export function keepSoundRows(
  parts: readonly Features[],
  indexes: readonly number[],
  failures: Extracted['failures'],
): Extracted {
  const embeddings = parts.flatMap((part) => rowsIn(part.embeddings));
  const probabilities = parts.flatMap((part) => rowsIn(part.probabilities));
  const failed = [...failures];
  const kept: number[] = [];
  for (const [row, index] of indexes.entries()) {
    const failure = faultOf(embeddings[row], probabilities[row]);
    if (failure === undefined) kept.push(row);
    else failed.push({ index, ...failure });
  }
  return {
    indexes: Uint32Array.from(kept, (row) => indexes[row] as number),
    ...(embeddings.length > 0 && { embeddings: concatenate(kept.map((row) => embeddings[row] as Float32Array)) }),
    ...(probabilities.length > 0 && {
      probabilities: concatenate(kept.map((row) => probabilities[row] as Float32Array)),
    }),
    failures: failed,
  };
}

function rowsIn(m: Matrix | undefined): Float32Array[] {
  if (m === undefined) return [];
  return Array.from({ length: m.rows }, (_, row) => m.data.subarray(row * m.columns, (row + 1) * m.columns));
}

function faultOf(embedding: Float32Array | undefined, probabilities: Float32Array | undefined): Failure | undefined {
  if (embedding !== undefined && !Number.isFinite(sum(embedding))) {
    return { code: 'INFER_NOT_FINITE', message: 'The model gave an embedding that is not finite for this item.' };
  }
  if (probabilities === undefined) return undefined;
  const total = sum(probabilities);
  if (!Number.isFinite(total)) {
    return { code: 'INFER_NOT_FINITE', message: 'The model gave probabilities that are not finite for this item.' };
  }
  if (Math.abs(total - 1) > PROBABILITY_SUM_TOLERANCE || probabilities.some((p) => p < 0)) {
    return {
      code: 'INVALID_PROBABILITIES',
      message: `The model's probabilities of this item sum to ${total.toPrecision(6)} or are negative. If the output holds logits, name it under outputs.logits.`,
    };
  }
  return undefined;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

function concatenate(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const width = rows[0]?.length ?? 0;
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(row, i * width);
  return out;
}
