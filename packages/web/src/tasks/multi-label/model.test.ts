import { describe, expect, it } from 'vitest';
import { multiLabelShortcuts, toggleLabel } from './model.ts';

const project = { labels: ['rain', 'wind', 'snow'].map((name) => ({ name, description: '' })) };

describe('multi-label', () => {
  it('holds labels in the order of the project, whatever the order of the keys', () => {
    const one = toggleLabel(project, undefined, 'snow');
    expect(toggleLabel(project, one, 'rain')).toEqual(['rain', 'snow']);
  });

  it('is open again when the last label goes, and no answer "none"', () => {
    expect(toggleLabel(project, ['wind'], 'wind')).toBeUndefined();
  });

  it('goes from "none" to a label', () => {
    expect(toggleLabel(project, [], 'wind')).toEqual(['wind']);
  });

  it('has a key per label that has one, and waits for more', () => {
    const shortcuts = multiLabelShortcuts(project, ['1', '', '3']);
    expect(shortcuts.map(({ shortcut, title }) => [shortcut, title])).toEqual([
      ['1', 'rain'],
      ['3', 'snow'],
    ]);
    expect(shortcuts[1]?.apply(['rain'])).toEqual(['rain', 'snow']);
    expect(shortcuts.every(({ isFinal }) => isFinal !== true)).toBe(true);
  });
});
