import { labelShortcuts } from '../marks/label-shortcuts.ts';
import type { TaskView } from '../task-view.ts';
import { BoxesAnswer } from './answer.tsx';
import { BoxesView } from './view.tsx';

/** Boxes on an image. That there are none is an answer too, once the size of the image is known. */
export const boxes: TaskView = {
  type: 'boxes',
  isOneChoice: false,
  none: () => undefined,
  shortcuts: labelShortcuts,
  View: BoxesView,
  Answer: BoxesAnswer,
};
