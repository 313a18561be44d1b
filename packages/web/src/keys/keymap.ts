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
  /** What the view of the item cannot do without, such as the keys that walk through a text: nothing else gets them. */
  readonly itemKeys?: readonly string[] | undefined;
  /** What the view has unless somebody said otherwise. */
  readonly softKeys?: readonly string[] | undefined;
}

/** The owner of the keys of an item's view, among actions and labels. */
export const itemOwner = 'item';

/** Digits as they lie on the keyboard, then letters from the upper left. */
const spare = [...'1234567890qwertyuiopasdfghjklzxcvbnm'];

/** What names a label among actions. */
export const labelAction = (name: string): string => `label:${name}`;

/**
 * Who gets which key: first what the person chose, then what the project says, then what the task and the preset have; what is
 * left of digits and letters goes to labels without one.
 */
export function createKeymap(source: KeymapSource): Keymap {
  const { labels, keys, choice, taskKeys = [], itemKeys = [], softKeys = [] } = source;
  const owner = new Map(itemKeys.map((key) => [key, itemOwner]));
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
  for (const key of softKeys) if (!owner.has(key)) owner.set(key, itemOwner);
  for (const [i, { name }] of labels.entries()) take(labelAction(name), taskKeys[i] ?? '', false);
  const preset = presets[choice.preset ?? 'alaas'];
  // digits are for answers, in every tool
  for (const [i, { name }] of labels.entries()) if (i < 10) take(labelAction(name), spare[i] ?? '', false);
  for (const action of actions) take(action, preset[action], false);
  // what another tool has on a key that is needed here has the key of ours
  for (const action of actions) take(action, presets.alaas[action], false);
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

/** Whether a key does something that is no matter of the item's view. */
export function hasKey({ labels, actions }: Keymap, key: string): boolean {
  return [...labels, ...Object.values<string>(actions)].some((keys) => keys.split(' ').includes(key));
}

/** A space alone is the space bar, not a gap between two keys. */
function asWritten(key: string): string {
  return key === ' ' ? 'Space' : key;
}

function isKnown(name: string, labels: KeymapSource['labels']): boolean {
  return actions.some((action) => action === name) || labels.some((label) => labelAction(label.name) === name);
}
