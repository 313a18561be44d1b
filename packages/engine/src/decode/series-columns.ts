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

/** An error about a series that is damaged. */
export function corrupt(what: string): AlaasError {
  return new AlaasError('DECODE_CORRUPT', `The series is damaged (${what}); correct the file.`);
}
