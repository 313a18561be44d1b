import { copyOfRows } from '@alaas/core';
import { closeness, leastCloseness } from './closeness.ts';
import type { Cover, CoverTask } from './greedy-cover.ts';
import { highest } from './highest.ts';
import { slices } from './rounding.ts';

/** Balls held at once, a bit for each point. */
const WINDOW = 256;
const TILE_COLUMNS = 4096;
/** Below every count, for what is chosen already. */
const CHOSEN = -1;

/**
 * The cover by balls that are computed when they are needed, for balls too large to keep. Exact, but lazy: what a ball
 * would add only falls, so each candidate keeps an upper bound of it. A window of those with the highest bounds is
 * computed, and picked from as long as none outside can have more.
 *
 * @param sizes [N] points in each ball; @param ties [candidates] the smaller first among equals
 */
export async function windowedCover(task: CoverTask, sizes: Uint32Array, ties: Uint32Array): Promise<Cover> {
  const { candidates, centres, n, checkpoint, progress } = task;
  const open = new BitSet(sizes.length);
  for (const [start, end] of slices(0, centres.length, WINDOW)) {
    for (const ball of await balls(task, centres.subarray(start, end))) open.remove(ball);
  }
  const bounds = Float32Array.from(candidates, (i) => sizes[i] as number);
  const everyone = Uint32Array.from(candidates, (_, at) => at);
  const chosen = new Uint32Array(n);
  const gains = new Float64Array(n);
  let count = 0;
  while (count < n) {
    checkpoint();
    const window = highest(bounds, ties, everyone, Math.min(WINDOW, everyone.length));
    const held = window.positions;
    const last = held.reduce((most, at) => Math.max(most, bounds[at] === window.lowest ? (ties[at] as number) : 0), 0);
    const around = await balls(
      task,
      held.map((at) => candidates[at] as number),
    );
    for (;;) {
      for (const [w, at] of held.entries())
        if (bounds[at] !== CHOSEN) bounds[at] = open.common(around[w] as Uint32Array);
      const best = bestOf(held, bounds, ties);
      const at = held[best] as number;
      const gain = bounds[at] as number;
      const isCertain = gain > window.lowest || (gain === window.lowest && (ties[at] as number) <= last);
      if (count === n || gain === CHOSEN || !isCertain) break;
      chosen[count] = candidates[at] as number;
      gains[count++] = gain;
      bounds[at] = CHOSEN;
      open.remove(around[best] as Uint32Array);
      progress(count);
    }
  }
  return { chosen, gains };
}

/** Where the highest bound stands; among equals that of the smallest tie, then the first. */
function bestOf(held: Uint32Array, bounds: Float32Array, ties: Uint32Array): number {
  let best = 0;
  for (let w = 1; w < held.length; w++) {
    const [i, j] = [held[w] as number, held[best] as number];
    const lead = (bounds[i] as number) - (bounds[j] as number);
    if (lead > 0 || (lead === 0 && (ties[i] as number) < (ties[j] as number))) best = w;
  }
  return best;
}

/** The ball around each of these points, a bit for each point of the pool. */
async function balls({ points, radius, compute, checkpoint }: CoverTask, of: Uint32Array): Promise<Uint32Array[]> {
  const { seen, squares } = points;
  const x = copyOfRows(seen, of).data;
  const sets = Array.from(of, () => new Uint32Array(Math.ceil(seen.rows / 32)));
  for (const [from, to] of slices(0, seen.rows, TILE_COLUMNS)) {
    checkpoint();
    const near = await closeness(x, points, [from, to], compute);
    for (const [row, set] of sets.entries()) {
      const least = leastCloseness(squares[of[row] as number] as number, radius);
      for (let j = from, at = row * (to - from); j < to; j++, at++) {
        if ((near[at] as number) > least) set[j >>> 5] = (set[j >>> 5] as number) | (1 << (j & 31));
      }
    }
  }
  // whatever the radius, a point lies in its own ball
  for (const [row, i] of of.entries()) {
    const set = sets[row] as Uint32Array;
    set[i >>> 5] = (set[i >>> 5] as number) | (1 << (i & 31));
  }
  return sets;
}

/** Points that are not covered. */
class BitSet {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32)).fill(0xffffffff);
  }

  remove(others: Uint32Array): void {
    for (let w = 0; w < others.length; w++) this.#words[w] = (this.#words[w] as number) & ~(others[w] as number);
  }

  /** How many of the others are in here. */
  common(others: Uint32Array): number {
    let sum = 0;
    for (let w = 0; w < others.length; w++) {
      let bits = (this.#words[w] as number) & (others[w] as number);
      bits -= (bits >>> 1) & 0x55555555;
      bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
      sum += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    return sum;
  }
}
