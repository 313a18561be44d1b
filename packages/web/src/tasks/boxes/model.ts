import type { AnswerValue, Box, Boxes } from '@alaas/core';
import type { Size } from '../../content/zoom.ts';
import { type Rect, rectOf } from './rect.ts';

/** The boxes of an answer, in pixels of the image as it is shown; of any other answer, or none, there are none. */
export function boxesOf(value: AnswerValue | undefined, image: Size): readonly Box[] {
  if (!isBoxes(value)) return [];
  const [across, down] = [image.width / value.width, image.height / value.height];
  if (across === 1 && down === 1) return value.boxes;
  // drawn on the same image in another size
  return value.boxes.map(({ label, x, y, width, height }) =>
    boxOf(label, rectOf({ x: x * across, y: y * down }, { x: (x + width) * across, y: (y + height) * down }, image)),
  );
}

export function isBoxes(value: AnswerValue | undefined): value is Boxes {
  return typeof value === 'object' && 'boxes' in value;
}

/** The answer that these boxes are: from top to bottom, each once, as answers are. */
export function answerOf(boxes: readonly Box[], { width, height }: Size): Boxes {
  const byKey = new Map(boxes.map((box) => [boxKey(box), box]));
  const sorted = [...byKey.values()].sort(
    (a, b) => a.y - b.y || a.x - b.x || a.height - b.height || a.width - b.width || compare(a.label, b.label),
  );
  return { width, height, boxes: sorted };
}

/** The answer with what is suggested, in pixels of the answer where there is one. */
export function acceptBoxes(value: AnswerValue | undefined, suggestion: AnswerValue): AnswerValue {
  return isBoxes(value) ? answerOf([...value.boxes, ...boxesOf(suggestion, value)], value) : suggestion;
}

export function boxOf(label: string, { x, y, width, height }: Rect): Box {
  return { label, x, y, width, height };
}

/** A text that is equal for equal boxes. */
export function boxKey({ label, x, y, width, height }: Box): string {
  return `${x} ${y} ${width} ${height} ${label}`;
}

/** Boxes of a suggestion, in whole pixels, that are neither in the answer nor were turned down. */
export function openSuggestions(
  suggested: readonly Box[],
  boxes: readonly Box[],
  options: { readonly refused: ReadonlySet<string>; readonly image: Size },
): readonly Box[] {
  const { refused, image } = options;
  const taken = new Set(boxes.map(boxKey));
  const whole = suggested.map((box) =>
    boxOf(box.label, rectOf(box, { x: box.x + box.width, y: box.y + box.height }, image)),
  );
  return answerOf(whole, image).boxes.filter((box) => !taken.has(boxKey(box)) && !refused.has(boxKey(box)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
