import { AlaasError } from '@alaas/core';
import type { SizedImageInput } from './image-contract.ts';

/** Where an image lands: resized to `width` x `height`, of which the target is cut out at (`left`, `top`). */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/** @throws AlaasError `INVALID_CONFIG` when the cut could be larger than what it is cut from */
export function checkGeometry(input: SizedImageInput): void {
  const longest = Math.max(...input.size);
  if (input.short_side === undefined || input.short_side >= longest) return;
  throw new AlaasError(
    'INVALID_CONFIG',
    `short_side ${input.short_side} is below ${longest}, the longer side of size; set it to ${longest} or more.`,
  );
}

/**
 * How an image of `width` x `height` fits the input. With `crop: center` both sides scale alike, rounded to whole
 * pixels; an odd overhang leaves the larger part at the right or the bottom.
 */
export function geometryOf(input: SizedImageInput, width: number, height: number): Geometry {
  const [targetHeight, targetWidth] = input.size;
  if (input.crop === 'none') return { width: targetWidth, height: targetHeight, left: 0, top: 0 };
  const scale =
    input.short_side === undefined
      ? Math.max(targetWidth / width, targetHeight / height)
      : input.short_side / Math.min(width, height);
  const resizedWidth = Math.max(targetWidth, Math.round(width * scale));
  const resizedHeight = Math.max(targetHeight, Math.round(height * scale));
  return {
    width: resizedWidth,
    height: resizedHeight,
    left: Math.floor((resizedWidth - targetWidth) / 2),
    top: Math.floor((resizedHeight - targetHeight) / 2),
  };
}
