const MERGED = -1;

/**
 * Clusters by joining, again and again, the two whose points are nearest on average, until so many are left (UPGMA, Sokal
 * & Michener 1958), along chains of nearest neighbours (Murtagh 1983), which give the same tree.
 *
 * @param distances [m x m], symmetric; overwritten
 * @param clusters from 1 to m
 * @returns [m] cluster of each point, numbered by its first point
 * O(m^2) time.
 */
export function averageLinkage(
  distances: Float32Array,
  m: number,
  clusters: number,
  checkpoint: () => void,
): Uint32Array {
  const merges = mergesOf(distances, m, checkpoint);
  merges.sort((a, b) => a.height - b.height);
  const parents = Uint32Array.from({ length: m }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parents[root] !== root) {
      // halves the way for the next time
      parents[root] = parents[parents[root] as number] as number;
      root = parents[root] as number;
    }
    return root;
  };
  for (const { a, b } of merges.slice(0, m - clusters)) parents[rootOf(a)] = rootOf(b);
  const numbers = new Map<number, number>();
  return parents.map((_, i) => {
    const root = rootOf(i);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}

interface Merge {
  /** A point of either cluster. */
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/** All m - 1 joins of the tree, in the order in which chains find them. */
function mergesOf(distances: Float32Array, m: number, checkpoint: () => void): Merge[] {
  /** Points in the cluster that stands at each place. */
  const sizes = new Int32Array(m).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < m - 1) {
    checkpoint();
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size !== MERGED));
    const last = chain.at(-1) as number;
    const before = chain.at(-2);
    const next = nearestOf(distances, sizes, last, before);
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    merges.push({ a: last, b: next, height: distances[last * m + next] as number });
    join(distances, sizes, last, next);
  }
  return merges;
}

/** The nearest cluster; the one before in the chain where it is as near, so that chains end. */
function nearestOf(distances: Float32Array, sizes: Int32Array, from: number, before: number | undefined): number {
  const m = sizes.length;
  let best = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (distances[from * m + before] as number);
  for (let other = 0, at = from * m; other < m; other++, at++) {
    if (other === from || sizes[other] === MERGED || !((distances[at] as number) < least)) continue;
    best = other;
    least = distances[at] as number;
  }
  return best;
}

/** Puts `a` into `b`: distances to the joint cluster are means over its points. */
function join(distances: Float32Array, sizes: Int32Array, a: number, b: number): void {
  const m = sizes.length;
  const [ofA, ofB] = [sizes[a] as number, sizes[b] as number];
  for (let other = 0; other < m; other++) {
    if (other === a || other === b || sizes[other] === MERGED) continue;
    const sum = ofA * (distances[a * m + other] as number) + ofB * (distances[b * m + other] as number);
    const mean = sum / (ofA + ofB);
    distances[b * m + other] = mean;
    distances[other * m + b] = mean;
  }
  sizes[a] = MERGED;
  sizes[b] = ofA + ofB;
}
