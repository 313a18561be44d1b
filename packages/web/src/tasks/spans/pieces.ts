/** A stretch of a text, in UTF-16 units; `end` is behind it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What a text is walked through by: its words, or its characters as people see them. */
export type Grain = 'word' | 'grapheme';

/** The pieces of a text, in order. Of words, what is between them is left out. */
export function piecesOf(text: string, grain: Grain): readonly Stretch[] {
  const pieces: Stretch[] = [];
  for (const { index, segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: grain }).segment(text)) {
    if (grain === 'grapheme' || isWordLike) pieces.push({ start: index, end: index + segment.length });
  }
  return pieces;
}

/** Longest character that is looked for, in UTF-16 units: a family of four with its joiners has 11. */
const longestCharacter = 40;

/** Where the first character of a stretch ends, and where its last one begins. */
export function outerCharacters(text: string, { start, end }: Stretch): readonly [firstEnd: number, lastStart: number] {
  const [first] = piecesOf(text.slice(start, Math.min(end, start + longestCharacter)), 'grapheme');
  const from = Math.max(start, end - longestCharacter);
  const last = piecesOf(text.slice(from, end), 'grapheme').at(-1);
  return [start + (first?.end ?? 0), from + (last?.start ?? 0)];
}

/**
 * A chosen stretch, widened to whole pieces. By words, blanks at its ends are left out. Undefined: nothing is left.
 *
 * @param pieces of the same text and grain
 */
export function snap(text: string, chosen: Stretch, grain: Grain, pieces: readonly Stretch[]): Stretch | undefined {
  let { start, end } = chosen;
  if (grain === 'word') {
    while (start < end && isBlank(text, start)) start++;
    while (start < end && isBlank(text, end - 1)) end--;
  }
  if (start >= end) return undefined;
  const first = pieces[pieceAt(pieces, start)];
  const last = pieces[pieceAt(pieces, end - 1)];
  return {
    start: first !== undefined && first.start < start && start < first.end ? first.start : start,
    end: last !== undefined && last.start < end && end < last.end ? last.end : end,
  };
}

/** Index of the piece that holds a unit, or else of the next one; the number of pieces where there is none. */
export function pieceAt(pieces: readonly Stretch[], unit: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Stretch).end <= unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBlank(text: string, unit: number): boolean {
  return /\s/.test(text[unit] ?? '');
}
