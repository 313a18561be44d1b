import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textPlaces } from './text-places.ts';

/** Texts of all sorts: emoji with joiners and tones, combining marks, CJK within and outside the first plane, right to left. */
const samples = [
  '',
  'plain',
  'a👍b',
  '👩‍👩‍👧‍👦 family',
  '👍🏽👍🏽',
  'e\u0301te\u0301',
  '汉字𠮷野家',
  'שלום עולם 🙂 مرحبا',
  '🇫🇷🇩🇪',
];

describe('places in a text', () => {
  it('counts an emoji as one code point and two units', () => {
    const places = textPlaces('a👍b');
    expect([places.points, places.units]).toEqual([3, 4]);
    expect([0, 1, 2, 3].map(places.toUnit)).toEqual([0, 1, 3, 4]);
    expect([0, 1, 3, 4].map(places.toPoint)).toEqual([0, 1, 2, 3]);
  });

  it('counts a combining mark by itself', () => {
    expect(textPlaces('e\u0301x').points).toBe(3);
  });

  it('takes the second half of a character for the character, and what is behind the end for the end', () => {
    const places = textPlaces('👍👍');
    // the unit 1 is within the first one
    expect([places.toPoint(1), places.toPoint(99), places.toUnit(99), places.toUnit(-1)]).toEqual([0, 2, 4, 0]);
  });

  it.each(samples)('agrees with counting one by one in %j', (text) => {
    check(text);
  });

  it('agrees with counting one by one in any text, lone surrogates too', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { seed: 1 });
    const unit = fc.constantFrom('\ud83d', '\udc4d', 'a', '👍', '\u0301');
    fc.assert(fc.property(fc.string({ unit, maxLength: 60 }), check), { seed: 2 });
  });
});

function check(text: string): void {
  const characters = Array.from(text);
  const begins: number[] = [];
  let unit = 0;
  for (const character of characters) {
    begins.push(unit);
    unit += character.length;
  }
  begins.push(unit);
  const places = textPlaces(text);
  expect([places.points, places.units]).toEqual([characters.length, text.length]);
  expect(begins.map((_, point) => places.toUnit(point))).toEqual(begins);
  expect(begins.map((at) => places.toPoint(at))).toEqual([...begins.keys()]);
}
