import type { Project } from '@alaas/core';
import type { TaskShortcut } from '../task-view.ts';

/** A key per label: it answers. */
export function singleLabelShortcuts(
  { labels }: Pick<Project, 'labels'>,
  labelKeys: readonly string[],
): TaskShortcut[] {
  return labels.flatMap(({ name }, index) => {
    const shortcut = labelKeys[index];
    return shortcut ? [{ shortcut, title: name, apply: () => name, isFinal: true }] : [];
  });
}
