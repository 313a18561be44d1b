/** Where big arrays come from, so that whoever reads a file can be told that there is no room. */
export interface Memory {
  /** Zeros. @throws AlaasError `NOT_ENOUGH_MEMORY` */
  floats(count: number): Float32Array;
  /** @throws AlaasError `NOT_ENOUGH_MEMORY` when so many bytes are not to be had */
  check(bytes: number): void;
}
