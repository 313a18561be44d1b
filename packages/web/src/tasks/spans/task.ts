import { labelShortcuts } from '../marks/label-shortcuts.ts';
import type { TaskView } from '../task-view.ts';
import { SpansAnswer } from './answer.tsx';
import { spansHelp, spansKeys } from './keys.ts';
import { addSpans, spansOf } from './model.ts';
import { SpansView } from './view.tsx';

/** Stretches of a text with labels; none of them is an answer too. */
export const spans: TaskView = {
  type: 'spans',
  isOneChoice: false,
  itemKeys: spansKeys,
  itemHelp: spansHelp,
  accept: (value, suggestion) => addSpans(spansOf(value), spansOf(suggestion)),
  none: () => [],
  shortcuts: labelShortcuts,
  View: SpansView,
  Answer: SpansAnswer,
};
