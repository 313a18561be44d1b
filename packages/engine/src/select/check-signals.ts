import { AlaasError, type SignalInfo, type SignalName, type Signals, signalErrorCode, signalTable } from '@alaas/core';

/** How far the sum of a row of probabilities may lie from 1: what float32 and a softmax in half precision leave. */
const SUM_TOLERANCE = 1e-3;
/** Numbers looked at between two checkpoints: a few milliseconds of work. */
const NUMBERS_PER_STEP = 4_000_000;

/** Called between steps of work; throws to end it. */
export type Checkpoint = () => void;

/**
 * Refuses numbers that no strategy could read.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS`, `INVALID_PROBABILITIES` or `INVALID_SIGNAL` naming the first row that is unsound
 */
export function checkSignal<Name extends SignalName>(name: Name, signal: Signals[Name], checkpoint: Checkpoint): void {
  const { data, rows, columns } = signal;
  const members = 'members' in signal ? signal.members : 1;
  if (data.length !== members * rows * columns) {
    const size = members * rows * columns;
    throw new AlaasError(
      signalErrorCode(name),
      `The ${name} have ${data.length} numbers, and their shape needs ${size}.`,
    );
  }
  if (members < 1) throw new AlaasError(signalErrorCode(name), `The ${name} has no member. Give at least one.`);
  const rowName = (row: number): string =>
    'members' in signal ? `Member ${Math.floor(row / rows)}, row ${row % rows}` : `Row ${row}`;
  const check = checks[signalTable[name].values];
  eachRow(members * rows, columns, checkpoint, (row) => {
    const fault = check(data, row * columns, columns);
    if (fault === undefined) return;
    throw new AlaasError(signalErrorCode(name), `${rowName(row)} of the ${name} ${fault}`);
  });
}

/** What is wrong with the numbers from `start` on, and what to do; undefined for nothing. */
type Check = (data: Float32Array, start: number, columns: number) => string | undefined;

const checks: Record<SignalInfo['values'], Check> = {
  distribution: distributionFault,
  finite: finiteFault,
  share: among((value) => value >= 0 && value <= 1, 'Give numbers from 0 to 1.'),
  flag: among((value) => value === 0 || value === 1, 'Give 0 or 1.'),
  positive: among((value) => value > 0 && value < Number.POSITIVE_INFINITY, 'Give finite numbers above 0.'),
};

function finiteFault(data: Float32Array, start: number, columns: number): string | undefined {
  let sum = 0;
  const end = start + columns;
  // 0 for finite numbers, NaN for all others
  for (let i = start; i < end; i++) sum += (data[i] as number) * 0;
  if (sum === 0) return undefined;
  const column = data.subarray(start, end).findIndex((value) => !Number.isFinite(value));
  return `holds ${data[start + column]} in column ${column}. Leave the row out, or repair what made it.`;
}

function among(isSound: (value: number) => boolean, advice: string): Check {
  return (data, start, columns) => {
    const column = data.subarray(start, start + columns).findIndex((value) => !isSound(value));
    return column < 0 ? undefined : `holds ${data[start + column]} in column ${column}. ${advice}`;
  };
}

function distributionFault(data: Float32Array, start: number, columns: number): string | undefined {
  let sum = 0;
  // another than the sum if any number is negative, and NaN is not even equal to itself
  let size = 0;
  for (let i = start; i < start + columns; i++) {
    const p = data[i] as number;
    sum += p;
    size += Math.abs(p);
  }
  if (size === sum && Math.abs(sum - 1) <= SUM_TOLERANCE) return undefined;
  const values = data.subarray(start, start + columns);
  const column = values.findIndex((value) => !Number.isFinite(value) || value < 0);
  const what = column < 0 ? `sums to ${sum.toPrecision(6)}, not to 1` : `holds ${values[column]} in column ${column}`;
  return `${what}. Give the outputs of a softmax, not logits.`;
}

function eachRow(rows: number, columns: number, checkpoint: Checkpoint, check: (row: number) => void): void {
  const step = Math.max(1, Math.floor(NUMBERS_PER_STEP / Math.max(1, columns)));
  for (let start = 0; start < rows; start += step) {
    checkpoint();
    const end = Math.min(rows, start + step);
    for (let row = start; row < end; row++) check(row);
  }
}
