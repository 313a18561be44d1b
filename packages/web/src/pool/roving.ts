/** Rows that Page Up and Page Down pass. */
const pageRows = 10;

/** The row that a key goes to in a list; undefined: the key is for something else. */
export function nextRow(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const to = (row: number) => Math.min(Math.max(row, 0), count - 1);
  switch (key) {
    case 'ArrowDown':
      return to(at + 1);
    case 'ArrowUp':
      return to(at - 1);
    case 'PageDown':
      return to(at + pageRows);
    case 'PageUp':
      return to(at - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
