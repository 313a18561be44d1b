import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, use, useEffect, useRef } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { usePartKeys } from '../keys/use-part-keys.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { ContentKeysContext } from './content-keys.ts';
import { messages } from './messages.ts';
import { useItemFocus } from './use-item-focus.ts';
import { usePanning } from './use-panning.ts';
import { useZoom, type ZoomControl } from './use-zoom.ts';
import { isCut, type Size, type Zoom } from './zoom.ts';

/** What one press or one notch of the wheel changes the scale by. */
const step = 1.25;
/** Pixels that an arrow key moves by. */
const stride = 60;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [stride, 0],
  ArrowRight: [-stride, 0],
  ArrowUp: [0, stride],
  ArrowDown: [0, -stride],
};

export interface ZoomPaneProps {
  /** Names the pane for screen readers. */
  readonly label: string;
  readonly image: Size;
  /** More buttons beside those of the zoom. */
  readonly tools?: ReactNode;
  /** Whether a drag with the first button, or one finger, is the children's. Default: false: it moves the image. */
  readonly isDrawn?: boolean;
  /** Whether it is the item of a card: it takes the focus when it comes up, and the height that is left. Default: false */
  readonly isItem?: boolean;
  /** Two fingers are down: what one of them began does not count. */
  onPinch?(): void;
  /** What is on the pane. */
  children(zoom: Zoom, pane: Size): ReactNode;
}

/** A pane whose image is zoomed by wheel, two fingers, keys and buttons, and moved by drags and arrow keys. */
export function ZoomPane(props: ZoomPaneProps) {
  const { label, image, tools, isDrawn = false, isItem = false, onPinch, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const keys = use(ContentKeysContext);
  const control = useZoom(box, image, isItem);
  const panning = usePanning(control, { isDrawn, onPinch });
  useWheel(box, control);
  usePartKeys(
    [
      [keys.zoomIn, () => control?.by(step)],
      [keys.zoomOut, () => control?.by(1 / step)],
    ],
    { within: root },
  );
  useItemFocus(pane, isItem);
  const canMove = control !== undefined && isCut(control.zoom, image, control.pane);
  const press = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    if (event.key === 'Home') control?.fit();
    else if (by !== undefined && canMove) control?.move({ x: by[0], y: by[1] });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={root} data-keys className={isItem ? 'flex min-h-56 flex-1 flex-col gap-2' : 'grid min-w-0 gap-2'}>
      <div ref={box} className="min-h-0 w-full flex-1">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset holds controls of a form */}
        <div
          ref={pane}
          role="group"
          aria-label={label}
          data-item={isItem || undefined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keys zoom and move what is in it
          tabIndex={0}
          onKeyDown={press}
          {...panning}
          className={cx(
            'relative w-full overflow-hidden rounded-lg bg-raised',
            canMove && !isDrawn && 'cursor-grab active:cursor-grabbing',
          )}
          style={{ height: control?.pane.height ?? '46dvh', touchAction: canMove || isDrawn ? 'none' : 'pan-y' }}
        >
          {control === undefined ? null : children(control.zoom, control.pane)}
        </div>
      </div>
      {control === undefined ? null : <ZoomTools control={control} tools={tools} />}
    </div>
  );
}

function ZoomTools({ control, tools }: { readonly control: ZoomControl; readonly tools: ReactNode }) {
  const keys = use(ContentKeysContext);
  const t = useMessages(messages);
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-center gap-1 max-md:[&_button]:px-0">
      <IconButton
        label={t.zoomOut}
        aria-keyshortcuts={keys.zoomOut || undefined}
        icon={<ZoomOut aria-hidden size={20} />}
        onClick={() => control.by(1 / step)}
      />
      <span
        aria-live="polite"
        className={cx('min-w-14 text-center text-sm text-muted tabular-nums', Boolean(tools) && 'max-md:sr-only')}
      >
        {format.share(Math.round(control.zoom.scale * 100) / 100)}
      </span>
      <IconButton
        label={t.zoomIn}
        aria-keyshortcuts={keys.zoomIn || undefined}
        icon={<ZoomIn aria-hidden size={20} />}
        onClick={() => control.by(step)}
      />
      <IconButton label={t.fit} icon={<Maximize aria-hidden size={20} />} onClick={control.fit} />
      <Button
        kind="quiet"
        // with more tools there is one row on a phone, and two fingers do the same
        className={cx('min-w-11 px-2', Boolean(tools) && 'max-md:hidden')}
        aria-label={t.fullSize}
        title={t.fullSize}
        onClick={() => control.to(1)}
      >
        1:1
      </Button>
      {tools}
    </div>
  );
}

/** The wheel zooms about the pointer; where there is nothing left to zoom, it scrolls the page as ever. */
function useWheel(ref: { readonly current: HTMLElement | null }, control: ZoomControl | undefined): void {
  const latest = useRef(control);
  useEffect(() => {
    latest.current = control;
  });
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      const now = latest.current;
      const isOut = event.deltaY > 0;
      if (now === undefined || event.deltaY === 0) return;
      if (isOut && !event.ctrlKey && now.isLeast) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      now.by(isOut ? 1 / step : step, { x: event.clientX - left, y: event.clientY - top });
    };
    // React's own listener may not keep the page from scrolling
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [ref]);
}
