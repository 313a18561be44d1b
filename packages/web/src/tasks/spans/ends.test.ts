import { describe, expect, it } from 'vitest';
import { dragEnd, type End, stepEnd } from './ends.ts';
import { piecesOf, type Stretch } from './pieces.ts';

//            0   4     10  14   19
const text = 'See Grace Mary Hopper.';
const words = piecesOf(text, 'word');
const letters = piecesOf(text, 'grapheme');
const of = (words: string): Stretch => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const quote = (stretch: Stretch | undefined) =>
  stretch === undefined ? undefined : text.slice(stretch.start, stretch.end);

describe('an end that is moved by keys', () => {
  const step = (words_: string, end: End, step: 1 | -1, pieces = words) =>
    quote(stepEnd(of(words_), end, { step, pieces }));

  it('goes on word by word, both ways', () => {
    expect(step('Grace', 'end', 1)).toBe('Grace Mary');
    expect(step('Grace Mary', 'end', -1)).toBe('Grace');
    expect(step('Mary', 'start', -1)).toBe('Grace Mary');
    expect(step('Grace Mary', 'start', 1)).toBe('Mary');
  });

  it('goes on character by character', () => {
    expect(step('Grace', 'end', 1, letters)).toBe('Grace ');
    expect(step('Grace', 'start', 1, letters)).toBe('race');
  });

  it('comes to the border of a word from within it', () => {
    expect(step('Gra', 'end', 1)).toBe('Grace');
    expect(step('Grace Ma', 'end', -1)).toBe('Grace');
    expect(step('ace Mary', 'start', -1)).toBe('Grace Mary');
    expect(step('ace Mary', 'start', 1)).toBe('Mary');
  });

  it('stays where nothing would be left, and at the ends of the text', () => {
    expect(step('Grace', 'end', -1)).toBeUndefined();
    expect(step('Grace', 'start', 1)).toBeUndefined();
    expect(step('See', 'start', -1)).toBeUndefined();
    expect(step('Hopper', 'end', 1)).toBeUndefined();
  });
});

describe('an end that is dragged', () => {
  const drag = (words_: string, end: End, unit: number, pieces = words) =>
    quote(dragEnd(of(words_), end, { unit, pieces }));

  it('snaps to the nearest border of a word', () => {
    const mary = text.indexOf('Mary');
    expect(drag('Grace', 'end', mary + 3)).toBe('Grace Mary');
    expect(drag('Grace', 'end', mary + 1)).toBe('Grace');
    expect(drag('Mary', 'start', 5)).toBe('Grace Mary');
    expect(drag('Grace Mary', 'start', mary - 1)).toBe('Mary');
  });

  it('never leaves nothing, however far it is dragged past the other end', () => {
    expect(drag('Mary', 'end', 0)).toBe('Mary');
    expect(drag('Grace Mary', 'end', 0)).toBe('Grace');
    expect(drag('Grace Mary', 'start', text.length)).toBe('Mary');
    expect(drag('Mary', 'start', text.length)).toBe('Mary');
  });

  it('stands between any two characters where it is asked to', () => {
    expect(drag('Grace', 'end', 7, letters)).toBe('Gra');
    expect(drag('Grace', 'start', 7, letters)).toBe('ce');
  });
});
