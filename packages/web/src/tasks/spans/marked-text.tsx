import { Fragment, useMemo } from 'react';
import type { End } from './ends.ts';
import { outerCharacters, type Stretch } from './pieces.ts';
import { lanesOf, segmentsOf } from './segments.ts';

/** A mark as it is drawn; its ends are UTF-16 units. */
export interface DrawnMark extends Stretch {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  readonly isSuggestion: boolean;
}

/** Pixels: thickness of a line under a mark, and from one to the next. */
const [line, pitch] = [3, 5];

/** A text with its marks: a tint, a line each so that those that overlap can be told apart, and the label behind it. */
export function MarkedText(props: {
  readonly text: string;
  readonly marks: readonly DrawnMark[];
  /** What is chosen, to be marked. */
  readonly chosen?: Stretch | undefined;
  /** The label of a mark, where it ends. */
  label(mark: DrawnMark): React.ReactNode;
  /** A mark whose label stays at a unit while its end is moved: so the text does not move under the pointer. */
  held?: { readonly key: string; readonly at: number } | undefined;
  /** A mark whose ends are shown. */
  gripped?: DrawnMark | undefined;
  /** What one of its ends is moved by. */
  grip?(end: End): React.ReactNode;
}) {
  const { text, marks, chosen, label, held, gripped, grip } = props;
  const lanes = useMemo(() => lanesOf(marks), [marks]);
  const segments = useMemo(
    () =>
      segmentsOf(text.length, marks, [
        ...(chosen === undefined ? [] : [chosen.start, chosen.end]),
        ...(held === undefined ? [] : [held.at]),
        // a grip is in a run of one character: where a longer one is on two lines, its ends cannot be told
        ...(gripped === undefined ? [] : outerCharacters(text, gripped)),
      ]),
    [text, marks, chosen, held, gripped],
  );
  const heldMark = marks.find(({ key }) => key === held?.key);
  return segments.map(({ start, end, marks: covering, ends }) => {
    const drawn = covering.flatMap((index) => marks[index] ?? []);
    const isChosen = chosen !== undefined && chosen.start <= start && end <= chosen.end;
    return (
      <Fragment key={start}>
        <span
          data-unit={start}
          data-chosen={isChosen || undefined}
          style={{
            ...ground(
              drawn,
              covering.map((index) => lanes[index] ?? 0),
            ),
            ...(isChosen ? chosenStyle : {}),
            // a grip is placed by the run that it is in
            ...(gripped?.start === start || gripped?.end === end ? { position: 'relative' } : {}),
          }}
        >
          {text.slice(start, end)}
          {gripped?.start === start ? grip?.('start') : null}
          {gripped?.end === end ? grip?.('end') : null}
        </span>
        {ends.map((index) => {
          const mark = marks[index];
          return mark === undefined || mark === heldMark ? null : <Fragment key={mark.key}>{label(mark)}</Fragment>;
        })}
        {heldMark !== undefined && held?.at === end ? label(heldMark) : null}
      </Fragment>
    );
  });
}

const chosenStyle = {
  outline: '2px solid var(--accent)',
  outlineOffset: 1,
  backgroundColor: 'var(--accent-soft)',
} as const;

/** The tint of the shortest mark, and a line in the colour of each: dashed for one that is only suggested. */
function ground(marks: readonly DrawnMark[], lanes: readonly number[]): React.CSSProperties {
  const inner = marks.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
  if (inner === undefined) return {};
  const lines = marks.map(({ color, isSuggestion }) =>
    isSuggestion
      ? `repeating-linear-gradient(90deg, ${color} 0 5px, transparent 5px 9px)`
      : `linear-gradient(${color}, ${color})`,
  );
  const deepest = Math.max(...lanes) + 1;
  return {
    backgroundColor: inner.isSuggestion ? 'var(--model-soft)' : `color-mix(in srgb, ${inner.color} 20%, transparent)`,
    backgroundImage: lines.join(', '),
    backgroundSize: `100% ${line}px`,
    backgroundRepeat: 'no-repeat',
    // the first line is next to the text
    backgroundPosition: lanes.map((lane) => `0 calc(100% - ${(deepest - 1 - lane) * pitch}px)`).join(', '),
    paddingBottom: deepest * pitch - (pitch - line),
  };
}

/** Height of a line of text below which so many lanes of lines find room. */
export function lineHeight(marks: readonly DrawnMark[]): string {
  const lanes = marks.length === 0 ? 0 : Math.max(...lanesOf(marks)) + 1;
  return `calc(1.75em + ${lanes * pitch}px)`;
}
