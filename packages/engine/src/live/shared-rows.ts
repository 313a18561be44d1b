import { setImmediate } from 'node:timers/promises';
import type { Matrix } from '@alaas/core';

/** Room that is asked for beyond what was there, so that a pool that grows row by row is copied a few times only. */
const GROWTH = 1.5;
/** Numbers copied at once, a megabyte: whoever waits for this thread does not notice. */
const COPY_NUMBERS = 262_144;

/**
 * Rows in memory that all threads see, as one matrix that only grows. When its room is used up it moves to half as much
 * again, and holds both until the copy is done; who has an earlier snapshot keeps reading where it was. Memory that no row
 * was written to yet is promised by the system, and not taken.
 */
export class SharedRows {
  readonly #columns: number;
  readonly #floats: (count: number) => Float32Array;
  #data: Float32Array;
  #size = 0;

  /** @param floats makes shared memory, or throws where there is none */
  constructor(columns: number, floats: (count: number) => Float32Array) {
    this.#columns = columns;
    this.#floats = floats;
    this.#data = floats(0);
  }

  get size(): number {
    return this.#size;
  }

  get columns(): number {
    return this.#columns;
  }

  /**
   * Makes room for as many rows in all.
   *
   * @throws AlaasError `NOT_ENOUGH_MEMORY`
   */
  async reserve(rows: number): Promise<void> {
    const needed = rows * this.#columns;
    if (needed <= this.#data.length) return;
    const used = this.#size * this.#columns;
    const larger = this.#floats(Math.max(needed, Math.ceil(this.#size * GROWTH) * this.#columns));
    for (let start = 0; start < used; start += COPY_NUMBERS) {
      larger.set(this.#data.subarray(start, Math.min(used, start + COPY_NUMBERS)), start);
      await setImmediate();
    }
    this.#data = larger;
  }

  /** Writes a row that there is room for; nobody sees it before {@link grow}. */
  write(row: number, from: Matrix, place: number): void {
    this.#data.set(from.data.subarray(place * this.#columns, (place + 1) * this.#columns), row * this.#columns);
  }

  /** From now on there are so many rows. */
  grow(rows: number): void {
    this.#size = rows;
  }

  /** The first rows, as a view: nothing is copied. */
  first(rows: number): Matrix {
    return { data: this.#data.subarray(0, rows * this.#columns), rows, columns: this.#columns };
  }
}
