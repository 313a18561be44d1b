import type { Box } from '@alaas/core';
import { useRef, useState } from 'react';
import type { Size } from '../../content/zoom.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { labelColor } from '../../ui/palette.ts';
import { useActiveLabel } from '../marks/active-label.ts';
import { messages as shared } from '../marks/messages.ts';
import { useEdits } from '../marks/use-edits.ts';
import type { TaskViewProps } from '../task-view.ts';
import { messages } from './messages.ts';
import { answerOf, boxesOf, boxKey, boxOf, openSuggestions } from './model.ts';
import type { Rect } from './rect.ts';

/** A box as it is drawn. */
export interface DrawnBox {
  /** Stays while the box is moved, resized and called otherwise. */
  readonly id: string;
  readonly box: Box;
  readonly color: string;
  readonly isSuggestion: boolean;
}

/** Boxes on an image, and all that can be done to them. @param say tells screen readers */
export function useBoxes(props: TaskViewProps, image: Size, say: (words: string) => void) {
  const { project, value, suggestion, isReadOnly = false, onChange } = props;
  const t = useMessages(messages);
  const common = useMessages(shared);
  const [active, activate] = useActiveLabel(project, project.labels[0]?.name);
  const [chosen, choose] = useState<string>();
  const { edit, refused } = useEdits(value, onChange, !isReadOnly);
  /** Id of the box that gets the focus when it is there; empty text: the pane. */
  const focusNext = useRef<string>(undefined);
  const idOf = useIds();

  const boxes = boxesOf(value, image);
  const suggested = openSuggestions(boxesOf(suggestion?.value, image), boxes, { refused, image });
  const draw = (box: Box, isSuggestion: boolean): DrawnBox => {
    const index = project.labels.findIndex(({ name }) => name === box.label);
    return {
      id: isSuggestion ? `?${boxKey(box)}` : idOf.get(box),
      box,
      color: labelColor(Math.max(0, index), project.labels[index]?.color),
      isSuggestion,
    };
  };
  // in the order in which they came to be: a box that is moved keeps its turn
  const own = boxes.map((box) => draw(box, false)).sort((a, b) => Number(a.id) - Number(b.id));
  const drawn = [...own, ...suggested.map((box) => draw(box, true))];
  const current = drawn.find(({ id }) => id === chosen);

  const set = (next: readonly Box[], gone?: string) => edit(answerOf(next, image), gone);
  const without = (gone: Box) => boxes.filter((box) => box !== gone);
  const focusOn = (box: Box) => {
    const id = idOf.get(box);
    choose(id);
    focusNext.current = id;
  };
  /** A suggestion becomes a box, as it is or changed. */
  const take = (offered: Box, box: Box) => {
    set([...boxes, box], boxKey(offered) === boxKey(box) ? undefined : boxKey(offered));
    focusOn(box);
  };
  const replace = (before: DrawnBox, box: Box) => {
    if (before.isSuggestion) return take(before.box, box);
    idOf.keep(before.box, box);
    set([...without(before.box), box]);
    focusOn(box);
  };

  return {
    drawn,
    own,
    active,
    chosen: current,
    focusNext,
    choose,
    add(rect: Rect) {
      if (active === undefined) return;
      const box = boxOf(active, rect);
      set([...boxes, box]);
      focusOn(box);
      say(t.added(active));
    },
    /** Moves or resizes. */
    place(id: string, rect: Rect) {
      const before = drawn.find((one) => one.id === id);
      if (before === undefined) return;
      const box = boxOf(before.box.label, rect);
      if (boxKey(box) === boxKey(before.box)) return;
      replace(before, box);
      say(t.at(rect));
    },
    /** A label was picked: for the chosen box, and for the next one. */
    pick(label: string) {
      activate(label);
      if (current !== undefined) replace(current, { ...current.box, label });
      say(current === undefined ? t.active(label) : t.changed(label));
    },
    /** Takes the chosen box away, or turns a suggestion down. @returns false: none is chosen */
    remove(): boolean {
      if (current === undefined) return false;
      // also where a suggestion is turned down: from now on the answer is what people say, not what is suggested
      // and what a person has removed does not come back as a suggestion
      set(current.isSuggestion ? boxes : without(current.box), boxKey(current.box));
      choose(undefined);
      focusNext.current = '';
      say(current.isSuggestion ? common.refused : t.removed(current.box.label));
      return true;
    },
    /** A box was pressed: a suggestion is accepted, a box chosen. */
    press(id: string) {
      const offered = drawn.find((one) => one.id === id && one.isSuggestion)?.box;
      if (offered === undefined) return choose(id);
      take(offered, offered);
      say(common.accepted);
    },
  };
}

export type BoxEditing = ReturnType<typeof useBoxes>;

/** Ids of boxes, which have none: by what they are, and handed on when they are changed. */
function useIds() {
  const known = useRef({ ids: new Map<string, string>(), next: 0 }).current;
  return {
    get(box: Box): string {
      const key = boxKey(box);
      const id = known.ids.get(key) ?? String(known.next++);
      known.ids.set(key, id);
      return id;
    },
    keep(before: Box, after: Box): void {
      const id = known.ids.get(boxKey(before));
      if (id === undefined) return;
      known.ids.delete(boxKey(before));
      known.ids.set(boxKey(after), id);
    },
  };
}
