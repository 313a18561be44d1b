import type { Pixels } from '@alaas/core';

/**
 * How strongly edges run in each direction in each cell of a grid over the image: gradients of the square root of
 * the luma, shared between the nearest cells and directions. Each cell is normalised in the four blocks of 2 x 2
 * cells it belongs to, cut at 0.2, and the four results are added.
 *
 * @param cells on a side
 * @param directions equal parts of a half turn, by the angle of the gradient from rightward, clockwise
 * @returns [cells x cells x directions], each in [0, 0.8]; zeros for a flat image
 * Dalal & Triggs 2005. O(pixels).
 */
export function orientedGradients(image: Pixels, cells: number, directions: number): Float64Array {
  const luma = rootLuma(image);
  const sums = gradientSums(luma, image, { cells, directions });
  return normalise(sums, cells, directions);
}

interface Grid {
  readonly cells: number;
  readonly directions: number;
}

function rootLuma({ data, width, height }: Pixels): Float64Array {
  const luma = new Float64Array(width * height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = Math.sqrt(
      0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number),
    );
  }
  return luma;
}

/** [(cells + 2) x (cells + 2) x directions]: a border of cells outside takes what pixels at the edge give away. */
function gradientSums(luma: Float64Array, { width, height }: Pixels, { cells, directions }: Grid): Float64Array {
  const side = cells + 2;
  const sums = new Float64Array(side * side * directions);
  const across = cellShares(width, cells);
  const down = cellShares(height, cells);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = y === 0 ? row : row - width;
    const below = y === height - 1 ? row : row + width;
    const cellRow = (down.cell[y] as number) * side;
    const lowerShare = down.share[y] as number;
    for (let x = 0; x < width; x++) {
      const dx = (luma[row + Math.min(width - 1, x + 1)] as number) - (luma[row + Math.max(0, x - 1)] as number);
      const dy = (luma[below + x] as number) - (luma[above + x] as number);
      const strength = Math.sqrt(dx * dx + dy * dy);
      if (strength === 0) continue;
      // a half turn: a light edge on dark and a dark one on light are the same
      const turn = Math.atan2(dy, dx) / Math.PI;
      const place = (turn < 0 ? turn + 1 : turn) * directions - 0.5;
      const floor = Math.floor(place);
      const second = (floor + 1) % directions;
      const first = floor < 0 ? directions - 1 : floor;
      const secondShare = strength * (place - floor);
      const firstShare = strength - secondShare;
      const rightShare = across.share[x] as number;
      const upper = (cellRow + (across.cell[x] as number)) * directions;
      const lower = upper + side * directions;
      const corners = [
        (1 - lowerShare) * (1 - rightShare),
        (1 - lowerShare) * rightShare,
        lowerShare * (1 - rightShare),
        lowerShare * rightShare,
      ] as const;
      add(sums, upper + first, corners[0] * firstShare);
      add(sums, upper + second, corners[0] * secondShare);
      add(sums, upper + directions + first, corners[1] * firstShare);
      add(sums, upper + directions + second, corners[1] * secondShare);
      add(sums, lower + first, corners[2] * firstShare);
      add(sums, lower + second, corners[2] * secondShare);
      add(sums, lower + directions + first, corners[3] * firstShare);
      add(sums, lower + directions + second, corners[3] * secondShare);
    }
  }
  return sums;
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

/** For each pixel of a side, the first of the two cells (counting the border) nearest to it, and the second's share. */
function cellShares(size: number, cells: number): { cell: Int32Array; share: Float64Array } {
  const cell = new Int32Array(size);
  const share = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const place = ((i + 0.5) * cells) / size + 0.5;
    cell[i] = Math.floor(place);
    share[i] = place - Math.floor(place);
  }
  return { cell, share };
}

function normalise(sums: Float64Array, cells: number, directions: number): Float64Array {
  const side = cells + 2;
  const energies = new Float64Array(cells * cells);
  const startOf = (x: number, y: number): number => ((y + 1) * side + x + 1) * directions;
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      let energy = 0;
      for (const value of sums.subarray(startOf(x, y), startOf(x, y) + directions)) energy += value * value;
      energies[y * cells + x] = energy;
    }
  }
  // cells beyond the edge count as the nearest one inside
  const energyAt = (x: number, y: number): number =>
    energies[Math.min(cells - 1, Math.max(0, y)) * cells + Math.min(cells - 1, Math.max(0, x))] as number;

  const normalised = new Float64Array(cells * cells * directions);
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      for (const [dx, dy] of diagonals) {
        const block = energyAt(x, y) + energyAt(x + dx, y) + energyAt(x, y + dy) + energyAt(x + dx, y + dy);
        // the 1 keeps the noise of a flat block small
        const factor = 1 / Math.sqrt(block + 1);
        for (let d = 0; d < directions; d++) {
          const value = Math.min(0.2, (sums[startOf(x, y) + d] as number) * factor);
          add(normalised, (y * cells + x) * directions + d, value);
        }
      }
    }
  }
  return normalised;
}

const diagonals = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;
