import type { TaskView } from '../task-view.ts';
import { MultiLabelAnswer } from './answer.tsx';
import { multiLabelShortcuts } from './model.ts';
import { MultiLabelView } from './view.tsx';

/** Which labels an item has: any number of them. */
export const multiLabel: TaskView = {
  type: 'multi-label',
  isOneChoice: false,
  none: () => [],
  shortcuts: multiLabelShortcuts,
  View: MultiLabelView,
  Answer: MultiLabelAnswer,
};
