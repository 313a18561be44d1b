import { closePairs, type PairTools } from './close-pairs.ts';
import type { Points } from './unit-points.ts';

const PAIRS_IN_PIECE = 65_536;

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
  return { sizes, edges: edgesOf(pairs, sizes, tools.checkpoint) };
}

/** Pairs in the order in which they come, in pieces, until there are too many. */
class PairList {
  /** Firsts and seconds in turn. */
  #pieces: Uint32Array[] = [];
  #length = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  get isOverfull(): boolean {
    return this.#length > this.#most;
  }

  add(first: number, second: number): void {
    if (this.isOverfull) return;
    const at = this.#length++ % PAIRS_IN_PIECE;
    if (this.isOverfull) this.#pieces = [];
    else {
      if (at === 0) this.#pieces.push(new Uint32Array(2 * PAIRS_IN_PIECE));
      const piece = this.#pieces.at(-1) as Uint32Array;
      piece[2 * at] = first;
      piece[2 * at + 1] = second;
    }
  }

  each(visit: (first: number, second: number) => void, checkpoint: () => void): void {
    let left = this.#length;
    for (const piece of this.#pieces) {
      checkpoint();
      const end = 2 * Math.min(left, PAIRS_IN_PIECE);
      for (let at = 0; at < end; at += 2) visit(piece[at] as number, piece[at + 1] as number);
      left -= PAIRS_IN_PIECE;
    }
  }
}

/** Both directions of each pair, sorted by where they start. */
function edgesOf(pairs: PairList, sizes: Uint32Array, checkpoint: () => void): Edges {
  const starts = new Float64Array(sizes.length + 1);
  for (const [i, size] of sizes.entries()) starts[i + 1] = (starts[i] as number) + size - 1;
  const ends = new Uint32Array(2 * pairs.length);
  const next = starts.slice();
  pairs.each((i, j) => {
    const [ofI, ofJ] = [next[i] as number, next[j] as number];
    ends[ofI] = j;
    ends[ofJ] = i;
    next[i] = ofI + 1;
    next[j] = ofJ + 1;
  }, checkpoint);
  return { starts, ends };
}
