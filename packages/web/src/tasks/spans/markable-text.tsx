import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useItemFocus } from '../../content/use-item-focus.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { itemBoxClass } from '../item-box.tsx';
import { type Cursor, chosenBy, type Move, moveCursor } from './cursor.ts';
import { stepEnd } from './ends.ts';
import { MarkChip } from './mark-chip.tsx';
import { MarkGrip } from './mark-grip.tsx';
import { lineHeight, MarkedText } from './marked-text.tsx';
import { messages } from './messages.ts';
import { type Grain, pieceAt, type Stretch, snap } from './pieces.ts';
import { useEndDragging } from './use-end-dragging.ts';
import type { Marking } from './use-marking.ts';
import { useTextSelection } from './use-text-selection.ts';

/** A text in which stretches are chosen by mouse, finger or keys, with what is marked in it. */
export function MarkableText(props: {
  readonly text: string;
  readonly marking: Marking;
  readonly grain: Grain;
  readonly pieces: Record<Grain, () => readonly Stretch[]>;
  readonly isReadOnly: boolean;
  readonly hintId: string;
  say(words: string): void;
}) {
  const { text, marking, grain, pieces, isReadOnly, hintId, say } = props;
  const { marks, choice, choose } = marking;
  const t = useMessages(messages);
  const root = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<Cursor>();
  const snapped = (stretch: Stretch, by: Grain) => snap(text, stretch, by, pieces[by]());
  const put = (next: Cursor | undefined) => {
    const stretch = next === undefined ? undefined : chosenBy(next, pieces[grain]());
    setCursor(next);
    choose(stretch === undefined ? {} : { stretch });
    if (stretch !== undefined) say(t.at(text.slice(stretch.start, stretch.end)));
  };
  useTextSelection(
    root,
    {
      onDrag: (stretch, isExact) => {
        const whole = snapped(stretch, isExact ? 'grapheme' : grain);
        if (whole !== undefined) marking.take(whole);
      },
      onTouch: (stretch) => {
        const whole = snapped(stretch, grain);
        if (whole !== undefined) choose({ stretch: whole, isNative: true });
      },
      onPlace: (unit) => {
        const [inner] = marks
          .filter(({ start, end }) => start <= unit && unit < end)
          .sort((a, b) => a.end - a.start - (b.end - b.start));
        const at = pieceAt(pieces[grain](), unit);
        if (inner === undefined) put({ anchor: at, focus: at });
        else root.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(inner.key)}"]`)?.focus();
      },
    },
    !isReadOnly,
  );
  const dragging = useEndDragging(root, { grain, pieces, onPlace: marking.place });
  const { drag } = dragging;
  const drawn = marks.map((mark) => (mark.key === drag?.key ? { ...mark, ...drag.stretch } : mark));
  const gripped = isReadOnly ? undefined : drawn.find(({ key }) => key === choice.mark);
  useItemFocus(root, !isReadOnly);
  useFocusNext(root, marking);
  const isGone = choice.mark !== undefined && !marks.some(({ key }) => key === choice.mark);
  useEffect(() => {
    // the mark with the focus was taken back
    if (isGone && document.activeElement === document.body) root.current?.focus({ preventScroll: true });
  }, [isGone]);
  useEffect(() => {
    if (choice.stretch !== undefined)
      root.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest' });
  }, [choice.stretch]);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey) return;
    const isRtl = getComputedStyle(event.currentTarget.firstElementChild ?? event.currentTarget).direction === 'rtl';
    const move = moveOf(event.key, isRtl);
    const chip = event.target === root.current ? undefined : event.target;
    const isAside = move === 'forward' || move === 'back';
    if (gripped !== undefined && chip !== undefined && isAside && event.shiftKey !== event.altKey) {
      const step = move === 'forward' ? 1 : -1;
      const next = stepEnd(gripped, event.altKey ? 'start' : 'end', { step, pieces: pieces[grain]() });
      if (next !== undefined) marking.place(gripped.key, next);
    } else if (event.altKey) {
      return;
    } else if (chip === undefined && move !== undefined) {
      // after a mark was chosen, the cursor goes on from where it was
      put(moveCursor(cursor, move, { isExtended: event.shiftKey, pieces: pieces[grain](), text }));
    } else if (chip instanceof HTMLElement && isAside) {
      focusBeside(root.current, chip, move === 'forward' ? 1 : -1);
    } else if (chip !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      // the key presses the button, and nothing else; of a mark that is chosen already it is the page's
      if (!(chip instanceof HTMLElement && chip.dataset.passes === event.key)) event.stopPropagation();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={root}
      role="application"
      aria-label={t.text}
      aria-describedby={hintId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys walk through the text in it
      tabIndex={0}
      onKeyDown={press}
      data-item
      className={itemBoxClass}
    >
      <p
        dir="auto"
        className="mx-auto max-w-[75ch] py-1 text-xl break-words whitespace-pre-wrap"
        style={{ lineHeight: lineHeight(drawn) }}
      >
        <MarkedText
          text={text}
          marks={drawn}
          chosen={choice.isNative ? undefined : choice.stretch}
          held={drag?.label}
          gripped={gripped}
          grip={(end) =>
            gripped === undefined ? null : (
              <MarkGrip
                end={end}
                isDragged={drag !== undefined}
                onDown={(event) => dragging.begin(gripped, end, event)}
              />
            )
          }
          label={(mark) => {
            const words = marking.quote(mark);
            return (
              <MarkChip
                mark={mark}
                name={mark.isSuggestion ? t.suggestion(mark.label, words) : t.mark(mark.label, words)}
                isChosen={choice.mark === mark.key}
                onPress={isReadOnly ? undefined : () => marking.press(mark.key)}
                onFocus={() => choose({ mark: mark.key })}
              />
            );
          }}
        />
      </p>
    </div>
  );
}

function moveOf(key: string, isRtl: boolean): Move | undefined {
  switch (key) {
    case 'ArrowRight':
      return isRtl ? 'back' : 'forward';
    case 'ArrowLeft':
      return isRtl ? 'forward' : 'back';
    case 'ArrowDown':
      return 'next-line';
    case 'ArrowUp':
      return 'line-before';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return undefined;
  }
}

/** A mark that was changed is another button: the focus goes to it. */
function useFocusNext(root: { readonly current: HTMLElement | null }, { focusNext }: Marking): void {
  useEffect(() => {
    const key = focusNext.current;
    if (key === undefined) return;
    focusNext.current = undefined;
    const chip = root.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(key)}"]`);
    (chip ?? root.current)?.focus({ preventScroll: chip === null });
  });
}

function focusBeside(root: HTMLElement | null, chip: HTMLElement, step: number): void {
  const chips = [...(root?.querySelectorAll<HTMLElement>('[data-mark]') ?? [])];
  chips[chips.indexOf(chip) + step]?.focus();
}
