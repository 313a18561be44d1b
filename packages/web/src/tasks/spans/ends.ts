import { pieceAt, type Stretch } from './pieces.ts';

/** An end of a mark. */
export type End = 'start' | 'end';

/**
 * A stretch with an end one piece further. By words, what is between them is skipped.
 *
 * @param step 1: behind in the text, -1: before
 * @returns undefined: it goes no further, or nothing would be left
 */
export function stepEnd(
  stretch: Stretch,
  end: End,
  { step, pieces }: { readonly step: 1 | -1; readonly pieces: readonly Stretch[] },
): Stretch | undefined {
  const at = stretch[end];
  const next = step > 0 ? pieces.find((piece) => piece[end] > at) : pieces.findLast((piece) => piece[end] < at);
  return next === undefined ? undefined : withEnd(stretch, end, next[end]);
}

/** A stretch with an end where a pointer is, at the nearest border of a piece; it never goes past the other end. */
export function dragEnd(
  stretch: Stretch,
  end: End,
  { unit, pieces }: { readonly unit: number; readonly pieces: readonly Stretch[] },
): Stretch {
  const index = pieceAt(pieces, unit);
  const near = [index - 1, index, index + 1].flatMap((one) => pieces[one]?.[end] ?? []);
  const fits = near.filter((border) => withEnd(stretch, end, border) !== undefined);
  const [nearest] = fits.sort((a, b) => Math.abs(a - unit) - Math.abs(b - unit));
  if (nearest !== undefined) return { ...stretch, [end]: nearest };
  // past the other end: no more than its last piece is left
  const whole = pieces[pieceAt(pieces, end === 'start' ? stretch.end - 1 : stretch.start)];
  return (whole === undefined ? undefined : withEnd(stretch, end, whole[end])) ?? stretch;
}

function withEnd(stretch: Stretch, end: End, at: number): Stretch | undefined {
  const next = { ...stretch, [end]: at };
  return next.start < next.end ? next : undefined;
}
