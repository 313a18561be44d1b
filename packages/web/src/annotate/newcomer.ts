import { createStored, useStored } from '../app/stored.ts';

/** Answers after which the keys are known. */
const hintedCards = 5;

/** Answers that were given in this browser, as far as it matters. */
const given = createStored<number>('answers', (kept) => (typeof kept === 'number' ? kept : 0));

/** Whether somebody is new here, so that the keys are shown large. */
export function useIsNewcomer(): boolean {
  return useStored(given) < hintedCards;
}

export function countAnswer(): void {
  if (given.get() < hintedCards) given.set(given.get() + 1);
}
