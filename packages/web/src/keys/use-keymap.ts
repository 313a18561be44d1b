import { type Project, pairwiseAnswers } from '@alaas/core';
import { useMemo } from 'react';
import { useKeyPreferences } from './key-preferences.ts';
import { createKeymap, type Keymap } from './keymap.ts';

/** What the answers of a project are called: its labels, or the sides of a comparison. */
export function answersOf({ task, labels }: Pick<Project, 'task' | 'labels'>): Project['labels'] {
  return task === 'pairwise' ? pairwiseAnswers.map((name) => ({ name, description: '' })) : labels;
}

/** Which key does what in a project, for the person at the screen. */
export function useKeymap(project: Project, taskKeys: readonly string[] | undefined): Keymap {
  const choice = useKeyPreferences();
  return useMemo(
    () => createKeymap({ labels: answersOf(project), keys: project.keys, choice, taskKeys }),
    [project, choice, taskKeys],
  );
}
