import { setImmediate } from 'node:timers/promises';
import { type Matrix, rowsOf } from '@alaas/core';

/** Multiplications between two pauses: a millisecond or two. */
const STEP_PRODUCTS = 2 ** 20;

interface NearRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * The `count` rows nearest to one by cosine, the nearest first, the lower row number first among equals; the row itself is
 * not among them. A row of zeros is similar to nothing: 0. Holds this thread for a millisecond or two at a time.
 *
 * @param among rows to look at. Default: all
 * @param checkpoint called between steps
 * @returns similarities in [-1, 1]. O(among D).
 */
export async function nearestRows(
  rows: Matrix,
  row: number,
  {
    among,
    count,
    checkpoint,
  }: { readonly among?: Uint32Array | undefined; readonly count: number; readonly checkpoint: () => void },
): Promise<NearRow[]> {
  const own = rowsOf(rows, row, row + 1).data;
  const ownLength = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  const others = among === undefined ? undefined : Uint32Array.from(new Set(among));
  const total = others?.length ?? rows.rows;
  const step = Math.max(1, Math.floor(STEP_PRODUCTS / Math.max(1, rows.columns)));
  const best: NearRow[] = [];
  for (let i = 0; i < total; i++) {
    if (i % step === step - 1) {
      await setImmediate();
      checkpoint();
    }
    const other = others === undefined ? i : (others[i] as number);
    if (other === row) continue;
    const similarity = cosine(own, ownLength, { data: rows.data, start: other * rows.columns });
    offer(best, { row: other, similarity }, count);
  }
  return best;
}

/** Keeps the best, best first. */
function offer(best: NearRow[], found: NearRow, count: number): void {
  const last = best[count - 1];
  if (last !== undefined && !isBefore(found, last)) return;
  const place = best.findIndex((one) => isBefore(found, one));
  best.splice(place < 0 ? best.length : place, 0, found);
  best.length = Math.min(best.length, count);
}

function isBefore(a: NearRow, b: NearRow): boolean {
  return a.similarity > b.similarity || (a.similarity === b.similarity && a.row < b.row);
}

/** The product and the other's length in one pass: rows are read once. */
function cosine(
  own: Float32Array,
  ownLength: number,
  { data, start }: { readonly data: Float32Array; readonly start: number },
): number {
  let [sum, square] = [0, 0];
  for (let d = 0, at = start; d < own.length; d++, at++) {
    const value = data[at] as number;
    sum += (own[d] as number) * value;
    square += value * value;
  }
  const lengths = ownLength * Math.sqrt(square);
  return lengths === 0 ? 0 : Math.min(1, Math.max(-1, sum / lengths));
}
