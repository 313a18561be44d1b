import type { Project } from '@alaas/core';

/** What a person can do with a record, beside giving it labels. */
export const actions = ['accept', 'skip', 'undo', 'quit'] as const;

export type ActionName = (typeof actions)[number];

/** Keys of one project: by key name, which is the character itself, or `space`, `enter`, `tab`, `backspace`. */
export interface Keymap {
  readonly labels: ReadonlyMap<string, string>;
  readonly actions: ReadonlyMap<string, ActionName>;
  /** False when there are more labels than keys: then answers are typed as lines. */
  readonly isComplete: boolean;
}

const actionKeys: Readonly<Record<ActionName, string>> = { accept: 'enter', skip: 'space', undo: 'u', quit: 'q' };
const spareKeys = [...'1234567890abcdefghijklmnopqrstuvwxyz'];
const named: ReadonlySet<string> = new Set(['space', 'enter', 'tab', 'backspace']);

/** Labels get the keys that the project gives them, else their number, else a letter; actions what the project says. */
export function createKeymap(labels: Project['labels'], keys: Project['keys']): Keymap {
  const actionOf = new Map(actions.map((action) => [usable(keys[action]) ?? actionKeys[action], action]));
  const labelOf = new Map<string, string>();
  const given = labels.map(({ name, key }) => ({ name, key: usable(key) }));
  // the project's own choice outranks what is handed out
  for (const { name, key } of given) if (key !== undefined && !labelOf.has(key)) labelOf.set(key, name);
  const taken = new Set(labelOf.values());
  for (const [i, { name }] of given.entries()) {
    if (taken.has(name)) continue;
    const own = i < 9 ? String(i + 1) : undefined;
    const isFree = (key: string) => !labelOf.has(key) && !actionOf.has(key);
    const key = own !== undefined && isFree(own) ? own : spareKeys.find(isFree);
    if (key !== undefined) labelOf.set(key, name);
  }
  return { labels: labelOf, actions: actionOf, isComplete: labelOf.size === labels.length };
}

/** The key name of a character that a terminal sends; undefined for what is no key of ours. */
export function keyName(character: string): string | undefined {
  switch (character) {
    case ' ':
      return 'space';
    case '\r':
    case '\n':
      return 'enter';
    case '\t':
      return 'tab';
    case '\u007f':
    case '\b':
      return 'backspace';
    default:
      return character >= ' ' ? character : undefined;
  }
}

/** A key that a terminal can tell: one character, or one of the named ones. */
function usable(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  if (key === ' ') return 'space';
  const lower = key.toLowerCase();
  if (named.has(lower)) return lower;
  return [...key].length === 1 ? key : undefined;
}
