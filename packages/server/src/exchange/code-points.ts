/**
 * Converts offsets in a text between Unicode code points, as ours, Python's and doccano's are, and UTF-16 code units, as
 * JavaScript's and Label Studio's are.
 */
export interface Offsets {
  /** Characters of the text, in code points. */
  readonly length: number;
  /** @returns undefined for an offset outside of the text */
  toUnits(codePoint: number): number | undefined;
  /** @returns undefined for an offset outside of the text, or inside of a character */
  toCodePoints(unit: number): number | undefined;
}

export function offsetsOf(text: string): Offsets {
  // most texts have no character beyond 16 bits: both counts are the same
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
    const same = (offset: number) => (offset >= 0 && offset <= text.length ? offset : undefined);
    return { length: text.length, toUnits: same, toCodePoints: same };
  }
  const units: number[] = [];
  const points = new Map<number, number>();
  let unit = 0;
  for (const character of text) {
    points.set(unit, units.length);
    units.push(unit);
    unit += character.length;
  }
  const { length } = units;
  points.set(unit, length);
  units.push(unit);
  return { length, toUnits: (point) => units[point], toCodePoints: (at) => points.get(at) };
}
