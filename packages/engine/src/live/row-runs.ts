/** Neighbouring rows: the first one, and how many. */
type Run = readonly [first: number, count: number];

/** Rows as runs of neighbours, in their order. */
export function runsOf(rows: Iterable<number>): Run[] {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === row) last[1]++;
    else runs.push([row, 1]);
  }
  return runs;
}

/** The rows of runs, one after another. */
export function* rowsOfRuns(runs: readonly Run[]): Generator<number> {
  for (const [first, count] of runs) for (let row = first; row < first + count; row++) yield row;
}
