import { AlaasError } from '@alaas/core';

/** Share of the free memory that one pool may take; the rest is for the work on it. */
const MAX_SHARE = 0.6;

/** Memory that all threads see, handed out while there is room. */
export interface SharedMemory {
  /** Zeros. @throws AlaasError `NOT_ENOUGH_MEMORY` */
  floats(count: number): Float32Array;
  /**
   * Refuses work before it starts.
   *
   * @param bytes the work will need at once
   * @throws AlaasError `NOT_ENOUGH_MEMORY` saying how much is needed and what to do
   */
  check(bytes: number): void;
}

/** @param available bytes that are free. Default: what the system and its limits leave this process */
export function createSharedMemory(available: () => number = () => process.availableMemory()): SharedMemory {
  const check: SharedMemory['check'] = (bytes) => {
    const free = available();
    if (bytes <= free * MAX_SHARE) return;
    throw new AlaasError(
      'NOT_ENOUGH_MEMORY',
      `The strategy, or a wrapper around it, looks at the whole pool at once, which takes ${gigabytes(bytes)} here; ${gigabytes(free)} are free, and ${MAX_SHARE * 100} % of that may be used. ` +
        `Choose a strategy that ranks row by row, such as margin-confidence or random, ask about a part of the pool, or use a machine with ${gigabytes(bytes / MAX_SHARE)} free.`,
    );
  };
  return {
    check,
    floats(count) {
      check(count * Float32Array.BYTES_PER_ELEMENT);
      return new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT));
    },
  };
}

/** `1.5 GB`; two digits, decimal. */
function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(2))} GB`;
}
