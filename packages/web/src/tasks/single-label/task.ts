import type { TaskView } from '../task-view.ts';
import { SingleLabelAnswer } from './answer.tsx';
import { singleLabelShortcuts } from './model.ts';
import { SingleLabelView } from './view.tsx';

/** Which one label an item has. */
export const singleLabel: TaskView = {
  type: 'single-label',
  isOneChoice: true,
  none: () => undefined,
  shortcuts: singleLabelShortcuts,
  View: SingleLabelView,
  Answer: SingleLabelAnswer,
};
