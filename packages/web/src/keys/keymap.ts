import { type Action, type ActionKeys, actions, type Preset, presets } from './actions.ts';
import { normalShortcut } from './shortcut.ts';

/** What a person has chosen for themselves. */
export interface KeyChoice {
  /** Undefined: ours, with the keys of the project. */
  readonly preset?: Preset | undefined;
  /** Keys by action, or by `label:` and the name of a label. */
  readonly own: Readonly<Record<string, string>>;
}

/** A key that two things were to have. The first of them has it; the other has another one, or none. */
export interface Conflict {
  readonly shortcut: string;
  readonly has: string;
  readonly lacks: string;
}

/** Which key does what. */
export interface Keymap {
  /** Keys by action; several with a space between, empty: none. */
  readonly actions: ActionKeys;
  /** Keys by place of the label; empty: none. */
  readonly labels: readonly string[];
  readonly conflicts: readonly Conflict[];
}

export interface KeymapSource {
  readonly labels: readonly { readonly name: string; readonly key?: string | undefined }[];
  /** Of the project: action to key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly choice: KeyChoice;
  /** What the task itself gives its labels, by place, before numbers and letters are handed out. */
  readonly taskKeys?: readonly string[] | undefined;
}

/** Digits as they lie on the keyboard, then letters from the upper left. */
const spare = [...'1234567890qwertyuiopasdfghjklzxcvbnm'];

/** What names a label among actions. */
export const labelAction = (name: string): string => `label:${name}`;

/**
 * Who gets which key: first what the person chose, then what the project says, then what the task and the preset have; what is
 * left of digits and letters goes to labels without one.
 */
export function createKeymap({ labels, keys, choice, taskKeys = [] }: KeymapSource): Keymap {
  const owner = new Map<string, string>();
  const given = new Map<string, string[]>();
  const conflicts: Conflict[] = [];
  const take = (name: string, written: string, isSaid: boolean): void => {
    if (given.has(name)) return;
    const wanted = written
      .split(' ')
      .filter((key) => key !== '')
      .map(normalShortcut);
    const free = wanted.filter((shortcut) => {
      const has = owner.get(shortcut);
      if (has !== undefined && isSaid) conflicts.push({ shortcut, has, lacks: name });
      return has === undefined;
    });
    // what was said and is taken leaves the way for the next source
    if (free.length === 0 && !(isSaid && wanted.length === 0)) return;
    for (const shortcut of free) owner.set(shortcut, name);
    given.set(name, free);
  };
  for (const [name, key] of Object.entries(choice.own)) if (isKnown(name, labels)) take(name, key, true);
  for (const { name, key } of labels) if (key !== undefined) take(labelAction(name), asWritten(key), true);
  if (choice.preset === undefined) {
    for (const action of actions) if (Object.hasOwn(keys, action)) take(action, asWritten(keys[action] ?? ''), true);
  }
  for (const [i, { name }] of labels.entries()) take(labelAction(name), taskKeys[i] ?? '', false);
  const preset = presets[choice.preset ?? 'alaas'];
  // digits are for answers, in every tool
  for (const [i, { name }] of labels.entries()) if (i < 10) take(labelAction(name), spare[i] ?? '', false);
  for (const action of actions) take(action, preset[action], false);
  for (const action of actions) {
    const [shortcut] = preset[action].split(' ').map(normalShortcut);
    const has = owner.get(shortcut ?? '');
    const isMissed = !given.has(action) && !conflicts.some(({ lacks }) => lacks === action);
    if (isMissed && shortcut !== undefined && has !== undefined) conflicts.push({ shortcut, has, lacks: action });
  }
  for (const { name } of labels) {
    take(labelAction(name), spare.find((key) => !owner.has(key)) ?? '', false);
  }
  const keysOf = (name: string): string => given.get(name)?.join(' ') ?? '';
  return {
    actions: Object.fromEntries(actions.map((action) => [action, keysOf(action)])) as Record<Action, string>,
    labels: labels.map(({ name }) => keysOf(labelAction(name))),
    conflicts,
  };
}

/** The one key that is printed. */
export function firstKey(shortcuts: string): string | undefined {
  return shortcuts.split(' ')[0] || undefined;
}

/** A space alone is the space bar, not a gap between two keys. */
function asWritten(key: string): string {
  return key === ' ' ? 'Space' : key;
}

function isKnown(name: string, labels: KeymapSource['labels']): boolean {
  return actions.some((action) => action === name) || labels.some((label) => labelAction(label.name) === name);
}
