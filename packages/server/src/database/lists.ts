/** Values of one IN list: far below what SQLite and PostgreSQL allow. */
const mostValues = 1024;
/** Rows of one INSERT: with some 20 columns each far below the same limit. */
const mostRows = 64;

/**
 * Parts of a list for IN conditions. Each is as long as a power of two, its last value repeated where it must be, so that
 * there are few texts of statements to prepare.
 */
function* valueParts<T>(values: readonly T[]): Generator<readonly T[], void> {
  for (let start = 0; start < values.length; start += mostValues) {
    const part = values.slice(start, start + mostValues);
    const length = 2 ** Math.ceil(Math.log2(part.length));
    const last = part[part.length - 1] as T;
    yield part.length === length ? part : [...part, ...Array.from({ length: length - part.length }, () => last)];
  }
}

/** Parts of a list of rows, as long as powers of two, for the same reason. */
export function* rowParts<T>(rows: readonly T[]): Generator<readonly T[], void> {
  let start = 0;
  for (let size = mostRows; size >= 1; size /= 2) {
    for (; rows.length - start >= size; start += size) yield rows.slice(start, start + size);
  }
}

/** What a query finds for all values, whose list may be empty or long. */
export async function forValues<T, R>(
  values: readonly T[],
  query: (part: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const found: R[] = [];
  for (const part of valueParts(values)) found.push(...(await query(part)));
  return found;
}
