/**
 * Places in a text, counted both ways: answers count Unicode code points, a page counts UTF-16 units, of which a character such as an emoji
 * has two.
 */
export interface TextPlaces {
  /** Length in code points. */
  readonly points: number;
  /** Length in UTF-16 units. */
  readonly units: number;
  /** The unit at which a code point begins; behind the end: the end. */
  toUnit(point: number): number;
  /** The code point that a unit begins, or is the second half of; behind the end: the end. */
  toPoint(unit: number): number;
}

/** Prepares the conversion: one pass over the text, then each is a search among what needs two units. */
export function textPlaces(text: string): TextPlaces {
  // unit at which each character of two units begins
  const wide: number[] = [];
  for (let unit = 0; unit < text.length; unit++) {
    if ((text.codePointAt(unit) as number) <= 0xffff) continue;
    wide.push(unit);
    unit++;
  }
  const units = text.length;
  const points = units - wide.length;
  return {
    points,
    units,
    toUnit(point) {
      const at = Math.min(Math.max(0, point), points);
      // the i-th wide character begins at code point wide[i] - i
      return at + countBelow(wide.length, (i) => (wide[i] as number) - i < at);
    },
    toPoint(unit) {
      const at = Math.min(Math.max(0, unit), units);
      return at - countBelow(wide.length, (i) => (wide[i] as number) < at);
    },
  };
}

/** How many of the numbers from 0 hold, where none holds behind one that does not. */
function countBelow(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
