import { expect, it } from 'vitest';
import { isShortcut } from './shortcut.ts';

const press = (key: string, ...held: readonly string[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

it.each([
  ['1', press('1')],
  ['1', press('1', 'shift')],
  ['p', press('p')],
  ['p', press('P')],
  ['+', press('+', 'shift')],
  ['?', press('?', 'shift')],
  ['Space', press(' ')],
  ['Shift+ArrowLeft', press('ArrowLeft', 'shift')],
  ['Control+z', press('z', 'meta')],
  ['Control++', press('+', 'ctrl', 'shift')],
  ['Control+Shift+z', press('Z', 'ctrl', 'shift')],
])('%s is pressed', (shortcut, pressed) => {
  expect(isShortcut(pressed, shortcut)).toBe(true);
});

it.each([
  ['1', press('1', 'ctrl')],
  ['p', press('P', 'shift')],
  ['p', press('p', 'alt')],
  ['Space', press(' ', 'shift')],
  ['ArrowLeft', press('ArrowLeft', 'shift')],
  ['Shift+ArrowLeft', press('ArrowLeft')],
  ['Control+z', press('z')],
  ['Control+z', press('Z', 'ctrl', 'shift')],
  ['', press('a')],
])('%s is not pressed', (shortcut, pressed) => {
  expect(isShortcut(pressed, shortcut)).toBe(false);
});
