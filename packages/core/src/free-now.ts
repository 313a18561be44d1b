/**
 * Gives the memory of an array back at once, which empties it and every other view of its buffer. For large numbers of
 * short-lived ones: V8 counts the bytes of buffers that nobody refers to any more, and after some tens of megabytes marks
 * the whole heap to find them, in threads that take the cores from decoding and inference.
 */
export function freeNow(array: ArrayBufferView | undefined): void {
  const buffer = array?.buffer;
  // two roles may name the same output of a model
  if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
