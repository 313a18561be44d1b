/** What the shared parts of selectors take at most; bytes are counted by the arrays that the code of each part makes. */
import { addWork, type WorkEstimate } from '@alaas/core';

/** Rows and results that one product takes at once, at most; see `block-rows.ts` and the blocks of each part. */
const BLOCK_ROWS = 4096;
const BLOCK_RESULTS = 2 ** 22;
/** What goes in is copied into one block and once more by the program; its result is held with one it is made of. */
const COPIES = 3;
const FLOAT_BYTES = 4;

/** Lists with so many bytes an item, each item visited `passes` times. */
export function lists(items: number, bytesEach: number, passes = 1): WorkEstimate {
  return addWork({ bytes: items * bytesEach, steps: items * passes });
}

/** Products of all rows with all others, of width d, block by block; all of the others stay in memory. */
export function products(rows: number, others: number, d: number): WorkEstimate {
  const block = Math.min(rows, BLOCK_ROWS);
  const results = Math.min(block * others, BLOCK_RESULTS);
  const bytes = COPIES * FLOAT_BYTES * (block * d + results) + 2 * FLOAT_BYTES * others * d;
  return addWork({ bytes, multiplications: rows * others * d });
}

/** The same, where the others come tile by tile too. */
function tiles(rows: number, others: number, d: number): WorkEstimate {
  const { bytes } = products(Math.min(rows, 256), Math.min(others, BLOCK_ROWS), d);
  return addWork({ bytes, multiplications: rows * others * d });
}

/** A copy of rows. */
export function copies(rows: number, d: number): WorkEstimate {
  return addWork({ bytes: FLOAT_BYTES * rows * (d + 2), steps: rows * d });
}

/** Sizes of a search among n items of width d. */
interface Search {
  readonly n: number;
  readonly d: number;
  readonly labelled: number;
  readonly budget: number;
}

/** `farthestFirst`: bounds, ties and lists of items, the picks, and a window of rows with their products. */
export function farthestFirstWork({ n, d, labelled, budget }: Search): WorkEstimate {
  const window = Math.min(n, budget < 4000 ? 1024 : 2048);
  const bytes =
    40 * n + budget * (FLOAT_BYTES * d + 32) + COPIES * FLOAT_BYTES * (window * (window + d) + 2 * 1024 * (d + 128));
  const bounding = { multiplications: n * d * (labelled + budget), isLazy: true };
  return addWork({ bytes, steps: n * d }, bounding);
}

/** `drawSpread`, or another choice by squared distances, with a metric on products: bounds, a tree of sums, the picks. */
export function spreadWork({ n, d, picks }: { n: number; d: number; picks: number }): WorkEstimate {
  return addWork(lists(n, 80, d), products(n, 0, d), {
    bytes: picks * (FLOAT_BYTES * d + 24) + COPIES * FLOAT_BYTES * Math.min(n, BLOCK_ROWS) * 512,
    multiplications: n * picks * d,
    isLazy: true,
  });
}

/** `kMeans`: seeds by {@link spreadWork}, bounds of each row to groups of centres, sums and centres. */
export function kMeansWork(task: { n: number; d: number; k: number; iterations: number }): WorkEstimate {
  const { n, d, iterations } = task;
  const k = Math.min(task.k, n);
  const groups = Math.max(1, Math.min(Math.ceil(k / 2), Math.ceil(d / 8)));
  return addWork(spreadWork({ n, d, picks: k }), lists(n, 48 + FLOAT_BYTES * groups), {
    bytes: k * d * 32 + COPIES * FLOAT_BYTES * Math.min(n, 1024) * (d + 2 * k),
    multiplications: iterations * n * k * d,
    steps: iterations * n * groups,
    isLazy: true,
  });
}

/** `nearestNeighbours` of all among all: k places and distances each. */
export function neighboursWork(n: number, d: number, k: number): WorkEstimate {
  return addWork(lists(n, 12 * k + 24, k), tiles(n, n, d));
}

/** `nearestCandidates`: lengths of all rows, a flag for each, tiles of products, and k places and distances of a block. */
export function nearestWork({ n, d, queries, k }: { n: number; d: number; queries: number; k: number }): WorkEstimate {
  const block = Math.min(queries, BLOCK_ROWS);
  return addWork(lists(n, 17), tiles(queries, n, d), {
    bytes: block * (12 * k + 16) + 8 * queries,
    steps: queries * k,
  });
}

/** `neighbourGraph`, made of them: both directions of each edge. */
export function graphWork(n: number, k: number): WorkEstimate {
  return lists(n, 24 * k + 40, k * k);
}

/** `similarityGraph`: unit rows, their neighbours, and the graph with its similarities. */
export function similarityGraphWork(n: number, d: number, k: number): WorkEstimate {
  return addWork(copies(n, d), neighboursWork(n, d, k), graphWork(n, k), lists(n, 16 * k));
}

/** `lazyGreedy` over n items: a heap with bounds and ties. */
export function lazyGreedyWork(n: number): WorkEstimate {
  return lists(n, 48, Math.log2(n + 2));
}

/** Groups that rows fall into where nothing tells; as `classesIn`. */
const DEFAULT_GROUPS = 10;

/**
 * Share of all pairs that are nearer than a radius at which most balls hold rows of one group alone: a ball holds no more
 * than its group, whose sizes may differ so that their squares sum to twice what equal ones give.
 *
 * @param groups 0: nothing tells how many
 * @param purity least share of a ball that is of its own group
 */
export function pureShare(groups: number, purity = 1): number {
  return Math.min(1, 2 / (purity * (groups < 2 ? DEFAULT_GROUPS : groups)));
}

/**
 * Balls of one radius around unit rows, with the search for the radius: pairs while they are listed, then edges.
 *
 * @param share of all pairs that may be listed; see {@link pureShare}
 */
export function ballsWork(
  n: number,
  d: number,
  { maxEdges, share }: { maxEdges: number; share: number },
): WorkEstimate {
  const pairs = Math.min((share * n * n) / 2, maxEdges / 2);
  // a sketch of 64 columns, and its copy in order
  return addWork(copies(n, d), lists(n, 60 + 2 * FLOAT_BYTES * 65), tiles(n, n, d), {
    bytes: 16 * pairs,
    steps: (n * n) / 2,
  });
}

/** `facilityLocation`: how alike some items are to what they represent, a window of them at a time. */
export function coverageWork(items: number, represented: number, d: number): WorkEstimate {
  return addWork(lists(items, 48, 1), products(items, represented, d), {
    bytes: FLOAT_BYTES * represented * (1024 + 3),
    steps: items * represented,
    isLazy: true,
  });
}
