import type { Matrix, Selection } from '../../packages/core/src/index.ts';
import { type Ratio, ratio } from '../result.ts';

/** Distances that differ by less count as equal: what float32 sums of a few hundred terms leave open. */
const TIE = 1e-5;

/** The other side's picks. */
export interface GreedyPicks {
  readonly rows: readonly number[];
  /** Distance of each pick but the first to the nearest one before. */
  readonly distances: readonly number[];
}

/**
 * Whether two greedy selections are the same set but for ties: pick by pick both were equally far from those before, and
 * what only we picked really lies as far from our earlier picks as that, in float64.
 */
export function sameSet(name: string, embeddings: Matrix, ours: Selection, theirs: GreedyPicks): Ratio {
  const { rows } = ours;
  const known = new Set(theirs.rows);
  const alone = [...rows.keys()].filter((i) => !known.has(rows[i] as number));
  const moved = [...rows.keys()].filter((i) => rows[i] !== theirs.rows[i]).length;
  const radii = [...rows.keys()].slice(1);
  const isAsFar = radii.every((i) => isTie(ours.utilities[i] as number, theirs.distances[i - 1] as number));
  const isTrue = alone.every((i) => i === 0 || isTie(distanceBefore(embeddings, rows, i), ours.utilities[i] as number));
  const share = 1 - alone.length / rows.length;
  const note = `${rows.length - alone.length} of ${rows.length} picks in common, ${moved} at another place; distances ${
    isAsFar && isTrue ? 'are the same: only ties differ' : 'DIFFER'
  }`;
  return { ...ratio(name, share, 1, note), holds: isAsFar && isTrue };
}

function isTie(a: number, b: number): boolean {
  return Math.abs(a - b) <= TIE * Math.max(a, b);
}

/** Distance of pick i to the nearest pick before. */
function distanceBefore({ data, columns }: Matrix, rows: Uint32Array, i: number): number {
  const at = (rows[i] as number) * columns;
  let least = Number.POSITIVE_INFINITY;
  for (const row of rows.subarray(0, i)) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += ((data[at + j] as number) - (data[row * columns + j] as number)) ** 2;
    least = Math.min(least, sum);
  }
  return Math.sqrt(least);
}
