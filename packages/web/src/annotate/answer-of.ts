import type { AnswerValue } from '@alaas/core';
import { type Action, type ActionKeys, actions } from '../keys/actions.ts';

/** The answer that is sent: what is chosen, else what the model suggests on the screen, so that one key accepts it. */
export function answerOf(given: {
  readonly value: AnswerValue | undefined;
  /** What the model says, where that is on the screen. */
  readonly suggestion: AnswerValue | undefined;
}): AnswerValue | undefined {
  return given.value ?? given.suggestion;
}

/** What a key does. */
export function actionOf(keys: ActionKeys, shortcut: string): Action | undefined {
  return actions.find((action) => keys[action].split(' ').includes(shortcut));
}
