import { AlaasError } from '@alaas/core';

/** What a series file says, before it is checked: columns of numbers, NaN where a value is left out. */
export interface SeriesColumns {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

/** @throws AlaasError `DECODE_TOO_LARGE` */
export function checkValues(count: number, maxValues: number): void {
  if (count <= maxValues) return;
  throw new AlaasError(
    'DECODE_TOO_LARGE',
    `The series has more than ${maxValues} numbers; cut it into pieces, thin it out, or raise limits.max_values.`,
  );
}

/** The densest caps of electrodes have some 500; each channel costs more than its numbers. */
const maxChannels = 4096;

/** @throws AlaasError `DECODE_TOO_LARGE` */
export function checkChannels(count: number): void {
  if (count <= maxChannels) return;
  throw new AlaasError(
    'DECODE_TOO_LARGE',
    `The series has ${count} channels, more than ${maxChannels}. Give one point a row and one channel a column, or leave channels out.`,
  );
}

/** An error about a series that is damaged. */
export function corrupt(what: string): AlaasError {
  return new AlaasError('DECODE_CORRUPT', `The series is damaged (${what}); correct the file.`);
}
