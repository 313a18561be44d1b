/** What a key can do, beside choosing an answer. */
export const actions = [
  'submit',
  'accept',
  'none',
  'skip',
  'flag',
  'undo',
  'redo',
  'save',
  'suggestion',
  'why',
  'guidelines',
  'history',
  'keys',
] as const;

export type Action = (typeof actions)[number];

/** Keys by action; several with a space between, the first is the one on the button. */
export type ActionKeys = Readonly<Record<Action, string>>;

const alaas: ActionKeys = {
  submit: 'Enter Control+Enter',
  accept: 'a',
  none: 'n',
  skip: 'Space',
  flag: 'f',
  undo: 'Backspace Control+z',
  redo: 'Control+y Control+Shift+z',
  save: 'Control+s',
  suggestion: 'h',
  why: 'y',
  guidelines: 'g',
  history: 'l',
  keys: '?',
};

/** Keyboards that people know from other tools. What those tools lack has the keys of ours. */
export const presets = {
  alaas,
  prodigy: { ...alaas, submit: 'a Enter', accept: 'Control+a', skip: 'Space', undo: 'Backspace Delete' },
  'label-studio': {
    ...alaas,
    submit: 'Control+Enter',
    accept: 'Alt+Enter',
    none: 'Alt+n',
    skip: 'Control+Space',
    flag: 'Alt+f',
    undo: 'Control+z',
    redo: 'Control+Shift+z',
    suggestion: 'Alt+h',
    why: 'Alt+w',
    guidelines: 'Alt+g',
    history: 'Control+ArrowLeft',
  },
  argilla: { ...alaas, submit: 'Enter', skip: 'Delete', undo: 'ArrowLeft Control+z', redo: 'ArrowRight Control+y' },
  doccano: { ...alaas, submit: 'Enter', skip: 'ArrowRight', undo: 'ArrowLeft Control+z', redo: 'Shift+ArrowRight' },
} as const satisfies Record<string, ActionKeys>;

export type Preset = keyof typeof presets;
