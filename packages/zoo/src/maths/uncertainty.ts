import type { Matrix } from '@alaas/core';
import { z } from 'zod';
import { refuseRow } from './refuse-row.ts';
import { twoLargest } from './two-largest.ts';

const ROWS_BETWEEN_CHECKS = 2048;

/** Ways to say in one number from 0 to 1 how unsure a model is. */
export type UncertaintyKind = 'least-confidence' | 'margin' | 'entropy';

/** The option of a strategy that lets the caller choose one of them. */
export function uncertaintyOption(byDefault: UncertaintyKind) {
  return z
    .enum(['least-confidence', 'margin', 'entropy'])
    .default(byDefault)
    .describe('How unsure the model is: 1 - p(1), 1 - (p(1) - p(2)), or entropy / ln K.');
}

/**
 * How unsure the model is of each of these rows.
 *
 * @param probabilities [N x K]
 * @returns [rows], each in [0, 1]; 0 = certain, and for a single class
 * @throws AlaasError `INVALID_PROBABILITIES` naming the first row whose numbers are not finite
 */
export function uncertainties(
  { data, columns }: Matrix,
  rows: Uint32Array,
  { kind, checkpoint }: { readonly kind: UncertaintyKind; readonly checkpoint: () => void },
): Float64Array {
  const of = measures[kind];
  const out = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const value = of(data, row * columns, columns);
    if (!Number.isFinite(value)) throw refuseRow('probabilities', row);
    // rows may sum to a little more or less than 1
    out[i] = Math.min(1, Math.max(0, value));
  }
  return out;
}

const measures: Record<UncertaintyKind, (data: Float32Array, start: number, columns: number) => number> = {
  'least-confidence': (data, start, columns) => 1 - twoLargest(data, start, columns).first,
  margin(data, start, columns) {
    const { first, second } = twoLargest(data, start, columns);
    return 1 - (first - second);
  },
  entropy(data, start, columns) {
    let sum = 0;
    for (let i = start; i < start + columns; i++) {
      const p = data[i] as number;
      if (p !== 0) sum -= p * Math.log(p);
    }
    return columns === 1 ? sum * 0 : sum / Math.log(columns);
  },
};
