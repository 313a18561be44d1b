import type { Matrix } from '@alaas/core';

/**
 * Rows that hold the same numbers, together: in each list the rows in the order given, lists by their first row.
 * O(rows D).
 */
export function equalRows({ data, columns }: Matrix, rows: Uint32Array): number[][] {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const lists: number[][] = [];
  // several lists where hashes fall together
  const byHash = new Map<number, number[][]>();
  for (const row of rows) {
    const hash = hashOf(bits, row * columns, columns);
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
function hashOf(bits: Int32Array, start: number, columns: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + columns; i++) {
    hash = Math.imul(hash ^ (bits[i] as number), 0x01000193);
    hash = (hash << 13) | (hash >>> 19);
  }
  return hash;
}

function areEqual(bits: Int32Array, a: number, b: number, columns: number): boolean {
  for (let j = 0; j < columns; j++) if (bits[a + j] !== bits[b + j]) return false;
  return true;
}
