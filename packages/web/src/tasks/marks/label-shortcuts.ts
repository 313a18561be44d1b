import type { Project } from '@alaas/core';
import type { TaskShortcut } from '../task-view.ts';

/** A key per label, for the list of keys. What it does depends on what is chosen, so the view itself does it. */
export function labelShortcuts({ labels }: Pick<Project, 'labels'>, labelKeys: readonly string[]): TaskShortcut[] {
  return labels.flatMap(({ name }, index) => {
    const shortcut = labelKeys[index];
    return shortcut ? [{ shortcut, title: name, apply: () => undefined }] : [];
  });
}
