import { createStored, useStored } from '../app/stored.ts';
import { type Preset, presets } from './actions.ts';
import type { KeyChoice } from './keymap.ts';

/** How a person wants the keyboard, on this machine. */
export interface KeyPreferences extends KeyChoice {
  /** Whether letters, digits and signs do something without Control or Alt. */
  readonly areCharactersOn: boolean;
}

export const keyPreferences = createStored<KeyPreferences>('keys', (kept) => {
  const { preset, own, areCharactersOn } = (kept ?? {}) as Partial<KeyPreferences>;
  const isKnown = preset !== undefined && Object.hasOwn(presets, preset);
  return {
    preset: isKnown ? (preset as Preset) : undefined,
    own: typeof own === 'object' && own !== null ? own : {},
    areCharactersOn: areCharactersOn !== false,
  };
});

export function useKeyPreferences(): KeyPreferences {
  return useStored(keyPreferences);
}
