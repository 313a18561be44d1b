/**
 * Seeded randomness. Nothing in ALaaS draws from anywhere else.
 *
 * {@link mix} is stateless: a number per (seed, index), the same on every machine and in every order,
 * so that work split over blocks or workers gives the answer of one pass.
 * {@link createRandom} is a stream for algorithms that draw one after another.
 */

/** A stream of seeded random numbers (sfc32, Doty-Humphrey 2018). */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound); `bound` from 1 to 2^32. */
  below(bound: number): number;
  /** An independent stream; the same label always gives the same one. Does not advance this stream. */
  fork(label: string): Random;
}

/**
 * A well-mixed 32-bit hash of (seed, index): two keyed rounds of the murmur3 finaliser (Appleby 2011).
 *
 * @param seed unsigned 32-bit
 * @param index row number, 0 to 2^53 - 1
 * @returns unsigned 32-bit
 */
export function mix(seed: number, index: number): number {
  return mixer(seed)(index);
}

/** {@link mix} for many indexes of one seed. */
export function mixer(seed: number): (index: number) => number {
  const first = finalise(seed ^ 0x9e3779b9);
  const second = finalise(first + 0x85ebca6b);
  return (index) => {
    let h = finalise(first ^ (index | 0));
    if (index >= 4294967296) h = finalise(h ^ Math.floor(index / 4294967296));
    return finalise(h + second) >>> 0;
  };
}

function finalise(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Unsigned 32-bit hash of a text (FNV-1a over UTF-16 units, finalised), to turn a name into a seed. */
export function hashText(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return finalise(h) >>> 0;
}

/** @param seed unsigned 32-bit integer */
export function createRandom(seed: number): Random {
  let a = mix(seed, 1);
  let b = mix(seed, 2);
  let c = mix(seed, 3);
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  // the first outputs of sfc32 still show the seed
  for (let i = 0; i < 12; i++) bits();
  return {
    next: () => bits() / 4294967296,
    below(bound) {
      // rejects the tail so that every value is equally likely
      const limit = 4294967296 - (4294967296 % bound);
      let value = bits();
      while (value >= limit) value = bits();
      return value % bound;
    },
    fork: (label) => createRandom(hashText(label, seed)),
  };
}
