/** A position with the number it is sorted by. */
export interface Placed {
  readonly position: number;
  /** NaN: not known. */
  readonly value: number;
}

/** Whether `a` comes before `b`: by value, what is not known last, and then by position. */
export function comesBefore(a: Placed, b: Placed, isAscending: boolean): boolean {
  const [aIsNone, bIsNone] = [Number.isNaN(a.value), Number.isNaN(b.value)];
  if (aIsNone !== bIsNone) return bIsNone;
  if (aIsNone || a.value === b.value) return a.position < b.position;
  return a.value < b.value === isAscending;
}

/** The first so many of positions that are offered in any order. */
export class BestPositions {
  readonly #count: number;
  readonly #isAscending: boolean;
  readonly #best: Placed[] = [];

  constructor(count: number, isAscending: boolean) {
    this.#count = count;
    this.#isAscending = isAscending;
  }

  /** In their order. */
  get all(): readonly Placed[] {
    return this.#best;
  }

  offer(one: Placed): void {
    const best = this.#best;
    const last = best[this.#count - 1];
    if (last !== undefined && !comesBefore(one, last, this.#isAscending)) return;
    let [low, high] = [0, best.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comesBefore(best[middle] as Placed, one, this.#isAscending)) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, one);
    if (best.length > this.#count) best.pop();
  }
}
