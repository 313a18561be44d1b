import type { AnswerValue, Dispute, Project } from '@alaas/core';
import { useMemo } from 'react';
import type { Keymap } from '../keys/keymap.ts';
import { useKeys } from '../keys/use-keys.ts';
import { taskView } from '../tasks/tasks.ts';

interface DisputeKeys {
  readonly project: Project;
  readonly dispute: Dispute;
  readonly keymap: Keymap;
  readonly value: AnswerValue | undefined;
  onChange(value: AnswerValue | undefined): void;
  onDecide(): void;
  onSkip(): void;
}

/** The keys of the desk, for a verdict: a label's key chooses and does not send, as there may be a note to write. */
export function useDisputeKeys(given: DisputeKeys): void {
  const { project, dispute, keymap, value, onChange, onDecide, onSkip } = given;
  const task = taskView(project.task);
  const shortcuts = useMemo(() => task.shortcuts(project, keymap.labels), [task, project, keymap]);
  useKeys((shortcut) => {
    const isOne = (keys: string) => keys.split(' ').includes(shortcut);
    const found = shortcuts.find((one) => isOne(one.shortcut));
    if (found !== undefined) return () => onChange(found.apply(value));
    if (isOne(keymap.actions.submit)) return onDecide;
    if (isOne(keymap.actions.skip)) return onSkip;
    const none = task.none(project, dispute);
    return none !== undefined && isOne(keymap.actions.none) ? () => onChange(none) : undefined;
  });
}
