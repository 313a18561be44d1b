import { type Buckets, bucket, itemsOf } from './buckets.ts';
import { type CentredRows, CentreGroups } from './centre-groups.ts';
import { rounding, slices, sound } from './rounding.ts';

/** Rows that a product takes at once. */
const BLOCK_ROWS = 1024;
/** Centres of a group, by measurement: fewer make products slow, more are seldom all out of reach. */
const GROUP_SIZE = 16;
/** At least so many columns for each group, so that bounds take an eighth of the memory of the rows. */
const COLUMNS_PER_GROUP = 8;
/** Share of the groups that may be within reach before one pass over all is cheaper. */
const MOST_WITHIN_REACH = 0.25;
/** Share of a group's items that have to be within reach of another group for all of them to be compared with it. */
const SHARED_BY = 0.1;
/** Share by which bounds must differ to count: they are float32, and lowered again and again. */
const SLACK = 1e-5;
/** Passes over all: the first one has no bounds, and after it centres move far. */
const FIRST_PASSES = 2;
/** Stands for the group of an item that no group is within reach of. */
const AWAY = -1;

/** How many neighbouring centres {@link NearestCentres} keeps one bound for. */
export function groupSize(centres: number, columns: number): number {
  return Math.max(2, Math.min(centres, GROUP_SIZE), Math.ceil((centres * COLUMNS_PER_GROUP) / columns));
}

/**
 * The nearest of some centres for each item, found again after the centres have moved: the same as comparing all, but for
 * each item and each group of centres a lower bound of the distance is kept, which falls by no more than the group moved;
 * groups that are out of reach of the item's own centre are passed over. Ding et al. 2015.
 *
 * Centres that follow each other are a group, so give neighbouring ones neighbouring numbers.
 */
export class NearestCentres {
  readonly clusterOf: Uint32Array;
  /** Squared distance of each item to its nearest centre, once {@link settle} was called after the last move. */
  readonly squares: Float64Array;

  readonly #items: CentredRows;
  readonly #groupSize: number;
  readonly #groups: number;
  readonly #centres: CentreGroups;
  /** No less than the distance of each item to its own centre. */
  readonly #reaches: Float64Array;
  /** [items x groups] no more than the distance to any of the group's centres but the item's own. */
  readonly #bounds: Float32Array;
  #passes = 0;

  constructor(items: CentredRows, count: number) {
    const { rows, origin } = items;
    this.#items = items;
    this.#groupSize = groupSize(count, origin.length);
    this.#centres = new CentreGroups(items, { centres: count, size: this.#groupSize });
    this.#groups = this.#centres.count;
    this.clusterOf = new Uint32Array(rows.length);
    this.squares = new Float64Array(rows.length);
    this.#reaches = new Float64Array(rows.length);
    this.#bounds = new Float32Array(rows.length * this.#groups);
  }

  /** Moves a centre to where `at` says, as seen from the origin. */
  move(centre: number, at: (column: number) => number): void {
    this.#centres.move(centre, at);
  }

  /** Finds the nearest centre of each item. */
  async assign(): Promise<void> {
    if (this.#passes < FIRST_PASSES) await this.#compareAll();
    else {
      const homes = this.#lowerBounds();
      const isCompared = await this.#compareAtHome(homes);
      const near = this.#withinReach(homes, isCompared);
      if (near === undefined) await this.#compareAll();
      else for (const group of near.ends.keys()) await this.#compare(itemsOf(near, group), group);
    }
    this.#passes++;
    this.#centres.drifts.fill(0);
  }

  /** Brings `squares` up to date. */
  settle(): void {
    for (let i = 0; i < this.squares.length; i++) {
      if (i % BLOCK_ROWS === 0) this.#items.checkpoint();
      this.#setOwn(i, this.#centres.gap(i, this.clusterOf[i] as number));
    }
  }

  /** Counts an item to another centre, which has to move there next; `squares` have to be up to date. */
  reassign(item: number, centre: number): void {
    this.#leaveOwn(item);
    this.clusterOf[item] = centre;
    this.squares[item] = 0;
    this.#reaches[item] = 0;
  }

  /** @returns the group of each item's own centre, or AWAY where no other group is within reach */
  #lowerBounds(): Int32Array {
    const [groups, bounds, reaches] = [this.#groups, this.#bounds, this.#reaches];
    const drifts = Float64Array.from({ length: groups }, (_, group) => {
      const start = group * this.#groupSize;
      return this.#centres.drifts.subarray(start, start + this.#groupSize).reduce((a, b) => Math.max(a, b), 0);
    });
    const homes = new Int32Array(reaches.length);
    for (let i = 0; i < homes.length; i++) {
      if (i % BLOCK_ROWS === 0) this.#items.checkpoint();
      let least = Number.POSITIVE_INFINITY;
      for (let group = 0, at = i * groups; group < groups; group++, at++) {
        const bound = (bounds[at] as number) - (drifts[group] as number);
        bounds[at] = bound;
        if (bound < least) least = bound;
      }
      const own = this.clusterOf[i] as number;
      reaches[i] = (reaches[i] as number) + (this.#centres.drifts[own] as number);
      homes[i] = this.#isOutOfReach(i, least) ? AWAY : Math.floor(own / this.#groupSize);
    }
    return homes;
  }

  /** Items by the groups within their reach that they were not compared with; undefined when these are too many. */
  #withinReach(homes: Int32Array, isCompared: Uint8Array): Buckets | undefined {
    const [groups, bounds, reaches] = [this.#groups, this.#bounds, this.#reaches];
    const most = Math.floor(MOST_WITHIN_REACH * bounds.length);
    const items = new Uint32Array(most);
    const near = new Uint16Array(most);
    let count = 0;
    for (let i = 0; i < homes.length; i++) {
      const home = homes[i] as number;
      if (home === AWAY) continue;
      const reach = (reaches[i] as number) * (1 + SLACK);
      for (let group = 0; group < groups; group++) {
        if (reach < (bounds[i * groups + group] as number) || isCompared[home * groups + group] === 1) continue;
        if (count === most) return undefined;
        items[count] = i;
        near[count] = group;
        count++;
      }
    }
    return bucket(items.subarray(0, count), near, groups);
  }

  #isOutOfReach(item: number, bound: number): boolean {
    return (this.#reaches[item] as number) * (1 + SLACK) < bound;
  }

  async #compareAll(): Promise<void> {
    const groups = this.#groups;
    for (const [start, end] of slices(0, this.squares.length, BLOCK_ROWS)) {
      const { nearest, leasts } = await this.#centres.gapsToAll(start, end);
      for (let i = start, at = 0; i < end; i++) {
        const own = nearest[i - start] as number;
        const ownGroup = Math.floor(own / this.#groupSize);
        this.clusterOf[i] = own;
        this.#setOwn(i, leasts[at + ownGroup] as number);
        // of its own group the item does not know the second nearest: the bound says so by being within reach
        for (let group = 0; group < groups; group++, at++) this.#setBound(i, group, leasts[at] as number);
      }
    }
  }

  /**
   * Compares the items of each group with its centres, and with those of other groups that many of them may reach.
   *
   * @returns [groups x groups] 1 where the items of the first were compared with the second
   */
  async #compareAtHome(homes: Int32Array): Promise<Uint8Array> {
    const groups = this.#groups;
    const open = new Uint32Array(homes.length);
    const theirs = new Uint32Array(homes.length);
    let count = 0;
    for (let i = 0; i < homes.length; i++) {
      if (homes[i] === AWAY) continue;
      open[count] = i;
      theirs[count++] = homes[i] as number;
    }
    const byHome = bucket(open.subarray(0, count), theirs, groups);
    const isCompared = new Uint8Array(groups * groups);
    for (let home = 0; home < groups; home++) {
      const items = itemsOf(byHome, home);
      if (items.length === 0) continue;
      const within = this.#countWithin(items);
      const shared: number[] = [];
      for (let group = 0; group < groups; group++) {
        if (group !== home && (within[group] as number) > SHARED_BY * items.length) shared.push(group);
      }
      if (shared.length > 0) await this.#compareWith(items, home, Uint32Array.from(shared));
      else await this.#compare(items, home);
      for (const group of [home, ...shared]) isCompared[home * groups + group] = 1;
    }
    return isCompared;
  }

  /** @returns [groups] how many of the items each group is within reach of */
  #countWithin(items: Uint32Array): Uint32Array {
    const groups = this.#groups;
    const bounds = this.#bounds;
    const counts = new Uint32Array(groups);
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as number;
      const reach = (this.#reaches[item] as number) * (1 + SLACK);
      for (let group = 0, at = item * groups; group < groups; group++, at++) {
        if (reach >= (bounds[at] as number)) counts[group] = (counts[group] as number) + 1;
      }
    }
    return counts;
  }

  /** Compares items with the centres of their own group, and with those of others. */
  async #compareWith(items: Uint32Array, home: number, others: Uint32Array): Promise<void> {
    const size = this.#groupSize;
    for (const [start, end] of slices(0, items.length, evenly(items.length))) {
      const block = items.subarray(start, end);
      const { gaps, leasts, nearest } = await this.#centres.gapsToSome(block, home, others);
      for (let i = start, at = 0; i < end; i++) {
        const item = items[i] as number;
        this.#offer(item, home, gaps, (i - start) * size);
        const place = nearest[i - start] as number;
        const nearestAt = Math.floor(place / size);
        const least = leasts[at + nearestAt] as number;
        for (let rank = 0; rank < others.length; rank++, at++) {
          this.#setBound(item, others[rank] as number, leasts[at] as number);
        }
        const length = this.#items.lengths[item] as number;
        if (!(sound(least + length, 2 * length) < (this.squares[item] as number))) continue;
        // the second nearest of that group is not known: the bound says so by being within reach
        this.#leaveOwn(item);
        this.clusterOf[item] = (others[nearestAt] as number) * size + (place % size);
        this.#setOwn(item, least);
      }
    }
  }

  /** Compares items with the centres of one group. */
  async #compare(items: Uint32Array, group: number): Promise<void> {
    for (const [start, end] of slices(0, items.length, evenly(items.length))) {
      const gaps = await this.#centres.gapsTo(items.subarray(start, end), group);
      for (let i = start; i < end; i++) {
        this.#offer(items[i] as number, group, gaps, (i - start) * this.#groupSize);
      }
    }
  }

  /** Takes over the nearest centre of a group where it is nearer than the item's own; `data` holds its gaps from `start` on. */
  #offer(item: number, group: number, data: Float32Array, start: number): void {
    const first = group * this.#groupSize;
    const own = (this.clusterOf[item] as number) - first;
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < this.#groupSize; slot++) {
      const gap = data[start + slot] as number;
      if (!(gap < second)) continue;
      if (slot === own) continue;
      if (gap < least) {
        second = least;
        least = gap;
        nearest = slot;
      } else second = gap;
    }
    if (own >= 0 && own < this.#groupSize) this.#setOwn(item, data[start + own] as number);
    const length = this.#items.lengths[item] as number;
    const isNearer = sound(least + length, 2 * length) < (this.squares[item] as number);
    this.#setBound(item, group, isNearer ? second : least);
    if (!isNearer) return;
    this.#leaveOwn(item);
    this.clusterOf[item] = first + nearest;
    this.#setOwn(item, least);
  }

  /** @param gap squared distance to the item's own centre, less the item's squared length */
  #setOwn(item: number, gap: number): void {
    const length = this.#items.lengths[item] as number;
    const square = sound(gap + length, 2 * length);
    this.squares[item] = square;
    this.#reaches[item] = Math.sqrt(square + rounding(2 * length));
  }

  /** The item's own centre is one of its group's others from now on. */
  #leaveOwn(item: number): void {
    const at = item * this.#groups + Math.floor((this.clusterOf[item] as number) / this.#groupSize);
    this.#bounds[at] = Math.min(this.#bounds[at] as number, Math.sqrt(this.squares[item] as number));
  }

  /** @param gap squared distance less the item's squared length */
  #setBound(item: number, group: number, gap: number): void {
    const length = this.#items.lengths[item] as number;
    const square = gap + length - rounding(2 * length);
    this.#bounds[item * this.#groups + group] = square > 0 ? Math.sqrt(square) : 0;
  }
}

/** Items of a block, so that blocks are about equal. */
function evenly(items: number): number {
  return Math.ceil(items / Math.ceil(items / BLOCK_ROWS));
}
