import type { Block } from '@alaas/core';

/** Utilities of a stream of blocks with the rows they belong to: 16 bytes a row. */
export class Gathered {
  #rows = new Float64Array(4096);
  #utilities = new Float64Array(4096);
  #size = 0;

  add(utilities: Float64Array, { rowAt }: Pick<Block, 'rowAt'>): void {
    const size = this.#size + utilities.length;
    if (size > this.#rows.length) {
      const room = Math.max(size, 2 * this.#rows.length);
      this.#rows = grown(this.#rows, room);
      this.#utilities = grown(this.#utilities, room);
    }
    this.#utilities.set(utilities, this.#size);
    for (let i = 0; i < utilities.length; i++) this.#rows[this.#size + i] = rowAt(i);
    this.#size = size;
  }

  get utilities(): Float64Array {
    return this.#utilities.subarray(0, this.#size);
  }

  /** All rows as one block without signals. */
  get block(): Block {
    const rows = this.#rows;
    return { size: this.#size, rowAt: (i) => rows[i] as number };
  }
}

function grown(values: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(room);
  out.set(values);
  return out;
}
