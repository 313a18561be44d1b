/** How far two sets of classes lie apart, in [0, 1]; 0 = equal. Symmetric. */
export type SetDistance = (a: ReadonlySet<number>, b: ReadonlySet<number>) => number;

/** One minus the share of all classes of both that both hold; two empty sets are equal. Jaccard 1901. In [0, 1]. */
export const jaccardDistance: SetDistance = (a, b) => {
  const both = sizeOfBoth(a, b);
  const all = a.size + b.size - both;
  return all === 0 ? 0 : 1 - both / all;
};

/**
 * One minus Jaccard's share times what the sets have to do with each other: 1 when equal, 2/3 when one holds the other, 1/3
 * when they merely overlap, 0 when nothing is in both. Passonneau 2006. In [0, 1], never below {@link jaccardDistance}.
 */
export const masiDistance: SetDistance = (a, b) => {
  const both = sizeOfBoth(a, b);
  const all = a.size + b.size - both;
  if (both === all) return 0;
  const kinship = both === Math.min(a.size, b.size) ? 2 / 3 : 1 / 3;
  return 1 - (both / all) * kinship;
};

function sizeOfBoth(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let both = 0;
  for (const value of a) if (b.has(value)) both++;
  return both;
}
