import { createStored, useStored } from '../app/stored.ts';

/** Whether this person wants to see what the model says before they answer. */
export const suggestionPreference = createStored<boolean>('suggestions', (kept) => kept !== false);

export function useAreSuggestionsOn(): boolean {
  return useStored(suggestionPreference);
}
