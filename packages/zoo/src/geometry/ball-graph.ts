import { closePairs, type PairTools } from './close-pairs.ts';
import type { Points } from './unit-points.ts';

const PAIRS_AT_FIRST = 65_536;

/** Which points lie less than a radius apart. */
export interface BallGraph {
  /** [N] points in the ball around each one, itself among them. */
  readonly sizes: Uint32Array;
  /** The others in each ball; absent where there are more of them than was allowed. */
  readonly edges?: Edges;
}

/** Lists of points, one after another. */
export interface Edges {
  /** [N + 1] where each list starts, and the last one ends. */
  readonly starts: Float64Array;
  readonly ends: Uint32Array;
}

/**
 * The balls of a radius around all points.
 *
 * @param maxEdges most entries of all lists together; beyond it balls are counted and not kept
 * O(N^2 D / 2) time; 8 bytes for each entry while it works, 4 in what it gives.
 */
export async function ballGraph(
  points: Points,
  radius: number,
  { maxEdges, ...tools }: PairTools & { readonly maxEdges: number },
): Promise<BallGraph> {
  const sizes = new Uint32Array(points.seen.rows).fill(1);
  const pairs = new PairList(Math.floor(maxEdges / 2));
  const visit = (i: number, j: number): void => {
    sizes[i] = (sizes[i] as number) + 1;
    sizes[j] = (sizes[j] as number) + 1;
    pairs.add(i, j);
  };
  await closePairs(points, radius, visit, tools);
  if (pairs.isOverfull) return { sizes };
  return { sizes, edges: edgesOf(pairs, sizes) };
}

/** Pairs in the order in which they come, until there are too many. */
class PairList {
  firsts = new Uint32Array(PAIRS_AT_FIRST);
  seconds = new Uint32Array(PAIRS_AT_FIRST);
  length = 0;
  isOverfull = false;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  add(first: number, second: number): void {
    if (this.isOverfull) return;
    if (this.length === this.#most) {
      this.isOverfull = true;
      this.#resize(0);
      return;
    }
    if (this.length === this.firsts.length) this.#resize(Math.min(this.#most, 2 * this.length));
    this.firsts[this.length] = first;
    this.seconds[this.length] = second;
    this.length++;
  }

  #resize(length: number): void {
    const [firsts, seconds] = [this.firsts, this.seconds];
    this.firsts = new Uint32Array(length);
    this.seconds = new Uint32Array(length);
    if (length === 0) return;
    this.firsts.set(firsts);
    this.seconds.set(seconds);
  }
}

/** Both directions of each pair, sorted by where they start. */
function edgesOf({ firsts, seconds, length }: PairList, sizes: Uint32Array): Edges {
  const starts = new Float64Array(sizes.length + 1);
  for (const [i, size] of sizes.entries()) starts[i + 1] = (starts[i] as number) + size - 1;
  const ends = new Uint32Array(2 * length);
  const next = starts.slice();
  for (let pair = 0; pair < length; pair++) {
    const i = firsts[pair] as number;
    const j = seconds[pair] as number;
    const [ofI, ofJ] = [next[i] as number, next[j] as number];
    ends[ofI] = j;
    ends[ofJ] = i;
    next[i] = ofI + 1;
    next[j] = ofJ + 1;
  }
  return { starts, ends };
}
