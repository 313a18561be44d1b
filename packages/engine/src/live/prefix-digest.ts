import { createHash, type Hash } from 'node:crypto';

/** Bytes of a SHA-256. */
const DIGEST_BYTES = 32;
/** Digests between two states that are kept: what has to be hashed again for any other length stays below a millisecond. */
const STEP = 4096;

/** Digests of the beginnings of a growing list of content digests. */
export class PrefixDigest {
  #digests = Buffer.alloc(STEP * DIGEST_BYTES);
  #size = 0;
  /** State after every {@link STEP} digests. */
  readonly #states: Hash[] = [createHash('sha256')];

  get size(): number {
    return this.#size;
  }

  /** @param sha256 hex */
  push(sha256: string): void {
    const start = this.#size * DIGEST_BYTES;
    if (start === this.#digests.length) {
      const larger = Buffer.alloc(2 * start);
      larger.set(this.#digests);
      this.#digests = larger;
    }
    this.#digests.write(sha256, start, DIGEST_BYTES, 'hex');
    this.#size++;
    if (this.#size % STEP !== 0) return;
    const state = (this.#states.at(-1) as Hash).copy();
    this.#states.push(state.update(this.#bytes(this.#size - STEP, this.#size)));
  }

  /** One of the digests, in hex. */
  at(index: number): string {
    return this.#bytes(index, index + 1).toString('hex');
  }

  /**
   * SHA-256 of the first `size` digests, in hex.
   *
   * @throws RangeError when there are fewer
   */
  of(size: number): string {
    if (!Number.isInteger(size) || size < 0 || size > this.#size) {
      throw new RangeError(`a digest of ${size} contents was asked for, and there are ${this.#size}`);
    }
    const whole = Math.floor(size / STEP);
    const state = (this.#states[whole] as Hash).copy();
    return state.update(this.#bytes(whole * STEP, size)).digest('hex');
  }

  #bytes(start: number, end: number): Buffer {
    return this.#digests.subarray(start * DIGEST_BYTES, end * DIGEST_BYTES);
  }
}
