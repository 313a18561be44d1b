import type { SampledFormat } from './sample-rows.ts';

const [newline, carriageReturn, space, tab, quote] = [10, 13, 32, 9, 34];

/** Counts the rows of a manifest while its bytes pass by, in no memory at all. A line break inside of quotes is none. */
export class RowCounter {
  readonly #hasQuotes: boolean;
  readonly #headers: number;
  #isInQuotes = false;
  #isBlank = true;
  #lines = 0;

  constructor(format: SampledFormat) {
    this.#hasQuotes = format === 'csv';
    this.#headers = format === 'csv' || format === 'tsv' ? 1 : 0;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === newline && !this.#isInQuotes) {
        if (!this.#isBlank) this.#lines++;
        this.#isBlank = true;
        continue;
      }
      if (byte === quote && this.#hasQuotes) this.#isInQuotes = !this.#isInQuotes;
      if (byte !== carriageReturn && byte !== space && byte !== tab && byte !== newline) this.#isBlank = false;
    }
  }

  /** Rows so far, without the header; the line that is not ended yet counts. */
  get rows(): number {
    return Math.max(0, this.#lines + (this.#isBlank ? 0 : 1) - this.#headers);
  }
}
