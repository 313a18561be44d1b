import type { TaskType } from '@alaas/core';
import { multiLabel } from './multi-label/task.ts';
import { pairwise } from './pairwise/task.ts';
import { singleLabel } from './single-label/task.ts';
import type { TaskView } from './task-view.ts';

/** Every task the page can ask. */
const tasks: readonly TaskView[] = [singleLabel, multiLabel, pairwise];

export function taskView(type: TaskType): TaskView {
  const task = tasks.find((known) => known.type === type);
  if (task === undefined) throw new Error(`This page cannot ask for ${type}.`);
  return task;
}
