import type { Edges } from './ball-graph.ts';
import { type Neighbours, NOBODY } from './neighbours.ts';

const PLACES_BETWEEN_CHECKS = 16_384;

/** Points joined where either is among the nearest of the other. */
export interface NeighbourGraph extends Edges {
  /** Squared length of each edge, in the order of `ends`. */
  readonly squares: Float64Array;
}

/** The graph of the neighbours of all points, in both directions. O(N k^2) time, O(N k) memory. */
export function neighbourGraph({ k, places, squares }: Neighbours, checkpoint: () => void): NeighbourGraph {
  const size = places.length / k;
  const isMutual = (i: number, j: number): boolean => {
    for (let at = j * k; at < (j + 1) * k; at++) if (places[at] === i) return true;
    return false;
  };
  const degrees = new Float64Array(size + 1);
  /** Each pair once: from the first place where both have each other, else from whichever has the other. */
  const eachPair = (visit: (i: number, j: number, square: number) => void): void => {
    for (let at = 0; at < places.length; at++) {
      if (at % PLACES_BETWEEN_CHECKS === 0) checkpoint();
      const j = places[at] as number;
      const i = Math.floor(at / k);
      if (j !== NOBODY && (i < j || !isMutual(i, j))) visit(i, j, squares[at] as number);
    }
  };
  eachPair((i, j) => {
    degrees[i] = (degrees[i] as number) + 1;
    degrees[j] = (degrees[j] as number) + 1;
  });
  const starts = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) starts[i + 1] = (starts[i] as number) + (degrees[i] as number);
  const next = starts.slice();
  const ends = new Uint32Array(starts[size] as number);
  const lengths = new Float64Array(ends.length);
  const put = (i: number, j: number, square: number): void => {
    const at = next[i] as number;
    ends[at] = j;
    lengths[at] = square;
    next[i] = at + 1;
  };
  eachPair((i, j, square) => {
    put(i, j, square);
    put(j, i, square);
  });
  return { starts, ends, squares: lengths };
}
