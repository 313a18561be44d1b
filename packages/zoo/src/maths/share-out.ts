/**
 * Shares n things out in proportion to the wants, largest remainders first, among equals the first: never more than a want
 * or a room, and what finds no room goes to the others in the same way.
 *
 * @param wants whole numbers of at least 0; @param rooms the same
 * @returns whole numbers that sum to min(n, sum of min(want, room))
 */
export function shareOut(n: number, wants: readonly number[], rooms: readonly number[]): number[] {
  const shares = wants.map(() => 0);
  const limits = wants.map((want, i) => Math.min(want, rooms[i] as number));
  let left = Math.min(n, sumOf(limits));
  while (left > 0) {
    const open = [...wants.keys()].filter((i) => (shares[i] as number) < (limits[i] as number));
    const parts = apportion(
      left,
      open.map((i) => wants[i] as number),
    );
    for (const [at, i] of open.entries()) {
      const given = Math.min(parts[at] as number, (limits[i] as number) - (shares[i] as number));
      shares[i] = (shares[i] as number) + given;
      left -= given;
    }
  }
  return shares;
}

/** Whole numbers in proportion to the weights that sum to n: Hamilton's method. */
function apportion(n: number, weights: readonly number[]): number[] {
  const total = sumOf(weights);
  const parts = weights.map((weight) => Math.floor((n * weight) / total));
  const rest = n - sumOf(parts);
  const remainders = weights.map((weight) => (n * weight) % total);
  const byRemainder = [...weights.keys()].sort(
    (a, b) => (remainders[b] as number) - (remainders[a] as number) || a - b,
  );
  for (const i of byRemainder.slice(0, rest)) parts[i] = (parts[i] as number) + 1;
  return parts;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
