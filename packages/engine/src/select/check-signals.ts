import { AlaasError, type Committee, type ErrorCode, type Matrix } from '@alaas/core';

/** How far the sum of a row of probabilities may lie from 1: what float32 and a softmax in half precision leave. */
const SUM_TOLERANCE = 1e-3;
/** Numbers looked at between two checkpoints: a few milliseconds of work. */
const NUMBERS_PER_STEP = 4_000_000;

/** Called between steps of work; throws to end it. */
export type Checkpoint = () => void;

/** @throws AlaasError `INVALID_EMBEDDINGS` naming the first row that is not finite */
export function checkEmbeddings(embeddings: Matrix, checkpoint: Checkpoint): void {
  checkSize(embeddings.data, embeddings.rows * embeddings.columns, 'INVALID_EMBEDDINGS', 'embeddings');
  const { data, columns } = embeddings;
  eachRow(embeddings.rows, columns, checkpoint, (row) => {
    let sum = 0;
    const end = (row + 1) * columns;
    // 0 for finite numbers, NaN for all others
    for (let i = row * columns; i < end; i++) sum += (data[i] as number) * 0;
    if (sum === 0) return;
    const column = data.subarray(row * columns, end).findIndex((value) => !Number.isFinite(value));
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `The embedding of row ${row} holds ${data[row * columns + column]} in column ${column}. Leave the row out, or repair what made it.`,
    );
  });
}

/** @throws AlaasError `INVALID_PROBABILITIES` naming the first row that is no distribution */
export function checkProbabilities(probabilities: Matrix, checkpoint: Checkpoint): void {
  checkSize(probabilities.data, probabilities.rows * probabilities.columns, 'INVALID_PROBABILITIES', 'probabilities');
  const { data, rows, columns } = probabilities;
  eachRow(rows, columns, checkpoint, (row) => checkDistribution(data, row * columns, columns, () => `Row ${row}`));
}

/** @throws AlaasError `INVALID_PROBABILITIES` naming the first member and row that is no distribution */
export function checkCommittee(committee: Committee, checkpoint: Checkpoint): void {
  const { data, members, rows, columns } = committee;
  checkSize(data, members * rows * columns, 'INVALID_PROBABILITIES', 'committee');
  if (members < 1) throw new AlaasError('INVALID_PROBABILITIES', 'The committee has no member. Give at least one.');
  eachRow(members * rows, columns, checkpoint, (i) =>
    checkDistribution(data, i * columns, columns, () => `Member ${Math.floor(i / rows)}, row ${i % rows}`),
  );
}

function checkDistribution(data: Float32Array, start: number, columns: number, name: () => string): void {
  let sum = 0;
  let least = 0;
  for (let i = start; i < start + columns; i++) {
    const p = data[i] as number;
    sum += p;
    if (p < least) least = p;
  }
  if (least === 0 && Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  const values = data.subarray(start, start + columns);
  const column = values.findIndex((value) => !Number.isFinite(value) || value < 0);
  const what =
    column < 0
      ? `${name()} of the probabilities sums to ${sum.toPrecision(6)}, not to 1`
      : `${name()} of the probabilities holds ${values[column]} in column ${column}`;
  throw new AlaasError('INVALID_PROBABILITIES', `${what}. Give the outputs of a softmax, not logits.`);
}

function checkSize(data: Float32Array, size: number, code: ErrorCode, name: string): void {
  if (data.length === size) return;
  throw new AlaasError(code, `The ${name} have ${data.length} numbers, and their shape needs ${size}.`);
}

function eachRow(rows: number, columns: number, checkpoint: Checkpoint, check: (row: number) => void): void {
  const step = Math.max(1, Math.floor(NUMBERS_PER_STEP / Math.max(1, columns)));
  for (let start = 0; start < rows; start += step) {
    checkpoint();
    const end = Math.min(rows, start + step);
    for (let row = start; row < end; row++) check(row);
  }
}
