/** Members, each with one list of class probabilities per item. */
export type Members = readonly (readonly (readonly number[])[])[];

/** Places of the members of the pairs that differ, from hard labels on these rows. */
export function naivePairs(members: Members, rows: readonly number[], least: number): [number, number][] {
  const half = Math.floor(members.length / 2);
  const answer = (m: number, row: number): number => {
    const p = members[m]?.[row] as readonly number[];
    return p.indexOf(Math.max(...p));
  };
  return Array.from({ length: half }, (_, k): [number, number] => [k, k + half]).filter(
    ([a, b]) => rows.filter((row) => answer(a, row) !== answer(b, row)).length / rows.length >= least,
  );
}

/** a(S) from every configuration of the labels of the rows, written out. */
export function naiveBalance(members: Members, rows: readonly number[], pairs: readonly [number, number][]): number {
  const half = Math.floor(members.length / 2);
  if (half === 0) return 0;
  const classes = members[0]?.[0]?.length as number;
  let configurations: number[][] = [[]];
  for (const _ of rows) {
    configurations = configurations.flatMap((y) => Array.from({ length: classes }, (__, k) => [...y, k]));
  }
  const chance = (m: number, y: readonly number[]): number =>
    rows.reduce((product, row, i) => product * (members[m]?.[row]?.[y[i] as number] as number), 1);
  const largest = members.map((_, m) => Math.max(...configurations.map((y) => chance(m, y))));
  let total = 0;
  for (const [a, b] of pairs) {
    for (const y of configurations) {
      const mean = members.reduce((sum, _, m) => sum + chance(m, y), 0) / members.length;
      const [one, two] = [chance(a, y) / (largest[a] as number), chance(b, y) / (largest[b] as number)];
      total += mean * (1 - one * two);
    }
  }
  return total / half;
}
