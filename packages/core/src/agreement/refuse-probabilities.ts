import { AlaasError } from '../errors.ts';
import type { Matrix } from '../matrix.ts';
import type { ClassCounts } from './class-counts.ts';

/** How far a row's sum may lie from 1. */
const TOLERANCE = 1e-3;

/**
 * Refuses rows that are no distribution, and answers that such rows cannot be about.
 *
 * @param probabilities [N x K] one row per item number
 * @throws AlaasError `INVALID_PROBABILITIES` naming the first bad row; `INVALID_LABELS` naming the first item without a row,
 *   or with a class that is not there
 */
export function refuseProbabilities(items: readonly ClassCounts[], { data, rows, columns }: Matrix): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const value of data.subarray(row * columns, (row + 1) * columns)) {
      // written so that NaN fails
      if (!(value >= 0)) refuseRow(row, `holds ${value}`);
      sum += value;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) refuseRow(row, `sums to ${sum}`);
  }
  for (const { item, counts } of items) {
    if (item >= rows) {
      throw new AlaasError('INVALID_LABELS', `Item ${item} has an answer but no row of the ${rows} probabilities.`);
    }
    const unknown = [...counts.keys()].find((value) => value >= columns);
    if (unknown === undefined) continue;
    throw new AlaasError(
      'INVALID_LABELS',
      `Item ${item} has an answer of class number ${unknown}, and there are ${columns} classes, counted from 0.`,
    );
  }
}

function refuseRow(row: number, fault: string): never {
  throw new AlaasError(
    'INVALID_PROBABILITIES',
    `Row ${row} ${fault}; give probabilities from 0 to 1 that sum to 1 within ${TOLERANCE}.`,
  );
}
