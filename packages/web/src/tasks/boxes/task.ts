import { labelShortcuts } from '../marks/label-shortcuts.ts';
import type { TaskView } from '../task-view.ts';
import { BoxesAnswer } from './answer.tsx';
import { boxesHelp, boxesKeys } from './keys.ts';
import { acceptBoxes } from './model.ts';
import { BoxesView } from './view.tsx';

/** Boxes on an image. That there are none is an answer too; the view gives it, since it knows the size of the image. */
export const boxes: TaskView = {
  type: 'boxes',
  isOneChoice: false,
  ...boxesKeys,
  itemHelp: boxesHelp,
  accept: acceptBoxes,
  none: () => undefined,
  shortcuts: labelShortcuts,
  View: BoxesView,
  Answer: BoxesAnswer,
};
