import { describe, expect, it } from 'vitest';
import { actions, type Preset, presets } from './actions.ts';
import { createKeymap, firstKey, hasKey, itemOwner, type KeymapSource } from './keymap.ts';
import { normalShortcut } from './shortcut.ts';

const labelled = (...names: string[]) => names.map((name) => ({ name }));
const create = (given: Partial<KeymapSource> = {}) =>
  createKeymap({ labels: labelled('ham', 'spam'), keys: {}, choice: { own: {} }, ...given });

describe('keymap', () => {
  it('numbers the labels, and goes on with letters that no action has', () => {
    const names = Array.from({ length: 14 }, (_, i) => `label ${i}`);
    const { labels } = create({ labels: labelled(...names) });
    // y, a, f, g, h, l and n act
    expect(labels).toEqual([...'1234567890', 'q', 'w', 'e', 'r']);
  });

  it('gives a label the key that the project names, and the others their numbers', () => {
    const labels = [{ name: 'ham' }, { name: 'spam', key: 's' }];
    expect(create({ labels }).labels).toEqual(['1', 's']);
  });

  it('takes the keys of the project for actions, unless a preset was chosen', () => {
    const keys = { skip: 'x', undo: 'ctrl+u' };
    expect(create({ keys }).actions).toMatchObject({ skip: 'x', undo: 'Control+u', flag: 'f' });
    expect(create({ keys, choice: { preset: 'prodigy', own: {} } }).actions.skip).toBe('Space');
  });

  it('puts what a person chose above all', () => {
    const labels = [{ name: 'ham', key: 'x' }, { name: 'spam' }];
    const map = create({ labels, choice: { own: { skip: 'x', 'label:spam': 'b' } } });
    expect(map.actions.skip).toBe('x');
    expect(map.labels).toEqual(['1', 'b']);
    expect(map.conflicts).toEqual([{ shortcut: 'x', has: 'skip', lacks: 'label:ham' }]);
  });

  it('lets a person take a key away', () => {
    const map = create({ choice: { own: { flag: '' } } });
    expect([map.actions.flag, map.conflicts]).toEqual(['', []]);
  });

  it('says what is left without a key by what a person chose', () => {
    const map = create({ choice: { own: { skip: 'f' } } });
    expect(map.actions).toMatchObject({ skip: 'f', flag: '' });
    expect(map.conflicts).toEqual([{ shortcut: 'f', has: 'skip', lacks: 'flag' }]);
  });

  it('says which of two wishes was not met, and finds another key for it', () => {
    const map = create({ choice: { own: { flag: 'b', why: 'b' } } });
    expect(map.actions).toMatchObject({ flag: 'b', why: 'y' });
    expect(map.conflicts).toEqual([{ shortcut: 'b', has: 'flag', lacks: 'why' }]);
  });

  it('gives the task its own keys before the preset', () => {
    const map = create({ taskKeys: ['ArrowLeft 1', 'ArrowRight 2'], choice: { preset: 'doccano', own: {} } });
    expect(map.labels).toEqual(['ArrowLeft 1', 'ArrowRight 2']);
    // what doccano has on an arrow has our key
    expect(map.actions).toMatchObject({ undo: 'Control+z', skip: 'Space' });
    expect(map.conflicts).toEqual([]);
  });

  it.each(Object.keys(presets) as Preset[])(
    'keeps the keys that a view needs from everything else, as %s',
    (preset) => {
      const itemKeys = ['ArrowLeft', 'ArrowRight', 'Shift+ArrowRight', 'Delete'];
      const map = create({ itemKeys, choice: { preset, own: {} } });
      for (const action of actions) {
        expect(map.actions[action], action).not.toBe('');
        for (const key of map.actions[action].split(' ')) expect(itemKeys).not.toContain(key);
      }
      expect(map.conflicts).toEqual([]);
    },
  );

  it('says that a person cannot have a key that a view needs', () => {
    const map = create({ itemKeys: ['Delete'], choice: { own: { skip: 'Delete' } } });
    expect(map.actions.skip).toBe('Space');
    expect(map.conflicts).toEqual([{ shortcut: 'Delete', has: itemOwner, lacks: 'skip' }]);
  });

  it('lets a view have a key that nobody asked for, and nobody else then', () => {
    const names = labelled(...Array.from({ length: 40 }, (_, i) => `label ${i}`));
    expect(create({ labels: names }).labels).toContain('b');
    expect(hasKey(create({ labels: names, softKeys: ['b'] }), 'b')).toBe(false);
    const asked = create({ labels: [{ name: 'bottle', key: 'b' }], softKeys: ['b'] });
    expect([asked.labels, hasKey(asked, 'b')]).toEqual([['b'], true]);
  });

  it('ignores what it does not know', () => {
    expect(create({ choice: { own: { 'label:gone': 'f', fly: 'g' } } }).actions).toMatchObject({
      flag: 'f',
      guidelines: 'g',
    });
  });

  it('leaves labels without a key where there are none left', () => {
    const { labels } = create({ labels: labelled(...Array.from({ length: 60 }, (_, i) => `l${i}`)) });
    expect(new Set(labels.filter((key) => key !== '')).size).toBe(labels.indexOf(''));
    expect(labels.at(-1)).toBe('');
  });

  it.each(Object.keys(presets) as Preset[])('has in the preset %s a key for every action, and none twice', (preset) => {
    const map = create({ choice: { preset, own: {} } });
    const all = [...map.labels, ...actions.map((action) => map.actions[action])].flatMap((keys) => keys.split(' '));
    expect(all).not.toContain('');
    expect(new Set(all).size).toBe(all.length);
    for (const action of actions) {
      for (const key of presets[preset][action].split(' ')) expect(normalShortcut(key)).toBe(key);
    }
  });

  it('never puts what throws an answer away on Backspace', () => {
    for (const preset of Object.values(presets)) expect(preset.skip).not.toContain('Backspace');
  });

  it('prints the first of several keys', () => {
    expect([firstKey('Backspace Control+z'), firstKey('')]).toEqual(['Backspace', undefined]);
  });
});
