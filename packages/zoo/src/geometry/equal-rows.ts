import type { Matrix } from '@alaas/core';

/** Columns that tell most rows apart, so that the others need not be read. */
const FEW_COLUMNS = 16;

/**
 * Rows that hold the same numbers, together: in each list the rows in the order given, lists by their first row.
 * O(rows D) at most; without equal rows hardly more than O(rows).
 */
export function equalRows({ data, columns }: Matrix, rows: Uint32Array): number[][] {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const step = Math.max(1, Math.floor(columns / FEW_COLUMNS));
  const alike = new Map<number, number[]>();
  for (const row of rows) {
    const hash = hashOf(bits, row * columns, { columns, step });
    const known = alike.get(hash);
    if (known === undefined) alike.set(hash, [row]);
    else known.push(row);
  }
  if (alike.size === rows.length) return Array.from(rows, (row) => [row]);
  const place = new Map<number, number>();
  for (const [at, row] of rows.entries()) place.set(row, at);
  const lists = [...alike.values()].flatMap((some) => (some.length === 1 ? [some] : equalAmong(bits, some, columns)));
  return lists.sort(([a], [b]) => (place.get(a as number) as number) - (place.get(b as number) as number));
}

function equalAmong(bits: Int32Array, rows: readonly number[], columns: number): number[][] {
  const lists: number[][] = [];
  // several lists where hashes fall together
  const byHash = new Map<number, number[][]>();
  for (const row of rows) {
    const hash = hashOf(bits, row * columns, { columns, step: 1 });
    const known = byHash.get(hash);
    const equal = known?.find(([first]) => areEqual(bits, (first as number) * columns, row * columns, columns));
    if (equal !== undefined) {
      equal.push(row);
      continue;
    }
    const list = [row];
    lists.push(list);
    if (known === undefined) byHash.set(hash, [list]);
    else known.push(list);
  }
  return lists;
}

/** FNV-1a over 32-bit words, with a rotation so that high bits count too. */
function hashOf(bits: Int32Array, start: number, every: { readonly columns: number; readonly step: number }): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + every.columns; i += every.step) {
    hash = Math.imul(hash ^ (bits[i] as number), 0x01000193);
    hash = (hash << 13) | (hash >>> 19);
  }
  return hash;
}

function areEqual(bits: Int32Array, a: number, b: number, columns: number): boolean {
  for (let j = 0; j < columns; j++) if (bits[a + j] !== bits[b + j]) return false;
  return true;
}
