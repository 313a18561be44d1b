import { type Project, pairwiseAnswers } from '@alaas/core';
import { useMemo } from 'react';
import type { TaskView } from '../tasks/task-view.ts';
import { useKeyPreferences } from './key-preferences.ts';
import { createKeymap, type Keymap } from './keymap.ts';

/** What the answers of a project are called: its labels, or the sides of a comparison. */
export function answersOf({ task, labels }: Pick<Project, 'task' | 'labels'>): Project['labels'] {
  return task === 'pairwise' ? pairwiseAnswers.map((name) => ({ name, description: '' })) : labels;
}

/** What a task needs of the keyboard. */
export type TaskKeys = Pick<TaskView, 'labelKeys' | 'itemKeys' | 'softKeys'>;

/** Which key does what in a project, for the person at the screen. */
export function useKeymap(project: Project, { labelKeys: taskKeys, itemKeys, softKeys }: TaskKeys): Keymap {
  const choice = useKeyPreferences();
  return useMemo(
    () => createKeymap({ labels: answersOf(project), keys: project.keys, choice, taskKeys, itemKeys, softKeys }),
    [project, choice, taskKeys, itemKeys, softKeys],
  );
}
