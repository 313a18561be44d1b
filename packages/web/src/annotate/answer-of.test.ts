import { describe, expect, it } from 'vitest';
import { presets } from '../keys/actions.ts';
import { actionOf, answerOf } from './answer-of.ts';

describe('what a key sends', () => {
  it('is what was chosen, else what the model suggests on the screen, else nothing', () => {
    expect(answerOf({ value: 'ham', suggestion: 'spam' })).toBe('ham');
    expect(answerOf({ value: undefined, suggestion: 'spam' })).toBe('spam');
    expect(answerOf({ value: [], suggestion: ['spam'] })).toEqual([]);
    expect(answerOf({ value: undefined, suggestion: undefined })).toBeUndefined();
  });

  it('is found under each of the keys of an action', () => {
    const found = ['Backspace', 'Control+z', 'Space', 'b'].map((shortcut) => actionOf(presets.alaas, shortcut));
    expect(found).toEqual(['undo', 'undo', 'skip', undefined]);
  });
});
