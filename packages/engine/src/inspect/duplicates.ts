/** How many values came before, among those that are there. */
export function repeatedValues(values: readonly unknown[]): number {
  const seen = new Set<unknown>();
  let repeated = 0;
  for (const value of values) {
    if (value === undefined || value === null || value === '') continue;
    if (seen.has(value)) repeated++;
    else seen.add(value);
  }
  return repeated;
}
