import type { Committee } from '@alaas/core';
import { naturalLog } from './natural-log.ts';
import { largestTerms } from './x-ln-x.ts';

/** Numbers of one tile: its sums, 20 bytes each, stay in a 32 kB cache beside the table of bounds. */
const TILE = 640;

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
  const size = Math.max(1, Math.min(out.length, Math.floor(TILE / committee.columns)));
  const boundTile = boundsOf(committee, size);
  const bounds = new Float64Array(size);
  for (let first = 0; first < out.length; first += size) {
    const last = Math.min(out.length, first + size);
    boundTile(first, last, bounds);
    for (let row = first; row < last; row++) {
      // the comparison is false for NaN, which goes on to be found
      if (!((bounds[row - first] as number) < floor)) out[row] = divergence(row);
    }
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

/**
 * For each row of a tile, no less than its mean divergence, and at most (ln K + 1) / 64 above it.
 * Members go through the tile in pairs, so that sums are loaded and stored half as often.
 */
function boundsOf({ data, members, rows, columns }: Committee, size: number) {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const { positive, negative, shift } = largestTerms();
  const sums = new Float64Array(size * columns);
  const terms = new Float64Array(size * columns);
  const mean = new Float32Array(size * columns);
  const meanBits = new Int32Array(mean.buffer);
  return (first: number, last: number, bounds: Float64Array): void => {
    const start = first * columns;
    const length = last * columns - start;
    sums.fill(0);
    terms.fill(0);
    for (let member = 0; member < members; member += 2) {
      const other = member + 1;
      let a = member * rows * columns + start;
      if (other === members) {
        for (let i = 0; i < length; i++, a++) {
          sums[i] = (sums[i] as number) + (data[a] as number);
          terms[i] = (terms[i] as number) + (positive[(bits[a] as number) >>> shift] as number);
        }
        continue;
      }
      let b = other * rows * columns + start;
      for (let i = 0; i < length; i++, a++, b++) {
        sums[i] = (sums[i] as number) + ((data[a] as number) + (data[b] as number));
        terms[i] =
          (terms[i] as number) +
          ((positive[(bits[a] as number) >>> shift] as number) + (positive[(bits[b] as number) >>> shift] as number));
      }
    }
    for (let i = 0; i < length; i++) mean[i] = (sums[i] as number) / members;
    for (let row = 0, i = 0; i < length; row++) {
      let bound = 0;
      for (const end = i + columns; i < end; i++) {
        bound += (terms[i] as number) / members + (negative[(meanBits[i] as number) >>> shift] as number);
      }
      bounds[row] = bound;
    }
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
