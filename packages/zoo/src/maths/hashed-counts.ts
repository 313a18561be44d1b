import { mix } from '@alaas/core';

/**
 * Counts of the features of one text, by a 32-bit hash of each. Features of one hash count as one; among a thousand
 * that happens in one of some eight thousand texts. Made once and reused, as it keeps its memory.
 */
export class HashedCounts {
  #size = 0;
  // an open-addressing table of positions into the arrays below, one-based so that 0 is free
  #slots = new Int32Array(2048);
  #keys = new Int32Array(1024);
  #counts = new Int32Array(1024);
  #weights = new Float64Array(1024);

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  /** @param weight how much the feature matters; that of its first occurrence holds */
  add(hash: number, weight: number): void {
    const mask = this.#slots.length - 1;
    let slot = scatter(hash) & mask;
    for (;;) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) break;
      if (this.#keys[entry] === hash) {
        this.#counts[entry] = (this.#counts[entry] as number) + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#keys[this.#size] = hash;
    this.#counts[this.#size] = 1;
    this.#weights[this.#size] = weight;
    this.#size++;
    this.#slots[slot] = this.#size;
    if (this.#size === this.#keys.length) this.#grow();
  }

  /**
   * The features as one dense vector: each has weight x (1 + ln count), spread over a few positions with signs,
   * all of them seeded hashes. Inner products of such vectors estimate those of the features without bias.
   *
   * @param width a multiple of `spread`
   * @param spread positions per feature, one in each of as many equal parts of the vector
   * @returns [width] of length 1, or zeros without features
   * Weinberger et al. 2009; Kane & Nelson 2014.
   */
  project(width: number, spread: number, seed: number): Float32Array {
    const sums = new Float64Array(width);
    const part = width / spread;
    for (let i = 0; i < this.#size; i++) {
      const value = (this.#weights[i] as number) * (1 + Math.log(this.#counts[i] as number));
      for (let j = 0; j < spread; j++) {
        const bits = mix(seed + j, (this.#keys[i] as number) >>> 0);
        const position = j * part + ((bits >>> 1) % part);
        sums[position] = (sums[position] as number) + ((bits & 1) === 0 ? value : -value);
      }
    }
    return unitLength(sums);
  }

  #grow(): void {
    this.#keys = widen(this.#keys, new Int32Array(this.#size * 2));
    this.#counts = widen(this.#counts, new Int32Array(this.#size * 2));
    this.#weights = widen(this.#weights, new Float64Array(this.#size * 2));
    this.#slots = new Int32Array(this.#size * 4);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < this.#size; i++) {
      let slot = scatter(this.#keys[i] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = i + 1;
    }
  }
}

/** The high bits of a product by an odd constant (2^32 over the golden ratio, Knuth) depend on all bits of the hash. */
function scatter(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function widen<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function unitLength(sums: Float64Array): Float32Array {
  let squares = 0;
  for (let i = 0; i < sums.length; i++) squares += (sums[i] as number) * (sums[i] as number);
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  const unit = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++) unit[i] = (sums[i] as number) * scale;
  return unit;
}
