import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grain, outerCharacters, pieceAt, piecesOf, snap } from './pieces.ts';

const words = (text: string, grain: Grain = 'word') =>
  piecesOf(text, grain).map(({ start, end }) => text.slice(start, end));
const snapped = (text: string, start: number, end: number, grain: Grain = 'word') => {
  const stretch = snap(text, { start, end }, grain, piecesOf(text, grain));
  return stretch === undefined ? undefined : text.slice(stretch.start, stretch.end);
};

describe('the pieces of a text', () => {
  it('are its words, without what is between them', () => {
    expect(words('Ada, of London – 1815.')).toEqual(['Ada', 'of', 'London', '1815']);
    expect(words('שלום, עולם')).toEqual(['שלום', 'עולם']);
    expect(words('我在北京').join('')).toBe('我在北京');
  });

  it('are its characters as people see them', () => {
    expect(words('e\u0301👩‍👩‍👧‍👦x', 'grapheme')).toEqual(['e\u0301', '👩‍👩‍👧‍👦', 'x']);
  });

  it('are found by a place, or else the next one is', () => {
    const pieces = piecesOf('ab, cd', 'word');
    expect([0, 1, 2, 3, 4, 5, 6].map((unit) => pieceAt(pieces, unit))).toEqual([0, 0, 1, 1, 1, 1, 2]);
  });
});

describe('snap', () => {
  it('widens to whole words, and leaves blanks at the ends out', () => {
    expect(snapped('Ada of London', 1, 5)).toBe('Ada of');
    expect(snapped('Ada of London', 3, 7)).toBe('of');
    expect(snapped('Ada of London', 2, 3)).toBe('Ada');
  });

  it('takes punctuation only where it was chosen', () => {
    expect(snapped('(Ada) of', 1, 4)).toBe('Ada');
    expect(snapped('(Ada) of', 0, 5)).toBe('(Ada)');
    expect(snapped('(Ada) of', 0, 2)).toBe('(Ada');
  });

  it('of nothing but blanks is nothing', () => {
    expect(snapped('Ada  of', 3, 5)).toBeUndefined();
    expect(snapped('Ada', 1, 1)).toBeUndefined();
  });

  it('by characters keeps what was chosen, but no half of one', () => {
    expect(snapped('Ada of', 1, 4, 'grapheme')).toBe('da ');
    expect(snapped('a👍🏽b', 2, 3, 'grapheme')).toBe('👍🏽');
    expect(snapped('xe\u0301', 2, 3, 'grapheme')).toBe('e\u0301');
  });

  it('never cuts a word or a character, and never narrows to less than what is no blank', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '👍', 'é', 'e\u0301', '汉', 'ש'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), fc.constantFrom<Grain>('word', 'grapheme'), (given, a, b, grain) => {
        const [start, end] = [Math.min(a, b, given.length), Math.min(Math.max(a, b), given.length)];
        const pieces = piecesOf(given, grain);
        const stretch = snap(given, { start, end }, grain, pieces);
        if (stretch === undefined) {
          expect(given.slice(start, end).trim()).toBe('');
          return;
        }
        for (const piece of pieces) {
          const isCut = [stretch.start, stretch.end].some((at) => piece.start < at && at < piece.end);
          expect(isCut).toBe(false);
        }
        expect(given.slice(stretch.start, stretch.end)).toContain(given.slice(start, end).trim());
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('the outer characters of a stretch', () => {
  it('are whole, as people see them', () => {
    const text = 'a👨‍👩‍👧‍👦bc👍🏽d';
    const family = text.indexOf('b');
    const thumb = text.indexOf('👍');
    expect(outerCharacters(text, { start: 1, end: text.length - 1 })).toEqual([family, thumb]);
    expect(outerCharacters(text, { start: family, end: family + 1 })).toEqual([family + 1, family]);
  });
});
