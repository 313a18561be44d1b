/**
 * Power of each frequency of a stretch of numbers: |X[k]|^2 for k = 0 .. length / 2. Made once for a length and reused, as
 * it keeps its memory.
 * Cooley & Tukey 1965, radix 2, in place. O(length log length).
 */
export class PowerSpectrum {
  readonly length: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #power: Float64Array;

  /** @param length a power of two, at least 2 */
  constructor(length: number) {
    this.length = length;
    this.#re = new Float64Array(length);
    this.#im = new Float64Array(length);
    this.#cos = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / length));
    this.#sin = Float64Array.from({ length: length / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / length));
    this.#power = new Float64Array(length / 2 + 1);
  }

  /**
   * @param at value at each place from 0 on; places at and beyond `count` are zero
   * @returns [length / 2 + 1], overwritten by the next call
   */
  of(at: (place: number) => number, count: number): Float64Array {
    const { length } = this;
    const [re, im] = [this.#re, this.#im];
    im.fill(0);
    for (let i = 0, reversed = 0; i < length; i++) {
      re[reversed] = i < count ? at(i) : 0;
      // counts up from the highest bit
      let bit = length >> 1;
      for (; reversed & bit; bit >>= 1) reversed ^= bit;
      reversed |= bit;
    }
    for (let size = 2; size <= length; size *= 2) this.#merge(size);
    for (let k = 0; k < this.#power.length; k++) {
      this.#power[k] = (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
    }
    return this.#power;
  }

  /** Makes transforms of `size` from those of half of it. Single numbers, as lists of two cost more than the sums. */
  #merge(size: number): void {
    const re = this.#re;
    const im = this.#im;
    const cosines = this.#cos;
    const sines = this.#sin;
    const half = size / 2;
    const step = this.length / size;
    for (let start = 0; start < this.length; start += size) {
      for (let k = 0; k < half; k++) {
        const cos = cosines[k * step] as number;
        const sin = sines[k * step] as number;
        const a = start + k;
        const b = a + half;
        const real = (re[b] as number) * cos - (im[b] as number) * sin;
        const imaginary = (re[b] as number) * sin + (im[b] as number) * cos;
        re[b] = (re[a] as number) - real;
        im[b] = (im[a] as number) - imaginary;
        re[a] = (re[a] as number) + real;
        im[a] = (im[a] as number) + imaginary;
      }
    }
  }
}
