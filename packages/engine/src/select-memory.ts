import { AlaasError } from '@alaas/core';

/** Share of the free memory that a pool and the work on it may take. */
export const USABLE_SHARE = 0.8;

/** Memory that all threads see, handed out while there is room. */
export interface SharedMemory {
  /** Bytes that are free now. */
  free(): number;
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
    if (bytes <= free * USABLE_SHARE) return;
    throw new AlaasError(
      'NOT_ENOUGH_MEMORY',
      `The strategy, or a wrapper around it, looks at the whole pool at once, which takes ${gigabytes(bytes)} here; ${gigabytes(free)} are free, and ${USABLE_SHARE * 100} % of that may be used. ` +
        `Choose a strategy that ranks row by row, such as margin-confidence or random, ask about a part of the pool, or use a machine with ${gigabytes(bytes / USABLE_SHARE)} free.`,
    );
  };
  return {
    free: available,
    check,
    floats(count) {
      check(count * Float32Array.BYTES_PER_ELEMENT);
      return new Float32Array(new SharedArrayBuffer(count * Float32Array.BYTES_PER_ELEMENT));
    },
  };
}

/** `1.5 GB`; two digits, decimal; `under 0.001 GB` where that says nothing. */
export function gigabytes(bytes: number): string {
  if (bytes < 1e6) return 'under 0.001 GB';
  return `${Number((bytes / 1e9).toPrecision(2))} GB`;
}
