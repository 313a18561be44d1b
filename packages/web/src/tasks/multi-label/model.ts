import type { AnswerValue, Project } from '@alaas/core';
import type { TaskShortcut } from '../task-view.ts';

/** The labels of an answer; none for what is not chosen yet. */
export function chosenLabels(value: AnswerValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/**
 * The answer with one label more, or less, in the order of the project. Without any it is open again: "none of these" is
 * said, not left over.
 */
export function toggleLabel(
  { labels }: Pick<Project, 'labels'>,
  value: AnswerValue | undefined,
  name: string,
): readonly string[] | undefined {
  const chosen = new Set(chosenLabels(value));
  if (!chosen.delete(name)) chosen.add(name);
  return chosen.size === 0 ? undefined : labels.flatMap((label) => (chosen.has(label.name) ? label.name : []));
}

/** A key per label: it goes on or off. */
export function multiLabelShortcuts(
  project: Pick<Project, 'labels'>,
  labelKeys: readonly string[],
): readonly TaskShortcut[] {
  return project.labels.flatMap(({ name }, index) => {
    const shortcut = labelKeys[index];
    return shortcut ? [{ shortcut, title: name, apply: (value) => toggleLabel(project, value, name) }] : [];
  });
}
