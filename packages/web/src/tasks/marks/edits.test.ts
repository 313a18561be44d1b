import { describe, expect, it } from 'vitest';
import { type Edits, edited, noEdits, redone, undone } from './edits.ts';

describe('edits of an answer', () => {
  it('are taken back one by one, and done again', () => {
    const both: Edits<string> = edited(edited<string>(noEdits, 'none'), 'one');
    const once = undone(both, 'two');
    expect(once?.value).toBe('one');
    const twice = once && undone(once.edits, once.value);
    expect(twice?.value).toBe('none');
    expect(twice && undone(twice.edits, twice.value)).toBeUndefined();
    const again = twice && redone(twice.edits, twice.value);
    expect(again?.value).toBe('one');
    expect(again && redone(again.edits, again.value)?.value).toBe('two');
  });

  it('go back to before there was an answer', () => {
    const first = edited<string | undefined>(noEdits, undefined);
    expect(undone(first, 'one')).toMatchObject({ value: undefined });
  });

  it('forget what was taken back when something else is done', () => {
    const back = undone(edited<string>(noEdits, 'none'), 'one');
    expect(back && redone(edited(back.edits, 'none'), 'other')).toBeUndefined();
  });

  it('of the far past are forgotten', () => {
    let edits: Edits<number> = noEdits;
    for (let n = 0; n < 500; n++) edits = edited(edits, n);
    expect([edits.before.length, edits.before.at(-1)]).toEqual([200, 499]);
  });
});
