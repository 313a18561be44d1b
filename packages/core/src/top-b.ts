import { AlaasError } from './errors.ts';
import { mixer } from './random.ts';

/** Rows with their utilities, best first. */
export interface Ranking {
  /** Row numbers in the pool. */
  readonly rows: Float64Array;
  readonly utilities: Float64Array;
}

/**
 * Keeps the B best rows of a stream of scores: a bounded heap, O(N log B) at worst and close to O(N)
 * since most rows lose against the current worst. Equal utilities are ordered by a hash of (seed, row),
 * so no place in the pool is favoured, and the result does not depend on the order or grouping of blocks.
 */
export class TopB {
  readonly #capacity: number;
  readonly #tieOf: (row: number) => number;
  // a binary heap with the worst kept row at its root
  readonly #rows: Float64Array;
  readonly #utilities: Float64Array;
  readonly #ties: Float64Array;
  #size = 0;

  /** @param capacity B, at least 1; @param seed unsigned 32-bit, breaks ties */
  constructor(capacity: number, seed: number) {
    this.#capacity = capacity;
    this.#tieOf = mixer(seed);
    this.#rows = new Float64Array(capacity);
    this.#utilities = new Float64Array(capacity);
    this.#ties = new Float64Array(capacity);
  }

  /** The worst kept utility once B rows are kept, before that -Infinity: what is below cannot enter any more. */
  get floor(): number {
    return this.#size === this.#capacity ? (this.#utilities[0] as number) : Number.NEGATIVE_INFINITY;
  }

  /**
   * Offers one block.
   *
   * @param utilities one per row, higher = ask sooner
   * @param rowAt the pool's row number of position i
   * @throws AlaasError `INVALID_UTILITY` naming the first row whose utility is NaN
   */
  offer(utilities: Float64Array, rowAt: (position: number) => number): void {
    let { floor } = this;
    for (let i = 0; i < utilities.length; i++) {
      const utility = utilities[i] as number;
      if (utility < floor) continue;
      if (Number.isNaN(utility)) {
        throw new AlaasError('INVALID_UTILITY', `The strategy gave NaN as the utility of row ${rowAt(i)}.`);
      }
      this.#add(rowAt(i), utility);
      floor = this.floor;
    }
  }

  /** The kept rows, best first. The heap stays usable. */
  ranking(): Ranking {
    const order = Array.from({ length: this.#size }, (_, i) => i).sort((i, j) => (this.#worse(i, j) ? 1 : -1));
    return {
      rows: Float64Array.from(order, (i) => this.#rows[i] as number),
      utilities: Float64Array.from(order, (i) => this.#utilities[i] as number),
    };
  }

  #add(row: number, utility: number): void {
    const tie = this.#tieOf(row);
    if (this.#size < this.#capacity) {
      this.#set(this.#size, row, utility, tie);
      this.#size++;
      this.#rise(this.#size - 1);
      return;
    }
    if (utility === this.#utilities[0] && !precedes(tie, row, this.#ties[0] as number, this.#rows[0] as number)) return;
    this.#set(0, row, utility, tie);
    this.#sink(0);
  }

  #rise(start: number): void {
    let i = start;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#worse(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #sink(start: number): void {
    let i = start;
    for (;;) {
      let worst = i;
      const left = 2 * i + 1;
      const right = left + 1;
      if (left < this.#size && this.#worse(left, worst)) worst = left;
      if (right < this.#size && this.#worse(right, worst)) worst = right;
      if (worst === i) return;
      this.#swap(i, worst);
      i = worst;
    }
  }

  #worse(i: number, j: number): boolean {
    const a = this.#utilities[i] as number;
    const b = this.#utilities[j] as number;
    if (a !== b) return a < b;
    return !precedes(
      this.#ties[i] as number,
      this.#rows[i] as number,
      this.#ties[j] as number,
      this.#rows[j] as number,
    );
  }

  #set(i: number, row: number, utility: number, tie: number): void {
    this.#rows[i] = row;
    this.#utilities[i] = utility;
    this.#ties[i] = tie;
  }

  #swap(i: number, j: number): void {
    const row = this.#rows[i] as number;
    const utility = this.#utilities[i] as number;
    const tie = this.#ties[i] as number;
    this.#set(i, this.#rows[j] as number, this.#utilities[j] as number, this.#ties[j] as number);
    this.#set(j, row, utility, tie);
  }
}

/** Order of two rows of equal utility. */
function precedes(tieA: number, rowA: number, tieB: number, rowB: number): boolean {
  return tieA !== tieB ? tieA < tieB : rowA < rowB;
}
