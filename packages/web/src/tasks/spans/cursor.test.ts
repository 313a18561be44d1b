import { describe, expect, it } from 'vitest';
import { type Cursor, chosenBy, type Move, moveCursor } from './cursor.ts';
import { type Grain, piecesOf } from './pieces.ts';

const text = 'Ada wrote notes. Babbage read\nthem "all." Then 北京。上海';

/** What is chosen after key presses; `+` before a move extends. */
function walk(moves: readonly (Move | `+${Move}`)[], grain: Grain = 'word', given = text): string | undefined {
  const pieces = piecesOf(given, grain);
  let cursor: Cursor | undefined;
  for (const one of moves) {
    const isExtended = one.startsWith('+');
    cursor = moveCursor(cursor, (isExtended ? one.slice(1) : one) as Move, { isExtended, pieces, text: given });
  }
  const chosen = cursor && chosenBy(cursor, pieces);
  return chosen && given.slice(chosen.start, chosen.end);
}

describe('the cursor', () => {
  it('begins at the first word, wherever it is asked to go', () => {
    expect(walk(['forward'])).toBe('Ada');
    expect(walk(['last'])).toBe('Ada');
  });

  it('walks from word to word, and stops at the ends', () => {
    expect(walk(['first', 'forward', 'forward'])).toBe('notes');
    expect(walk(['first', 'forward', 'back', 'back'])).toBe('Ada');
    expect(walk(['first', 'last', 'forward'])).toBe('上海');
  });

  it('extends in both directions, and never loses the word it began with', () => {
    expect(walk(['first', 'forward', '+forward'])).toBe('wrote notes');
    expect(walk(['first', 'forward', '+forward', '+back', '+back'])).toBe('Ada wrote');
    expect(walk(['first', '+last'])).toBe(text);
    expect(walk(['first', '+last', 'back'])).not.toContain('Ada');
  });

  it('goes to the next sentence or line, and back', () => {
    expect(walk(['first', 'next-line'])).toBe('Babbage');
    expect(walk(['first', 'next-line', 'next-line'])).toBe('them');
    expect(walk(['first', 'next-line', 'next-line', 'next-line'])).toBe('Then');
    expect(walk(['first', 'next-line', 'next-line', 'next-line', 'next-line'])).toBe('上海');
    expect(walk(['first', 'forward', 'line-before'])).toBe('Ada');
    expect(walk(['first', 'next-line', 'forward', 'line-before'])).toBe('Babbage');
  });

  it('walks by characters as people see them', () => {
    expect(walk(['first', 'forward', '+forward'], 'grapheme', 'a👩‍👩‍👧‍👦e\u0301z')).toBe('👩‍👩‍👧‍👦e\u0301');
    expect(walk(['first', 'next-line'], 'grapheme', 'ab\ncd')).toBe('c');
  });

  it('has nowhere to go in a text without words', () => {
    expect(walk(['forward'], 'word', ' … ')).toBeUndefined();
  });
});
