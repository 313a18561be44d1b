import { AlaasError } from '@alaas/core';

/** Rows whose label is known, and their class numbers. */
export interface LabelledRows {
  readonly rows: Uint32Array;
  readonly labels: Int32Array;
}

/**
 * The labelled rows of each class number.
 *
 * @param classes columns of the probabilities, which the numbers point into. Default: one more than the highest number
 * @returns at c the rows of class c, perhaps none
 * @throws AlaasError `INVALID_LABELS` when there is no label at all, or a number has no column
 */
export function rowsByClass(strategy: string, { rows, labels }: LabelledRows, classes?: number): Uint32Array[] {
  if (rows.length === 0) {
    throw new AlaasError(
      'INVALID_LABELS',
      `The strategy ${strategy} compares items with labelled ones, and none is labelled. ` +
        'Label a first batch with another strategy, such as typiclust or random.',
    );
  }
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  if (classes !== undefined && count > classes) {
    throw new AlaasError(
      'INVALID_LABELS',
      `Row ${rows[labels.indexOf(count - 1)]} has class number ${count - 1}, and there are probabilities of ${classes} classes, ` +
        'counted from 0. Number the classes as the columns of the probabilities.',
    );
  }
  const members: number[][] = Array.from({ length: classes ?? count }, () => []);
  for (const [i, row] of rows.entries()) members[labels[i] as number]?.push(row);
  return members.map((own) => Uint32Array.from(own));
}
