import type { TaskView } from '../task-view.ts';
import { PairwiseAnswer } from './answer.tsx';
import { pairwiseKeys, pairwiseShortcuts } from './model.ts';
import { PairwiseSmallItem } from './small-item.tsx';
import { PairwiseView } from './view.tsx';

/** Which of two is better. */
export const pairwise: TaskView = {
  type: 'pairwise',
  isOneChoice: true,
  labelKeys: pairwiseKeys,
  none: () => undefined,
  shortcuts: (_project, labelKeys) => pairwiseShortcuts(labelKeys),
  View: PairwiseView,
  SmallItem: PairwiseSmallItem,
  Answer: PairwiseAnswer,
};
