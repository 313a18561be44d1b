import { AlaasError } from '@alaas/core';

/**
 * The whole numbers of a text, one a line. Empty lines at its end do not count.
 *
 * @param name of the file, for messages
 * @param max largest number; the smallest is 0
 * @throws AlaasError `INVALID_LABELS` naming the first line that is something else
 */
export function parseIntegers(text: string, name: string, max: number): number[] {
  const content = text.replace(/^\uFEFF/, '').trimEnd();
  if (content === '') return [];
  return content.split(/\r?\n/).map((line, i) => {
    const number = /^\s*\d+\s*$/.test(line) ? Number(line) : Number.NaN;
    if (number <= max) return number;
    const shown = line.length > 40 ? `${line.slice(0, 40)}...` : line;
    throw new AlaasError(
      'INVALID_LABELS',
      `Line ${i + 1} of ${name} is "${shown}". Give one whole number from 0 to ${max} a line.`,
    );
  });
}
