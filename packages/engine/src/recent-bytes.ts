/** Bytes by key, of which those that were wanted last are kept, as many as have room. */
export class RecentBytes {
  readonly #maxBytes: number;
  /** The one that was wanted last is the last one. */
  readonly #kept = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Uint8Array | undefined {
    const bytes = this.#kept.get(key);
    if (bytes === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, bytes);
    return bytes;
  }

  set(key: string, bytes: Uint8Array): void {
    this.#drop(key);
    this.#kept.set(key, bytes);
    this.#bytes += weight(key, bytes);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const bytes = this.#kept.get(key);
    if (bytes === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= weight(key, bytes);
  }
}

/** An entry weighs something even where it holds nothing. */
function weight(key: string, bytes: Uint8Array): number {
  return key.length + bytes.length;
}
