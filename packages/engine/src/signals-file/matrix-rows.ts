import { AlaasError, type SignalName, signalErrorCode } from '@alaas/core';
import type { Memory } from './memory.ts';
import type { NumberArray } from './npy.ts';

/** A matrix that is filled row by row from a table; its width is that of the first row. */
export class MatrixRows {
  readonly #rows: number;
  readonly #signal: SignalName;
  readonly #memory: Memory;
  #data: Float32Array = new Float32Array();
  #columns = -1;

  constructor(rows: number, signal: SignalName, memory: Memory) {
    this.#rows = rows;
    this.#signal = signal;
    this.#memory = memory;
  }

  /** [rows x columns]; rows not set are zeros. */
  get array(): NumberArray {
    return { data: this.#data, shape: [this.#rows, Math.max(0, this.#columns)] };
  }

  /** Sets the width before the first row. */
  begin(columns: number): void {
    this.#columns = columns;
    this.#data = this.#memory.floats(this.#rows * columns);
  }

  /**
   * @param values null counts as NaN
   * @throws AlaasError `INVALID_EMBEDDINGS`, `INVALID_PROBABILITIES` or `INVALID_SIGNAL` when it has another width than the first row
   */
  setRow(row: number, values: ArrayLike<number | bigint | null> | null | undefined): void {
    const width = values?.length ?? 0;
    if (this.#columns < 0) this.begin(width);
    if (width !== this.#columns || values === null || values === undefined) {
      throw new AlaasError(
        signalErrorCode(this.#signal),
        `Row ${row} of the ${this.#signal} has ${width} numbers, and the rows before have ${this.#columns}. Give all rows one width.`,
      );
    }
    const start = row * this.#columns;
    for (let i = 0; i < width; i++) this.#data[start + i] = numberOf(values[i]);
  }

  /** Sets one column from its row `start` on. */
  setColumn(column: number, start: number, values: ArrayLike<number | bigint | null>): void {
    for (let i = 0; i < values.length; i++) {
      this.#data[(start + i) * this.#columns + column] = numberOf(values[i]);
    }
  }
}

function numberOf(value: number | bigint | null | undefined): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
