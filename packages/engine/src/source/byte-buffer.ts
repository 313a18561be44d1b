/** Collects chunks into one exact buffer, with one copy per byte where the size was announced. */
export class ByteBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param expected size announced by the sender, in bytes; 0 when unknown */
  constructor(expected: number) {
    // an announced size is only a claim: memory beyond this is taken as bytes arrive
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(expected === 0 ? 16_384 : expected, maxClaim));
  }

  get length(): number {
    return this.#length;
  }

  /** Copies the chunk, so that millions of tiny ones cost their bytes and no more. */
  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#bytes.length) this.#resize(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.set(chunk, this.#length);
    this.#length = needed;
  }

  /** The collected bytes, which own their whole buffer. Nothing may be appended after. */
  take(): Uint8Array<ArrayBuffer> {
    if (this.#length !== this.#bytes.length) this.#resize(this.#length);
    return this.#bytes;
  }

  #resize(length: number): void {
    this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(length));
  }
}

const maxClaim = 2 ** 20;
