import type { ImageInput } from '@alaas/core';

/** Part of the cache key: raised when the same bytes would give other numbers. */
export const decodeVersion = 1;

/** Preprocessing whose target size is known. */
export type SizedImageInput = ImageInput & { readonly size: readonly [height: number, width: number] };

/** Turns image files into a model's input, one at a time; several may be under way at once. */
export interface ImageDecoder {
  /** Of one image, without the batch axis: [C, H, W] or [H, W, C]. */
  readonly shape: readonly number[];
  /** Numbers per image: the product of `shape`. */
  readonly length: number;
  /**
   * Writes (x - mean) / std of every pixel to `target`, starting at `offset`. The numbers depend on the bytes
   * and the declared input alone. `target` holds anything when it rejects.
   *
   * @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT`, `DECODE_TOO_LARGE`
   */
  decode(bytes: Uint8Array, target: Float32Array, offset: number): Promise<void>;
}

/** Decoded pixels in memory, interleaved; of four channels the last one means nothing. */
export interface Raster {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}
