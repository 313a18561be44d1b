import { AlaasError } from '@alaas/core';
import type { SizedImageInput } from './image-contract.ts';

/** Where a picture's levels go, and as what numbers. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Distance in the target between neighbours in a row, and between rows. */
  readonly stepAcross: number;
  readonly stepDown: number;
  /** Of red, green and blue, in this order. */
  readonly channels: readonly Channel[];
}

export interface Channel {
  /** Position of its first number. */
  readonly start: number;
  /** What a level becomes, at index level + {@link levelOffset}. */
  readonly table: Float32Array | Uint8Array;
}

/** A {@link Layout} laid over memory. */
export interface Surface extends Layout {
  readonly target: Float32Array | Uint8Array;
  readonly offset: number;
}

/**
 * Resampling overshoots 0..255: by two passes of a bicubic whose weights reach -1/8 and 9/8 to no less than -72
 * and no more than 327. The tables hold such levels too, so that reading one is also the clipping.
 */
export const levelOffset = 128;
const tableLength = 512;

function levelTable<T extends Float32Array | Uint8Array>(table: T, value: (level: number) => number): T {
  for (let i = 0; i < table.length; i++) table[i] = value(Math.min(255, Math.max(0, i - levelOffset)));
  return table;
}

/** RGB bytes, interleaved. */
export function pixelLayout(size: readonly [height: number, width: number]): Layout {
  const [height, width] = size;
  const table = levelTable(new Uint8Array(tableLength), (level) => level);
  const channels = [0, 1, 2].map((start) => ({ start, table }));
  return { width, height, stepAcross: 3, stepDown: 3 * width, channels };
}

/**
 * Normalised float32 in the declared order of axes and channels, for RGB and BGR.
 *
 * @throws AlaasError `INVALID_CONFIG` when mean or std has another number of values than there are channels
 */
export function tensorLayout(input: SizedImageInput): Layout {
  const [height, width] = input.size;
  const tables = normalTables(input);
  const planar = input.layout === 'NCHW';
  const channels = [0, 1, 2].map((colour) => {
    const position = input.channels === 'BGR' ? 2 - colour : colour;
    return { start: planar ? position * width * height : position, table: tables[position] as Float32Array };
  });
  const step = planar ? 1 : 3;
  return { width, height, stepAcross: step, stepDown: step * width, channels };
}

/**
 * What a level 0..255 becomes in each channel, in the declared order of channels: one table for GRAY, else three.
 *
 * @throws AlaasError `INVALID_CONFIG` when mean or std has another number of values than there are channels
 */
export function normalTables(input: SizedImageInput): Float32Array[] {
  const count = input.channels === 'GRAY' ? 1 : 3;
  const mean = perChannel('mean', input.mean, count);
  const std = perChannel('std', input.std, count);
  return Array.from({ length: count }, (_, i) =>
    levelTable(new Float32Array(tableLength), (level) => (level - (mean[i] as number)) / (std[i] as number)),
  );
}

function perChannel(name: string, value: number | readonly number[], count: number): readonly number[] {
  const values = typeof value === 'number' ? [value] : value;
  if (values.length === count) return values;
  if (values.length === 1) return new Array<number>(count).fill(values[0] as number);
  const problem = `${name} has ${values.length} values, and there ${count === 1 ? 'is 1 channel' : `are ${count} channels`}`;
  throw new AlaasError('INVALID_CONFIG', `${problem}; give one value, or one per channel.`);
}
