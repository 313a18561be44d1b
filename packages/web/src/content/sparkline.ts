import { rangeOf } from './series.ts';

/** Columns of a small picture of a channel; each shows the lowest and the highest of its points. */
const columns = 100;

/**
 * A channel as the `d` of an SVG path, from (0, 0) to (width, height); values that are left out are gaps. Empty text: there are no values.
 *
 * @param values one per point; null: left out
 */
export function sparkline(values: readonly (number | null)[], width: number, height: number): string {
  const range = rangeOf(values);
  if (range === undefined) return '';
  const [low, high] = range;
  const y = (value: number) => round(high === low ? height / 2 : ((high - value) / (high - low)) * height);
  const x = (point: number) => round(values.length === 1 ? width / 2 : (point / (values.length - 1)) * width);
  const perColumn = Math.max(1, Math.ceil(values.length / columns));
  let path = '';
  let isDown = false;
  for (let start = 0; start < values.length; start += perColumn) {
    const part = values.slice(start, start + perColumn);
    const ends = rangeOf(part);
    if (ends === undefined) {
      isDown = false;
      continue;
    }
    // in the order in which they come, so that the line does not run back
    const [first, second] = part.indexOf(ends[0]) <= part.indexOf(ends[1]) ? ends : [ends[1], ends[0]];
    for (const value of first === second ? [first] : [first, second]) {
      path += `${isDown ? 'L' : 'M'}${x(start + part.indexOf(value))} ${y(value)}`;
      isDown = true;
    }
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
