import { type RefObject, useEffect } from 'react';

/** An item of a card that comes up late takes the focus then, unless it is somewhere by now. */
export function useItemFocus(ref: RefObject<HTMLElement | null>, isItem: boolean): void {
  useEffect(() => {
    const { activeElement } = document;
    const isFree = activeElement === null || activeElement === document.body;
    if (isItem && isFree && ref.current?.closest('article')) ref.current.focus({ preventScroll: true });
  }, [ref, isItem]);
}
