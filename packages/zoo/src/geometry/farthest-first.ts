import { type Compute, graph, type Matrix, ops, type Random, type Selection } from '@alaas/core';
import { CentreList } from './centre-list.ts';
import { highest } from './highest.ts';
import { middleOf, squaredLengths } from './points.ts';
import { sound } from './rounding.ts';

/** Rows of a full pass taken at once, and centres that a product takes at once: small enough for the cache. */
const BLOCK_ROWS = 1024;
const CENTRES_AT_ONCE = 128;
/** By measurement: a longer window brings more rows up to date than it picks, a shorter one is taken more often. */
const windowFor = (n: number): number => (n < 4000 ? 1024 : 2048);
/** Windows are drawn from a shortlist this many times as long, so that not all candidates are looked through each time. */
const WINDOWS_IN_SHORTLIST = 32;
/** Bound of a row that was picked: below all others. */
const PICKED = -1;

const points = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const seenFromOrigin = ops.sub(points, origin);
const gramGraph = graph({ gram: ops.matMul(seenFromOrigin, seenFromOrigin, { transposeB: true }) });

/** What {@link farthestFirst} chooses from, and how. */
export interface FarthestFirstTask {
  readonly embeddings: Matrix;
  /** Rows to choose from, distinct. */
  readonly candidates: Uint32Array;
  /** Rows that are centres already. */
  readonly centres: Uint32Array;
  /** B, from 1 to the number of candidates. */
  readonly n: number;
  readonly random: Random;
  readonly compute: Compute;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
  /** W, rows looked at together; any gives the same answer. Default: by B. */
  readonly window?: number;
}

/**
 * Again and again the row that is farthest from its nearest centre, which then is a centre itself. With no centres the
 * first row is drawn at random; among equals the order is drawn at random too.
 *
 * Exact, but lazy: each row keeps an upper bound of its squared distance and the number of picks it accounts for. Bounds
 * only fall, so the rows with the highest ones, brought up to date, hold the farthest row as long as it reaches the
 * highest bound of the rest.
 *
 * @returns rows in order of choice, and the distance each had; the first of an empty set gets the distance of the second
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * Gonzalez 1985. At most O(N D (L + B)) time; O(N + B D) memory beside the embeddings.
 */
export async function farthestFirst(task: FarthestFirstTask): Promise<Selection> {
  const search = new Search(task);
  await search.start();
  while (search.picked < task.n) await search.advance();
  return search.selection;
}

class Search {
  readonly selection: { readonly rows: Uint32Array; readonly utilities: Float64Array };
  picked = 0;

  readonly #task: FarthestFirstTask;
  readonly #window: number;
  readonly #origin: Float32Array;
  readonly #lengths: Float32Array;
  /** Upper bounds of the squared distance to the nearest centre. */
  readonly #bounds: Float32Array;
  /** Picks that the bound accounts for. */
  readonly #seen: Uint32Array;
  readonly #ties: Uint32Array;
  readonly #picks: CentreList;
  /** Rows of the window or block at work. */
  readonly #x: Float32Array;
  readonly #everyone: Uint32Array;
  #shortlist: Uint32Array;
  /** No candidate outside the shortlist has a higher bound. */
  #shortlistFloor = Number.POSITIVE_INFINITY;

  constructor(task: FarthestFirstTask) {
    const { embeddings, candidates, random, n } = task;
    const count = candidates.length;
    this.#task = task;
    this.selection = { rows: new Uint32Array(n), utilities: new Float64Array(n) };
    this.#window = Math.min(task.window ?? windowFor(n), count);
    this.#origin = middleOf(embeddings, candidates);
    this.#lengths = squaredLengths(embeddings, candidates, this.#origin, task.checkpoint);
    this.#bounds = new Float32Array(count).fill(Number.POSITIVE_INFINITY);
    this.#seen = new Uint32Array(count);
    this.#ties = Uint32Array.from({ length: count }, () => random.below(2 ** 32));
    this.#picks = new CentreList(n, this.#origin);
    this.#x = new Float32Array(Math.max(this.#window, Math.min(BLOCK_ROWS, count)) * embeddings.columns);
    this.#everyone = Uint32Array.from({ length: count }, (_, i) => i);
    this.#shortlist = new Uint32Array();
  }

  /** Bounds from the centres there are, or else from a first pick. */
  async start(): Promise<void> {
    const { embeddings, candidates, centres, random, checkpoint } = this.#task;
    checkpoint();
    if (centres.length === 0) {
      this.#pick(random.below(candidates.length), Number.POSITIVE_INFINITY);
      await this.#lowerAll(this.#picks);
      this.selection.utilities[0] = Math.sqrt(Math.max(0, this.#topOf(this.#everyone)));
      this.#seen.fill(1);
      return;
    }
    const lengths = squaredLengths(embeddings, centres, this.#origin, checkpoint);
    const group = new CentreList(Math.min(centres.length, 8 * CENTRES_AT_ONCE), this.#origin);
    for (const [i, row] of centres.entries()) {
      group.add(embeddings, row, lengths[i] as number);
      if (group.length < group.capacity && i < centres.length - 1) continue;
      await this.#lowerAll(group);
      group.clear();
    }
  }

  /** One window: as many picks as are certain from it, which may be none while bounds are still too high. */
  async advance(): Promise<void> {
    this.#task.checkpoint();
    const { positions, floor, top } = this.#nextWindow();
    if (top <= 0) {
      this.#pickRest();
      return;
    }
    const live = await this.#refresh(positions, floor);
    if (live.length > 0) await this.#pickWithin(live, floor);
    this.#task.progress(this.picked);
  }

  /** The candidates with the highest bounds; no other one has a bound above `floor`. */
  #nextWindow(): { positions: Uint32Array; floor: number; top: number } {
    let top = this.#topOf(this.#shortlist);
    if (top < this.#shortlistFloor) {
      const size = Math.min(this.#everyone.length, this.#window * WINDOWS_IN_SHORTLIST);
      const { positions, lowest } = highest(this.#bounds, this.#ties, this.#everyone, size);
      this.#shortlist = positions;
      this.#shortlistFloor = size === this.#everyone.length ? PICKED : lowest;
      top = this.#topOf(positions);
    }
    const { positions, lowest } = highest(this.#bounds, this.#ties, this.#shortlist, this.#window);
    const outside = this.#window === this.#shortlist.length ? PICKED : lowest;
    return { positions, floor: Math.max(outside, this.#shortlistFloor), top };
  }

  #topOf(positions: Uint32Array): number {
    let top = PICKED;
    for (const position of positions) top = Math.max(top, this.#bounds[position] as number);
    return top;
  }

  /**
   * Brings bounds up to date against the picks they have not seen, giving up those that fall below `floor`.
   *
   * @returns those up to date and not below; their rows then are the first of #x
   */
  async #refresh(positions: Uint32Array, floor: number): Promise<Uint32Array> {
    const seen = this.#seen;
    const isLive = (i: number): boolean => {
      const bound = this.#bounds[i] as number;
      return bound !== PICKED && bound >= floor;
    };
    let live: Uint32Array = positions.filter(isLive).sort((a, b) => (seen[a] as number) - (seen[b] as number));
    this.#load(live);
    let at = seen[live[0] ?? 0] as number;
    while (live.length > 0 && at < this.picked) {
      this.#task.checkpoint();
      const to = Math.min(this.picked, at + CENTRES_AT_ONCE);
      // sorted by what they have seen, and so those that lack any of these come first
      const late = live.findIndex((i) => (seen[i] as number) >= to);
      await this.#lower(live.subarray(0, late < 0 ? live.length : late), this.#picks, at, to);
      live = this.#compact(live, isLive);
      at = Math.max(to, seen[live[0] ?? 0] as number);
    }
    return live;
  }

  /** Copies the rows to the front of #x. */
  #load(positions: Uint32Array): void {
    const { candidates } = this.#task;
    const { data, columns } = this.#task.embeddings;
    for (const [at, i] of positions.entries()) {
      const from = (candidates[i] as number) * columns;
      this.#x.set(data.subarray(from, from + columns), at * columns);
    }
  }

  /** Drops those that are not kept, in #x too. */
  #compact(positions: Uint32Array, keep: (position: number) => boolean): Uint32Array {
    const d = this.#origin.length;
    let kept = 0;
    for (const [at, i] of positions.entries()) {
      if (!keep(i)) continue;
      if (kept < at) this.#x.copyWithin(kept * d, at * d, (at + 1) * d);
      positions[kept] = i;
      kept++;
    }
    return positions.subarray(0, kept);
  }

  /** Lowers the bounds of all candidates by all of these centres. */
  async #lowerAll(centres: CentreList): Promise<void> {
    for (let start = 0; start < this.#everyone.length; start += BLOCK_ROWS) {
      const block = this.#everyone.subarray(start, start + BLOCK_ROWS);
      this.#load(block);
      for (let from = 0; from < centres.length; from += CENTRES_AT_ONCE) {
        this.#task.checkpoint();
        await this.#lower(block, centres, from, Math.min(centres.length, from + CENTRES_AT_ONCE));
      }
    }
  }

  /** Lowers the bounds of the rows at the front of #x by some centres. */
  async #lower(positions: Uint32Array, centres: CentreList, from: number, to: number): Promise<void> {
    const rows = this.#x.subarray(0, positions.length * this.#origin.length);
    const least = await centres.least(this.#task.compute, rows, from, to);
    for (const [at, i] of positions.entries()) {
      const length = this.#lengths[i] as number;
      this.#lowerTo(i, (least[at] as number) + length, 2 * length);
      if (centres === this.#picks) this.#seen[i] = to;
    }
  }

  #lowerTo(i: number, squaredDistance: number, scale: number): void {
    const distance = sound(squaredDistance, scale);
    if (distance < (this.#bounds[i] as number)) this.#bounds[i] = distance;
  }

  /** Farthest-first among rows that are up to date, as long as the farthest reaches `floor`. */
  async #pickWithin(live: Uint32Array, floor: number): Promise<void> {
    this.#task.checkpoint();
    const d = this.#origin.length;
    const x = { data: this.#x.subarray(0, live.length * d), shape: [live.length, d] };
    const { gram } = await this.#task.compute.run(gramGraph, {
      x,
      origin: { data: this.#origin, shape: [1, d] },
    });
    const products = (gram as { data: Float32Array }).data;
    let best = this.#bestOf(live);
    while (this.picked < this.#task.n) {
      const i = live[best] as number;
      const bound = this.#bounds[i] as number;
      if (bound <= 0 || bound < floor) break;
      this.#pick(i, Math.sqrt(bound));
      const length = this.#lengths[i] as number;
      for (let at = 0, product = best * live.length; at < live.length; at++, product++) {
        const j = live[at] as number;
        const sum = length + (this.#lengths[j] as number);
        this.#lowerTo(j, sum - 2 * (products[product] as number), sum);
      }
      best = this.#bestOf(live);
    }
    for (const i of live) this.#seen[i] = this.picked;
  }

  /** Where the highest bound stands; among equals the one of the lowest tie. */
  #bestOf(live: Uint32Array): number {
    let best = 0;
    for (let at = 1; at < live.length; at++) {
      const i = live[at] as number;
      const j = live[best] as number;
      const lead = (this.#bounds[i] as number) - (this.#bounds[j] as number);
      if (lead > 0 || (lead === 0 && (this.#ties[i] as number) < (this.#ties[j] as number))) best = at;
    }
    return best;
  }

  /** All that is left lies on a centre: any order is as good. */
  #pickRest(): void {
    const left = this.#everyone.filter((i) => this.#bounds[i] !== PICKED);
    left.sort((a, b) => (this.#ties[a] as number) - (this.#ties[b] as number));
    for (const i of left.subarray(0, this.#task.n - this.picked)) this.#pick(i, 0);
    this.#task.progress(this.picked);
  }

  #pick(i: number, distance: number): void {
    const row = this.#task.candidates[i] as number;
    this.selection.rows[this.picked] = row;
    // rounding differs a little from window to window
    const before = this.selection.utilities[this.picked - 1] ?? Number.POSITIVE_INFINITY;
    this.selection.utilities[this.picked] = Math.min(distance, before);
    this.#picks.add(this.#task.embeddings, row, this.#lengths[i] as number);
    this.#bounds[i] = PICKED;
    this.picked++;
  }
}
