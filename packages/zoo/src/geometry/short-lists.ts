/** The k least values of each of some rows among all that were seen, ascending; of equal ones those seen first. */
export class ShortLists {
  readonly #k: number;
  /** [rows x k] */
  readonly values: Float32Array;
  /** [rows x k] where each value was seen. */
  readonly places: Uint32Array;
  readonly #spareValues: Float32Array;
  readonly #sparePlaces: Uint32Array;
  /** Values that each list holds by now. */
  #length = 0;

  constructor(rows: number, k: number) {
    this.#k = k;
    this.values = new Float32Array(rows * k);
    this.places = new Uint32Array(rows * k);
    this.#spareValues = new Float32Array(k);
    this.#sparePlaces = new Uint32Array(k);
  }

  /**
   * Takes in as many values for each list.
   *
   * @param values [rows x count], ascending in each row
   * @param indexes [rows x count] their places, counted from `start`, which is above all places seen before
   */
  merge(values: Float32Array, indexes: Float32Array, start: number): void {
    const lists = this.places.length / this.#k;
    const count = values.length / lists;
    for (let list = 0; list < lists; list++) {
      const own = [list * count, (list + 1) * count] as const;
      this.#mergeOne(list * this.#k, values.subarray(...own), indexes.subarray(...own), start);
    }
    this.#length = Math.min(this.#k, this.#length + count);
  }

  #mergeOne(first: number, values: Float32Array, indexes: Float32Array, start: number): void {
    const known = this.#length;
    const k = this.#k;
    if (known === k && (values[0] as number) >= (this.values[first + k - 1] as number)) return;
    const length = Math.min(k, known + values.length);
    for (let at = 0, old = 0, next = 0; at < length; at++) {
      const oldValue = this.values[first + old] as number;
      const isOld = next === values.length || (old < known && oldValue <= (values[next] as number));
      this.#spareValues[at] = isOld ? oldValue : (values[next] as number);
      this.#sparePlaces[at] = isOld ? (this.places[first + old] as number) : start + (indexes[next] as number);
      if (isOld) old++;
      else next++;
    }
    this.values.set(this.#spareValues.subarray(0, length), first);
    this.places.set(this.#sparePlaces.subarray(0, length), first);
  }
}
