import { AlaasError, type ErrorCode, nearest } from '@alaas/core';

/**
 * The entry with this name; case, dashes and underscores do not matter.
 *
 * @param noun what the entries are, in messages
 * @throws AlaasError `code` with the nearest name
 */
export function find<T extends { readonly id: string }>(
  name: string,
  entries: readonly T[],
  namesOf: (entry: T) => readonly string[],
  code: ErrorCode,
  noun: string,
): T {
  const key = canonical(name);
  const found = entries.find((entry) => namesOf(entry).some((known) => canonical(known) === key));
  if (found !== undefined) return found;
  const meant = nearest(name, entries.flatMap(namesOf));
  const hint =
    meant === undefined ? `Known: ${entries.map((entry) => entry.id).join(', ')}.` : `Did you mean "${meant}"?`;
  throw new AlaasError(code, `There is no ${noun} "${name}". ${hint}`);
}

function canonical(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}
