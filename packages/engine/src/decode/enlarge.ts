import type { Geometry } from './geometry.ts';
import type { Raster } from './image-contract.ts';
import { type Channel, levelOffset, type Surface } from './surface.ts';

/**
 * Resizes an image to the same size or larger, as libvips does it, about ten times sooner: two separable passes
 * over one channel at a time, the second of which writes the finished numbers to the surface.
 */
export interface Enlarger {
  /** Whether the result would be libvips's, within one of 255 levels. */
  fits(width: number, height: number, geometry: Geometry): boolean;
  draw(raster: Raster, geometry: Geometry, surface: Surface): void;
}

/** @param kernel as declared: every one but `linear` enlarges by a bicubic in libvips, and `nearest` is left to it */
export function createEnlarger(kernel: string): Enlarger {
  const weigh = kernel === 'linear' ? linear : bicubic;
  const plans = new Map<string, Plan>();
  let line = new Int32Array(0);
  let middle = new Int32Array(0);

  function planOf(raster: Raster, geometry: Geometry, { width, height }: Surface): Plan {
    const key = `${raster.width}x${raster.height}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = {
        across: tapsOf(raster.width, geometry.width, geometry.left, width, weigh),
        down: tapsOf(raster.height, geometry.height, geometry.top, height, weigh),
      };
    }
    // the map's order is the order of use
    plans.delete(key);
    plans.set(key, plan);
    if (plans.size > maxPlans) plans.delete(plans.keys().next().value as string);
    return plan;
  }

  return {
    fits: (width, height, geometry) => kernel !== 'nearest' && geometry.width >= width && geometry.height >= height,
    draw(raster, geometry, surface) {
      if (geometry.width === raster.width && geometry.height === raster.height) {
        copy(raster, geometry, surface);
        return;
      }
      const plan = planOf(raster, geometry, surface);
      const rows = plan.down.last - plan.down.first + 1;
      if (line.length < raster.width + 4) line = new Int32Array(raster.width + 4);
      if (middle.length < rows * surface.width) middle = new Int32Array(rows * surface.width);
      for (let channel = 0; channel < surface.channels.length; channel++) {
        passAcross(raster, channel, plan, line, middle);
        passDown(middle, channel, plan, surface);
      }
    },
  };
}

/** Source sizes whose taps are kept; a pool rarely has more than a few small ones. */
const maxPlans = 32;

/** Weights are fixed-point integers of 12 bits, as in libvips. */
const weightBits = 12;
const one = 1 << weightBits;
const half = one / 2;

interface Plan {
  readonly across: Taps;
  readonly down: Taps;
}

/** For each output position, four consecutive source positions and their weights. */
interface Taps {
  /** First of the four, from -2; positions outside stand for the nearest pixel inside. */
  readonly starts: Int32Array;
  /** [positions x 4] */
  readonly weights: Int32Array;
  /** The first and last source position that is used. */
  readonly first: number;
  readonly last: number;
}

/**
 * libvips puts output pixel o at source coordinate o * size / resized - 1/2. The arithmetic repeats its order of
 * operations, so that positions that fall between two phases round the same way.
 */
function tapsOf(size: number, resized: number, from: number, count: number, weigh: Weigh): Taps {
  const starts = new Int32Array(count);
  const weights = new Int32Array(count * 4);
  const step = 1 / (1 / (size / resized));
  for (let i = 0; i < count; i++) {
    const position = (i + from) * step - 0.5;
    const left = Math.floor(position);
    starts[i] = left - 1;
    weights.set(weigh(position - left), i * 4);
  }
  const first = Math.max(0, starts[0] as number);
  const last = Math.min(size - 1, (starts[count - 1] as number) + 3);
  return { starts, weights, first, last };
}

/** Weights of the pixels at -1, 0, 1 and 2 for a position in [0, 1), cut to whole numbers as libvips cuts them. */
type Weigh = (position: number) => readonly number[];

/** Catmull-Rom (Keys 1981, a = -1/2), at positions rounded to 64ths, as in libvips. */
function bicubic(position: number): number[] {
  const x = ((Math.floor(position * 128) + 1) >> 1) / 64;
  const weights = [
    ((2 - x) * x - 1) * x * 0.5,
    ((3 * x - 5) * x * x + 2) * 0.5,
    ((4 - 3 * x) * x + 1) * x * 0.5,
    (x - 1) * x * x * 0.5,
  ];
  return weights.map((weight) => Math.trunc(weight * one));
}

function linear(position: number): number[] {
  const right = Math.trunc(position * one);
  return [0, one - right, right, 0];
}

/** One channel, rows `first` to `last` of the source, each widened to the surface. */
function passAcross(raster: Raster, channel: number, plan: Plan, line: Int32Array, middle: Int32Array): void {
  const { data, width, channels } = raster;
  const { starts, weights } = plan.across;
  let out = 0;
  for (let y = plan.down.first; y <= plan.down.last; y++) {
    let from = y * width * channels + channel;
    for (let x = 2; x < width + 2; x++, from += channels) line[x] = data[from] as number;
    line[0] = line[1] = line[2] as number;
    line[width + 2] = line[width + 3] = line[width + 1] as number;
    for (let x = 0, w = 0; x < starts.length; x++, w += 4) {
      const at = (starts[x] as number) + 2;
      const sum =
        Math.imul(weights[w] as number, line[at] as number) +
        Math.imul(weights[w + 1] as number, line[at + 1] as number) +
        Math.imul(weights[w + 2] as number, line[at + 2] as number) +
        Math.imul(weights[w + 3] as number, line[at + 3] as number);
      middle[out++] = (sum + half) >> weightBits;
    }
  }
}

/** One channel, each row of the surface from four of the widened rows. */
function passDown(middle: Int32Array, channel: number, plan: Plan, surface: Surface): void {
  const { starts, weights, first, last } = plan.down;
  const { target, width, stepAcross } = surface;
  const { start, table } = surface.channels[channel] as Channel;
  const rowAt = (row: number): number => (Math.min(last, Math.max(first, row)) - first) * width;
  // the levels' offset into the table rides along with the rounding
  const bias = half + (levelOffset << weightBits);
  for (let y = 0; y < starts.length; y++) {
    const row = starts[y] as number;
    const [a, b, c, d] = [rowAt(row), rowAt(row + 1), rowAt(row + 2), rowAt(row + 3)];
    const w0 = weights[y * 4] as number;
    const w1 = weights[y * 4 + 1] as number;
    const w2 = weights[y * 4 + 2] as number;
    const w3 = weights[y * 4 + 3] as number;
    let to = surface.offset + start + y * surface.stepDown;
    if (w1 === one) {
      // the row falls on a source row: at a whole scale, one in so many does
      for (let x = 0; x < width; x++, to += stepAcross) {
        target[to] = table[(middle[b + x] as number) + levelOffset] as number;
      }
      continue;
    }
    for (let x = 0; x < width; x++, to += stepAcross) {
      const sum =
        Math.imul(w0, middle[a + x] as number) +
        Math.imul(w1, middle[b + x] as number) +
        Math.imul(w2, middle[c + x] as number) +
        Math.imul(w3, middle[d + x] as number);
      target[to] = table[(sum + bias) >> weightBits] as number;
    }
  }
}

/** Without resizing: what the geometry cuts out of the raster. */
export function copy(raster: Raster, geometry: Pick<Geometry, 'left' | 'top'>, surface: Surface): void {
  const { data, channels } = raster;
  for (let channel = 0; channel < surface.channels.length; channel++) {
    const { start, table } = surface.channels[channel] as Channel;
    for (let y = 0; y < surface.height; y++) {
      let from = ((y + geometry.top) * raster.width + geometry.left) * channels + channel;
      let to = surface.offset + start + y * surface.stepDown;
      for (let x = 0; x < surface.width; x++, from += channels, to += surface.stepAcross) {
        surface.target[to] = table[(data[from] as number) + levelOffset] as number;
      }
    }
  }
}
