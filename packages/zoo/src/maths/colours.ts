import type { Pixels } from '@alaas/core';

/**
 * Square roots of how many pixels have each colour, so that the usual inner product compares shares, not peaks.
 *
 * @param levels equal parts of each of red, green and blue
 * @returns [levels^3], red slowest
 * Swain & Ballard 1991 (histogram); Arandjelovic & Zisserman 2012 (square root).
 */
export function colourHistogram({ data }: Pixels, levels: number): Float64Array {
  const histogram = new Float64Array(levels ** 3);
  for (let at = 0; at < data.length; at += 3) {
    const red = ((data[at] as number) * levels) >> 8;
    const green = ((data[at + 1] as number) * levels) >> 8;
    const blue = ((data[at + 2] as number) * levels) >> 8;
    const colour = (red * levels + green) * levels + blue;
    histogram[colour] = (histogram[colour] as number) + 1;
  }
  for (let i = 0; i < histogram.length; i++) histogram[i] = Math.sqrt(histogram[i] as number);
  return histogram;
}

/**
 * Mean and standard deviation of lightness, red against green, and yellow against blue in each cell of a grid.
 *
 * @param cells on a side
 * @returns [cells x cells x 6]: three means (lightness in -1/2..1/2, the others in -1..1), then three deviations
 */
export function colourLayout(image: Pixels, cells: number): Float64Array {
  const layout = new Float64Array(cells * cells * 6);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      layout.set(cellStatistics(image, cells, row, column), (row * cells + column) * 6);
    }
  }
  return layout;
}

function cellStatistics({ data, width, height }: Pixels, cells: number, row: number, column: number): number[] {
  const sums = [0, 0, 0] as [number, number, number];
  const squares = [0, 0, 0] as [number, number, number];
  const [top, bottom] = [Math.floor((row * height) / cells), Math.floor(((row + 1) * height) / cells)];
  const [left, right] = [Math.floor((column * width) / cells), Math.floor(((column + 1) * width) / cells)];
  for (let y = top; y < bottom; y++) {
    for (let x = left, at = (y * width + left) * 3; x < right; x++, at += 3) {
      const red = (data[at] as number) / 255;
      const green = (data[at + 1] as number) / 255;
      const blue = (data[at + 2] as number) / 255;
      const lightness = (red + green + blue) / 3 - 0.5;
      const redGreen = red - green;
      const yellowBlue = (red + green) / 2 - blue;
      sums[0] += lightness;
      sums[1] += redGreen;
      sums[2] += yellowBlue;
      squares[0] += lightness * lightness;
      squares[1] += redGreen * redGreen;
      squares[2] += yellowBlue * yellowBlue;
    }
  }
  const count = (bottom - top) * (right - left);
  const means = sums.map((sum) => sum / count);
  const deviations = squares.map((square, i) => Math.sqrt(Math.max(0, square / count - (means[i] as number) ** 2)));
  return [...means, ...deviations];
}
