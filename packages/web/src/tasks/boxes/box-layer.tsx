import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import type { Point, Size, Zoom } from '../../content/zoom.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { BoxLabel } from './box-label.tsx';
import { BoxShape, placeOf } from './box-shape.tsx';
import { messages } from './messages.ts';
import { moveRect, type Rect, resizeRect } from './rect.ts';
import type { BoxEditing, DrawnBox } from './use-boxes.ts';
import { useDragging } from './use-dragging.ts';

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Pixels of the image that an arrow key moves by while Shift is held. */
const stride = 10;

/** The boxes over an image. */
export function BoxLayer(props: {
  readonly editing: BoxEditing;
  readonly zoom: Zoom;
  readonly pane: Size;
  readonly image: Size;
  /** Pointers draw; else they are the pane's. */
  readonly isDrawn: boolean;
  readonly isReadOnly: boolean;
  /** Ends a drag without a change. */
  readonly cancel: RefObject<(() => void) | null>;
}) {
  const { editing, zoom, pane, image, isDrawn, isReadOnly, cancel } = props;
  const t = useMessages(messages);
  const root = useRef<SVGSVGElement>(null);
  const dragging = useDragging(editing, { zoom, image, isOn: isDrawn && !isReadOnly });
  useImperativeHandle(cancel, () => dragging.cancel);
  useFocusNext(root, editing);
  const { drag } = dragging;
  const press = (event: KeyboardEvent, { id, box: rect, isSuggestion }: DrawnBox) => {
    const [x, y] = arrows[event.key] ?? [];
    if (event.ctrlKey || event.metaKey || isReadOnly) return;
    if (x !== undefined && y !== undefined) {
      const step = event.shiftKey ? stride : 1;
      const by = { x: x * step, y: y * step };
      editing.place(id, event.altKey ? grown(rect, by, image) : moveRect(rect, by, image));
    } else if (event.key === ' ' || (event.key === 'Enter' && isSuggestion)) {
      // of a box of one's own, which has the focus and is chosen so, Enter is the page's
      editing.press(id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: it is a place to draw on; what is in it has names */}
      <svg
        ref={root}
        width={pane.width}
        height={pane.height}
        {...dragging.listeners}
        className={isDrawn && !isReadOnly ? 'absolute inset-0 cursor-crosshair' : 'absolute inset-0'}
      >
        {editing.drawn.map((one, index) => {
          const rect = drag?.rect !== undefined && drag.box?.id === one.id ? drag.rect : one.box;
          const label = one.isSuggestion
            ? t.suggestion(one.box.label, rect)
            : t.box(one.box.label, index + 1, editing.own.length, rect);
          return (
            <BoxShape
              key={one.id}
              {...one}
              rect={placeOf(rect, zoom)}
              name={label}
              isChosen={editing.chosen?.id === one.id}
              isReadOnly={isReadOnly}
              onFocus={() => editing.choose(one.id)}
              onKeyDown={(event) => press(event, one)}
            />
          );
        })}
        {drag?.rect === undefined || drag.box !== undefined ? null : (
          <rect {...placeOf(drag.rect, zoom)} className="fill-accent/20 stroke-accent" strokeWidth={2} />
        )}
      </svg>
      {editing.drawn.map(({ id, box, color, isSuggestion }) => (
        <BoxLabel key={id} label={box.label} color={color} isSuggestion={isSuggestion} rect={placeOf(box, zoom)} />
      ))}
    </>
  );
}

/** The lower right corner moved; a side is never less than a pixel long. */
function grown(rect: Rect, by: Point, image: Size): Rect {
  return resizeRect(rect, 'se', { x: Math.max(by.x, 1 - rect.width), y: Math.max(by.y, 1 - rect.height) }, image);
}

function useFocusNext(root: { readonly current: SVGSVGElement | null }, { focusNext }: BoxEditing): void {
  useEffect(() => {
    const id = focusNext.current;
    if (id === undefined) return;
    focusNext.current = undefined;
    const shape = root.current?.querySelector<SVGElement>(`[data-box="${CSS.escape(id)}"]`);
    // where there is none, the pane that the boxes are on
    (shape ?? root.current?.closest<HTMLElement>('[tabindex]'))?.focus({ preventScroll: true });
  });
}
