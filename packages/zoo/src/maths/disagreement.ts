import type { Committee } from '@alaas/core';
import { naturalLog } from './natural-log.ts';
import { largestTerms } from './x-ln-x.ts';

/**
 * Mean over the members of KL(p_m || mean), in nats, which is also H(mean) - mean H: how much of the uncertainty a label
 * would settle. Exactly 0 where all members agree. Accurate to 1e-13.
 *
 * @param floor rows certainly below it may be given as 0, which saves their logarithms
 * @returns [N], each in [0, min(ln K, ln M)]; NaN where a member says NaN
 * McCallum & Nigam 1998, Houlsby et al. 2011. O(N M K), does not mutate.
 */
export function meanDivergences(committee: Committee, floor = Number.NEGATIVE_INFINITY): Float64Array {
  const out = new Float64Array(committee.rows);
  const divergence = divergenceOf(committee);
  if (!(floor > 0)) return out.map((_, row) => divergence(row));
  const bound = boundOf(committee);
  for (let row = 0; row < out.length; row++) {
    // the comparison is false for NaN, which goes on to be found
    if (!(bound(row) < floor)) out[row] = divergence(row);
  }
  return out;
}

/**
 * KL(p_m || mean) of the member that differs most, in nats.
 *
 * @returns [N], each in [0, ln M]; NaN where a member says NaN
 */
export function maxDivergences({ data, members, rows, columns }: Committee): Float64Array {
  const each = new Float64Array(members);
  return new Float64Array(rows).map((_, row) => {
    each.fill(0);
    for (let k = 0; k < columns; k++) {
      let mean = 0;
      for (let m = 0; m < members; m++) mean += data[(m * rows + row) * columns + k] as number;
      mean /= members;
      for (let m = 0; m < members; m++) {
        const p = data[(m * rows + row) * columns + k] as number;
        if (p !== 0) each[m] = (each[m] as number) + p * Math.log(p / mean);
      }
    }
    return each.reduce((largest, value) => Math.max(largest, value), 0);
  });
}

/** A function of a row: no less than its mean divergence, and at most (ln K + 1) / 64 above it. */
function boundOf({ data, members, rows, columns }: Committee): (row: number) => number {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const { positive, negative, shift } = largestTerms();
  const mean = new Float32Array(1);
  const meanBits = new Int32Array(mean.buffer);
  const stride = rows * columns;
  const length = members * stride;
  return (row) => {
    let bound = 0;
    const start = row * columns;
    for (let from = start; from < start + columns; from++) {
      let sum = 0;
      let terms = 0;
      for (let i = from; i < length; i += stride) {
        sum += data[i] as number;
        terms += positive[(bits[i] as number) >>> shift] as number;
      }
      mean[0] = sum / members;
      bound += terms / members + (negative[(meanBits[0] as number) >>> shift] as number);
    }
    return bound;
  };
}

/** A function of a row: its mean divergence. */
function divergenceOf({ data, members, rows, columns }: Committee): (row: number) => number {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const mean = new Float32Array(1);
  const meanBits = new Int32Array(mean.buffer);
  const stride = rows * columns;
  const length = members * stride;
  return (row) => {
    let total = 0;
    const start = row * columns;
    for (let from = start; from < start + columns; from++) {
      let sum = 0;
      for (let i = from; i < length; i += stride) sum += data[i] as number;
      const exact = sum / members;
      mean[0] = exact;
      // a mean that float32 holds, as where all agree, takes the logarithm that its members take: the terms cancel
      const lnMean = mean[0] === exact ? naturalLog(exact, meanBits[0] as number) : Math.log(exact);
      for (let i = from; i < length; i += stride) {
        const p = data[i] as number;
        if (p !== 0) total += p * (naturalLog(p, bits[i] as number) - lnMean);
      }
    }
    // rounding may leave -1e-17
    return Math.max(total / members, 0);
  };
}
