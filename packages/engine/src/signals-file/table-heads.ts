/** The formats of tables by their first bytes, told without the libraries that read them: those are large. */

/** True when bytes begin like an Arrow IPC file or stream. */
export function isArrow(head: Uint8Array): boolean {
  if (String.fromCharCode(...head.subarray(0, 6)) === 'ARROW1') return true;
  return head.subarray(0, 4).every((byte) => byte === 0xff) && head.length >= 4;
}

/** True when bytes begin like a Parquet file. */
export function isParquet(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 4)) === 'PAR1';
}
