import type { TaskType } from '@alaas/core';
import { boxes } from './boxes/task.ts';
import { multiLabel } from './multi-label/task.ts';
import { pairwise } from './pairwise/task.ts';
import { singleLabel } from './single-label/task.ts';
import { spans } from './spans/task.ts';
import type { TaskView } from './task-view.ts';

/** Every task the page can ask. */
const tasks: readonly TaskView[] = [singleLabel, multiLabel, pairwise, spans, boxes];

export function taskView(type: TaskType): TaskView {
  const task = tasks.find((known) => known.type === type);
  if (task === undefined) throw new Error(`This page cannot ask for ${type}.`);
  return task;
}
