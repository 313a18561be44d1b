import { hashText, mix, mixer } from '@alaas/core';
import type { LivePool } from '@alaas/engine';

const TWO_TO_32 = 2 ** 32;
/** Whole numbers that a float64 holds exactly. */
const EXACT_BITS = 53;
/** Positions that are looked at before others may use the thread. */
const STEP = 5_000;

/**
 * Two random facts of each content, by the project's seed: whether it is in the test share, and its place in the order of
 * the control arm. They follow from the content alone, so that equal contents share them, and the pool may grow.
 */
export interface PoolOrder {
  /** N when it was made. */
  readonly size: number;
  /** Positions that are asked for, in random order. */
  readonly order: Uint32Array;
  /** [N] uniform in [0, 1): the place in that order. */
  readonly places: Float64Array;
  /** [N] uniform in [0, 1): in the test share when below it. */
  readonly testPlaces: Float64Array;
  /** [N] uniform in [0, 1): for the stop set, and for folds. */
  readonly otherPlaces: Float64Array;
}

const CONTROL = 0xc0417201;
const TEST = 0x7e570001;
const OTHER = 0x07e20001;

/** @param pause lets other work have the thread */
export async function orderPool(pool: LivePool, seed: number, pause: () => Promise<void>): Promise<PoolOrder> {
  const { size, firsts } = pool;
  const [control, test, other] = [CONTROL, TEST, OTHER].map((salt) => mixer(mix(seed, salt)));
  const [places, testPlaces, otherPlaces] = [0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let position = 0; position < size; position++) {
    if (position % STEP === 0) await pause();
    const number = contentNumber(pool.sha256(position));
    places[position] = ((control as Hash)(number) as number) / TWO_TO_32;
    testPlaces[position] = ((test as Hash)(number) as number) / TWO_TO_32;
    otherPlaces[position] = ((other as Hash)(number) as number) / TWO_TO_32;
  }
  return { size, order: sortFirsts(places, firsts), places, testPlaces, otherPlaces };
}

type Hash = (index: number) => number;

/** Of an item that is not in the pool (yet): told by its id, since its content is not known. */
export function testPlaceOfId(item: string, seed: number): number {
  return mix(mix(seed, TEST), hashText(item)) / TWO_TO_32;
}

/** 52 bits of a SHA-256 in hex. */
function contentNumber(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 13), 16);
}

/** Sorts numbers that hold both the place and the position: far faster than sorting with a comparison. */
function sortFirsts(places: Float64Array, firsts: Uint8Array): Uint32Array {
  const positionBits = Math.max(1, Math.ceil(Math.log2(places.length + 1)));
  const steps = 2 ** Math.min(32, EXACT_BITS - positionBits);
  const radix = 2 ** positionBits;
  const keys: number[] | Float64Array = new Float64Array(places.length);
  let count = 0;
  for (let position = 0; position < places.length; position++) {
    if (firsts[position] !== 1) continue;
    keys[count++] = Math.floor((places[position] as number) * steps) * radix + position;
  }
  return Uint32Array.from(keys.subarray(0, count).sort(), (key) => key % radix);
}
