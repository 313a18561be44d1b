import type { Config } from '@alaas/core';

/** What is refused with `DECODE_TOO_LARGE`. */
export interface DecodeLimits {
  /** Width x height of an image. */
  readonly maxPixels: number;
  /** Of a recording. */
  readonly maxSeconds: number;
  /** Numbers of a time series, over all channels. */
  readonly maxValues: number;
}

/** The limits that the config sets. */
export function decodeLimits(limits: Config['limits']): DecodeLimits {
  return { maxPixels: limits.max_pixels, maxSeconds: limits.max_seconds, maxValues: limits.max_values };
}
