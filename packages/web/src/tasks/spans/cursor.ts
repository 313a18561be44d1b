import type { Stretch } from './pieces.ts';

/** What the keyboard has chosen: all from one piece to another, by their indices. Both are the same: one piece. */
export interface Cursor {
  readonly anchor: number;
  readonly focus: number;
}

/** Where a key press takes the cursor. */
export type Move = 'forward' | 'back' | 'first' | 'last' | 'next-line' | 'line-before';

/**
 * The cursor after a move; from nowhere it goes to the first piece.
 *
 * @param isExtended whether what was chosen stays so
 * @param text the text of the pieces; none of them may be empty
 */
export function moveCursor(
  cursor: Cursor | undefined,
  move: Move,
  options: { readonly isExtended: boolean; readonly pieces: readonly Stretch[]; readonly text: string },
): Cursor | undefined {
  const { isExtended, pieces, text } = options;
  const last = pieces.length - 1;
  if (last < 0) return undefined;
  if (cursor === undefined) return { anchor: 0, focus: 0 };
  const focus = Math.min(last, Math.max(0, target(cursor.focus, move, pieces, text)));
  return { anchor: isExtended ? Math.min(last, cursor.anchor) : focus, focus };
}

/** What the cursor has chosen, in UTF-16 units. */
export function chosenBy({ anchor, focus }: Cursor, pieces: readonly Stretch[]): Stretch | undefined {
  const from = pieces[Math.min(anchor, focus)];
  const to = pieces[Math.max(anchor, focus)];
  return from === undefined || to === undefined ? undefined : { start: from.start, end: to.end };
}

function target(from: number, move: Move, pieces: readonly Stretch[], text: string): number {
  switch (move) {
    case 'forward':
      return from + 1;
    case 'back':
      return from - 1;
    case 'first':
      return 0;
    case 'last':
      return pieces.length - 1;
    case 'next-line':
      return lineStarts(pieces, text).find((start) => start > from) ?? pieces.length - 1;
    case 'line-before':
      return lineStarts(pieces, text).findLast((start) => start < from) ?? 0;
  }
}

/** The pieces that begin a line or, by words, a sentence: what stands before them says so. */
function lineStarts(pieces: readonly Stretch[], text: string): number[] {
  return pieces.flatMap((piece, index) => {
    const before = pieces[index - 1];
    if (before === undefined) return [0];
    // characters have nothing between them
    const between = text.slice(before.end, piece.start) || text.slice(before.start, before.end);
    return /\n|[.!?…]["'”’)]*\s|[。！？]/u.test(between) ? [index] : [];
  });
}
