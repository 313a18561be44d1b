import type { KeyboardEvent } from 'react';
import type { Zoom } from '../../content/zoom.ts';
import { suggestionColor } from './paint.ts';
import { type Handle, handlePoint, handles, type Rect } from './rect.ts';
import type { DrawnBox } from './use-boxes.ts';

/** Pixels of the screen: the side of a handle, and of the place where it can be caught. */
const [handleSize, catchSize] = [10, 24];

const cursors: Readonly<Record<Handle, string>> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
};

/** Where a rectangle of the image is on the pane. */
export function placeOf(rect: Rect, { scale, x, y }: Zoom): Rect {
  return { x: rect.x * scale + x, y: rect.y * scale + y, width: rect.width * scale, height: rect.height * scale };
}

/** One box, and its handles while it is chosen. @param props.rect on the pane */
export function BoxShape(
  props: Omit<DrawnBox, 'box'> & {
    readonly rect: Rect;
    /** What it is and where, for screen readers. */
    readonly name: string;
    readonly isChosen: boolean;
    readonly isReadOnly: boolean;
    onFocus(): void;
    onKeyDown(event: KeyboardEvent): void;
  },
) {
  const { id, rect, color, isSuggestion, name, isChosen, isReadOnly, onFocus, onKeyDown } = props;
  const isHeld = isChosen && !isReadOnly;
  const paint = isSuggestion ? suggestionColor : color;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useAriaPropsSupportedByRole: where there are keys, its role is that of a button
    <g
      role={isReadOnly ? 'img' : 'button'}
      aria-label={name}
      aria-pressed={isReadOnly || isSuggestion ? undefined : isChosen}
      tabIndex={isReadOnly ? undefined : 0}
      data-box={id}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      className="outline-none"
      style={{ cursor: isHeld ? 'move' : undefined }}
    >
      {/* a light edge and a dark one, since nobody knows what is on the image */}
      <rect {...rect} fill="none" stroke="#000000" strokeWidth={isChosen ? 7 : 4} strokeOpacity={0.55} />
      <rect {...rect} fill="none" stroke="#ffffff" strokeWidth={isChosen ? 5 : 3} />
      <rect
        {...rect}
        fill={paint}
        fillOpacity={isChosen ? 0.08 : 0.16}
        stroke={paint}
        strokeWidth={isChosen ? 3 : 2}
        strokeDasharray={isSuggestion ? '7 4' : undefined}
      />
      {isHeld ? handles.map((handle) => <HandleShape key={handle} handle={handle} rect={rect} color={paint} />) : null}
    </g>
  );
}

function HandleShape({
  handle,
  rect,
  color,
}: {
  readonly handle: Handle;
  readonly rect: Rect;
  readonly color: string;
}) {
  const { x, y } = handlePoint(rect, handle);
  const square = (size: number) => ({ x: x - size / 2, y: y - size / 2, width: size, height: size });
  return (
    <>
      <rect {...square(handleSize)} fill="#ffffff" stroke={color} strokeWidth={2} />
      <rect {...square(catchSize)} data-handle={handle} fill="transparent" style={{ cursor: cursors[handle] }} />
    </>
  );
}
