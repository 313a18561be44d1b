import type { Output } from '../world.ts';
import { paint } from './paint.ts';
import { formatTable } from './table.ts';

/** A table under a line of titles. */
export function formatHeadedTable(
  output: Pick<Output, 'hasColours'>,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const [head = '', ...lines] = formatTable([titles, ...rows]).split('\n');
  return [paint(output, 'bold', head), ...lines].join('\n');
}
