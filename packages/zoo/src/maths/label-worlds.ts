import type { Random } from '@alaas/core';
import { naturalLog } from './natural-log.ts';

/** Worlds in which all but this much of the belief is in one member have nothing left to tell. */
const SETTLED = 1e-12;
/** Gains below this are rounding: they count as 0, so that items without a gain tie. */
const SMALLEST_GAIN = 1e-12;

/** Members' answers about one item: [M x K]. */
export type Answers = Float64Array;

/**
 * What the labels of the chosen items may turn out to be, and what each outcome ("world") would tell about the members.
 * A world keeps its chance and the belief in each member given its labels, so that no product over items underflows.
 *
 * While there are at most `most` worlds with something left to tell, all are kept and gains are exact. Beyond that,
 * `most` are drawn in proportion to their chance (systematic resampling, Kitagawa 1996): gains stay unbiased.
 */
export class LabelWorlds {
  readonly #members: number;
  readonly #columns: number;
  readonly #most: number;
  readonly #random: Random;
  /** [J] */
  #chances = Float64Array.of(1);
  /** [J x M], rows sum to 1 */
  #beliefs: Float64Array;
  /** [M x J], the same by member */
  #byMember: Float64Array;
  /** [M] belief in each member over all worlds */
  #weights: Float64Array;

  constructor(members: number, columns: number, { most, random }: { most: number; random: Random }) {
    this.#members = members;
    this.#columns = columns;
    this.#most = most;
    this.#random = random;
    this.#beliefs = new Float64Array(members).fill(1 / members);
    this.#byMember = this.#beliefs;
    this.#weights = this.#beliefs;
  }

  /** Worlds that are kept. */
  get count(): number {
    return this.#chances.length;
  }

  /**
   * How much the item's label would tell about the members beyond the labels of the items chosen so far, in nats: the
   * mean over the worlds of H(sum_m b_m p^m) - sum_m b_m H(p^m). In [0, ln M].
   */
  gain(answers: Answers): number {
    const [members, columns] = [this.#members, this.#columns];
    const chances = this.#chances;
    let total = 0;
    for (let m = 0, i = 0; m < members; m++) {
      let negative = 0;
      for (const end = i + columns; i < end; i++) {
        const p = answers[i] as number;
        if (p !== 0) negative += p * Math.log(p);
      }
      total += (this.#weights[m] as number) * negative;
    }
    const short = new Float32Array(chances.length);
    const bits = new Int32Array(short.buffer);
    const mixed = new Float64Array(chances.length);
    for (let k = 0; k < columns; k++) {
      this.#mix(answers, k, mixed);
      short.set(mixed);
      for (let world = 0; world < mixed.length; world++) {
        const p = mixed[world] as number;
        const near = short[world] as number;
        // ln p = ln near + (p - near) / near to 1e-14, since near is p rounded to float32
        if (near !== 0) {
          total -= (chances[world] as number) * (p * naturalLog(near, bits[world] as number) + (p - near));
        }
      }
    }
    return total < SMALLEST_GAIN ? 0 : total;
  }

  /** The probability of a class in each world. All worlds at once and members in pairs: no addition waits for another. */
  #mix(answers: Answers, k: number, out: Float64Array): void {
    const [members, columns, count] = [this.#members, this.#columns, this.count];
    const beliefs = this.#byMember;
    out.fill(0);
    for (let m = 0; m < members; m += 2) {
      const other = m + 1 < members ? m + 1 : m;
      const a = answers[m * columns + k] as number;
      const b = other === m ? 0 : (answers[other * columns + k] as number);
      for (let world = 0, i = m * count, j = other * count; world < count; world++, i++, j++) {
        out[world] = (out[world] as number) + (a * (beliefs[i] as number) + b * (beliefs[j] as number));
      }
    }
  }

  /** Splits every world by the label that the item may get. */
  choose(answers: Answers): void {
    let count = 0;
    let mass = 0;
    this.#split(answers, (chance) => {
      count++;
      mass += chance;
    });
    const chances: number[] = [];
    const beliefs: number[] = [];
    const step = count > this.#most ? mass / this.#most : 0;
    // the next drawn position on the worlds' chances laid end to end
    let next = step * this.#random.next();
    let end = 0;
    this.#split(answers, (chance, belief) => {
      end += chance;
      let kept = chance;
      if (step > 0) {
        const draws = Math.max(0, Math.ceil((end - next) / step));
        next += draws * step;
        kept = draws * step;
      }
      if (kept === 0) return;
      chances.push(kept);
      for (const b of belief) beliefs.push(b);
    });
    this.#chances = Float64Array.from(chances);
    this.#beliefs = Float64Array.from(beliefs);
    this.#arrangeByMember();
  }

  #arrangeByMember(): void {
    const { count } = this;
    this.#byMember = new Float64Array(this.#beliefs.length);
    this.#weights = new Float64Array(this.#members);
    for (let world = 0, at = 0; world < count; world++) {
      for (let m = 0; m < this.#members; m++, at++) {
        const belief = this.#beliefs[at] as number;
        this.#byMember[m * count + world] = belief;
        this.#weights[m] = (this.#weights[m] as number) + (this.#chances[world] as number) * belief;
      }
    }
  }

  /** Visits each (world, label) that is possible and not settled; `belief` is used again for the next. */
  #split(answers: Answers, visit: (chance: number, belief: Float64Array) => void): void {
    const [members, columns] = [this.#members, this.#columns];
    const after = new Float64Array(members);
    for (const [world, chance] of this.#chances.entries()) {
      const before = this.#beliefs.subarray(world * members, (world + 1) * members);
      for (let k = 0; k < columns; k++) {
        let likelihood = 0;
        let largest = 0;
        for (let m = 0; m < members; m++) {
          const joint = (before[m] as number) * (answers[m * columns + k] as number);
          after[m] = joint;
          likelihood += joint;
          if (joint > largest) largest = joint;
        }
        if (likelihood - largest <= SETTLED * likelihood) continue;
        for (let m = 0; m < members; m++) after[m] = (after[m] as number) / likelihood;
        visit(chance * likelihood, after);
      }
    }
  }
}
