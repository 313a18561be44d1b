/** Multiplications of one product at most: some tens of milliseconds, between which a cancellation is seen. */
const MOST_MULTIPLICATIONS = 2 ** 29;
/** Numbers that one product gives at most. */
const MOST_RESULTS = 2 ** 22;

/**
 * How many rows a product takes at once.
 *
 * @param multiplications for each row; @param results numbers that each row gives
 * @returns from 1 to `most`
 */
export function blockRows(multiplications: number, { results = 1, most = 1024 } = {}): number {
  const rows = Math.min(most, MOST_MULTIPLICATIONS / multiplications, MOST_RESULTS / results);
  return Math.max(1, Math.floor(rows));
}
