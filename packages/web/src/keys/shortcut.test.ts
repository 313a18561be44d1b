import { describe, expect, it } from 'vitest';
import { isCharacter, type KeyPress, normalShortcut, shortcutOf } from './shortcut.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('shortcut', () => {
  it.each([
    [press('a'), 'a'],
    [press('A', { shiftKey: true }), 'Shift+a'],
    [press('?', { shiftKey: true }), '?'],
    [press(' '), 'Space'],
    [press('z', { ctrlKey: true }), 'Control+z'],
    [press('z', { metaKey: true }), 'Control+z'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'Control+Shift+z'],
    [press('Enter', { altKey: true }), 'Alt+Enter'],
    [press('ArrowRight', { shiftKey: true }), 'Shift+ArrowRight'],
    [press('Shift', { shiftKey: true }), undefined],
  ])('is told by the event (%#)', (event, expected) => {
    expect(shortcutOf(event)).toBe(expected);
  });

  it.each([
    ['ctrl+z', 'Control+z'],
    ['constructor', 'constructor'],
    ['ctrl+__proto__', 'Control+__proto__'],
    ['cmd+shift+Z', 'Control+Shift+z'],
    ['space', 'Space'],
    [' ', 'Space'],
    ['ENTER', 'Enter'],
    ['B', 'Shift+b'],
    ['b', 'b'],
    ['+', '+'],
    ['ctrl++', 'Control++'],
    ['f5', 'F5'],
    ['left', 'ArrowLeft'],
    ['', ''],
  ])('is read as people write it: %s', (written, expected) => {
    expect(normalShortcut(written)).toBe(expected);
  });

  it('is a character only without Control or Alt', () => {
    const all = ['a', 'Shift+a', '?', '+', 'é', 'Control+a', 'Alt+1', 'Enter', 'Space', 'F5'];
    expect(all.filter(isCharacter)).toEqual(['a', 'Shift+a', '?', '+', 'é']);
  });
});
