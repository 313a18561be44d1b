import { pairwiseAnswers } from '@alaas/core';
import type { TaskShortcut } from '../task-view.ts';

/** Keys of left, right and tie: where the two stand on the screen, and by number. */
export const pairwiseKeys: readonly string[] = ['ArrowLeft 1', 'ArrowRight 2', 'ArrowDown 0'];

/** A key per side, and one for a tie: it answers. */
export function pairwiseShortcuts(labelKeys: readonly string[]): readonly TaskShortcut[] {
  return pairwiseAnswers.flatMap((name, index) => {
    const shortcut = labelKeys[index];
    return shortcut ? [{ shortcut, title: name, apply: () => name, isFinal: true }] : [];
  });
}
