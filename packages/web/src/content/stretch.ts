/** The part of an axis that is on the screen. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Share of what is shown that a step moves by. */
const step = 0.25;

/** A stretch as wide as asked for, moved and cut until it lies in the whole. @param least least width */
function fitted({ from, to }: Stretch, whole: Stretch, least: number): Stretch {
  const width = Math.min(whole.to - whole.from, Math.max(least, to - from));
  const start = Math.min(Math.max(whole.from, (from + to - width) / 2), whole.to - width);
  return { from: start, to: start + width };
}

/** Least share of the whole that can be shown: closer, the points are far apart. */
const leastShare = 1e-4;

/** A chosen stretch, its ends in any order. */
export function stretchTo(a: number, b: number, whole: Stretch): Stretch {
  return fitted({ from: Math.min(a, b), to: Math.max(a, b) }, whole, (whole.to - whole.from) * leastShare);
}

/** Closer, about the middle. @param factor above 1: closer */
export function zoomed({ from, to }: Stretch, factor: number, whole: Stretch): Stretch {
  const middle = (from + to) / 2;
  const half = (to - from) / factor / 2;
  return stretchTo(middle - half, middle + half, whole);
}

/** A step on. @param direction -1: back, 1: on */
export function moved({ from, to }: Stretch, direction: number, whole: Stretch): Stretch {
  const by = (to - from) * step * direction;
  return stretchTo(from + by, to + by, whole);
}

/** Whether all is on the screen. */
export function isWhole({ from, to }: Stretch, whole: Stretch): boolean {
  return from <= whole.from && to >= whole.to;
}
