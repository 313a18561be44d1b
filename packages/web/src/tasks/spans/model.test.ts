import { checkAnswer, type Span } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSpan, addSpans, changeSpan, openSuggestions, removeSpan, spanKey, spansOf } from './model.ts';
import { piecesOf, snap } from './pieces.ts';
import { textPlaces } from './text-places.ts';

const ada: Span = { label: 'person', start: 0, end: 3 };
const london: Span = { label: 'place', start: 7, end: 13 };

describe('spans of an answer', () => {
  it('are added in their place, each once', () => {
    expect(addSpan([london], ada)).toEqual([ada, london]);
    expect(addSpan([ada, london], ada)).toEqual([ada, london]);
  });

  it('may lie on one another under several labels', () => {
    const same = { ...ada, label: 'place' };
    expect(addSpan([ada], same)).toEqual([ada, same]);
  });

  it('are removed and called otherwise', () => {
    expect(removeSpan([ada, london], spanKey(ada))).toEqual([london]);
    expect(changeSpan([ada, london], spanKey(ada), { label: 'place' })).toEqual([{ ...ada, label: 'place' }, london]);
    const place = { ...ada, label: 'place' };
    expect(changeSpan([ada, place], spanKey(ada), { label: 'place' })).toEqual([place]);
    expect(changeSpan([ada], spanKey(london), { label: 'person' })).toEqual([ada]);
    // one that comes to begin behind another stands behind it
    expect(changeSpan([ada, london], spanKey(ada), { start: 9, end: 13 })).toEqual([
      london,
      { ...ada, start: 9, end: 13 },
    ]);
  });

  it('are none before there is an answer, or where it is of another task', () => {
    expect([spansOf(undefined), spansOf('spam'), spansOf(['spam']), spansOf([])]).toEqual([[], [], [], []]);
    expect(spansOf([ada])).toEqual([ada]);
  });

  it('are suggested until they are taken or turned down', () => {
    expect(openSuggestions([london, ada], [], new Set())).toEqual([ada, london]);
    expect(openSuggestions([london, ada], [ada], new Set())).toEqual([london]);
    expect(openSuggestions([london, ada], [], new Set([spanKey(london)]))).toEqual([ada]);
    // the same words under another label are another suggestion
    expect(openSuggestions([ada], [{ ...ada, label: 'place' }], new Set())).toEqual([ada]);
  });

  it('are an answer that the service takes as it is, whatever was done', () => {
    const labels = ['person', 'place', 'date'];
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '.', '👍', 'e\u0301', '汉', 'ש'),
      minLength: 1,
      maxLength: 40,
    });
    const act = fc.record({
      kind: fc.constantFrom('add', 'remove', 'relabel', 'move', 'accept'),
      from: fc.nat(50),
      to: fc.nat(50),
      label: fc.constantFrom(...labels),
      grain: fc.constantFrom('word' as const, 'grapheme' as const),
    });
    fc.assert(
      fc.property(text, fc.array(act, { maxLength: 25 }), (given, acts) => {
        const places = textPlaces(given);
        let spans: readonly Span[] = [];
        for (const { kind, from, to, label, grain } of acts) {
          const one = spans[from % Math.max(1, spans.length)];
          const chosen = { start: Math.min(from, to, given.length), end: Math.min(Math.max(from, to), given.length) };
          const stretch = snap(given, chosen, grain, piecesOf(given, grain));
          const ends = stretch && { start: places.toPoint(stretch.start), end: places.toPoint(stretch.end) };
          // half a character is nothing to mark
          const span = ends && ends.start < ends.end ? { label, ...ends } : undefined;
          if (kind === 'remove' && one) spans = removeSpan(spans, spanKey(one));
          else if (kind === 'relabel' && one) spans = changeSpan(spans, spanKey(one), { label });
          else if (kind === 'move' && one && span) {
            spans = changeSpan(spans, spanKey(one), { start: span.start, end: span.end });
          } else if (kind === 'accept' && span) spans = addSpans(spans, openSuggestions([span], spans, new Set()));
          else if (span) spans = addSpan(spans, span);
        }
        // the one form of an answer: the service changes nothing about it
        expect(checkAnswer({ type: 'spans', labels }, spans)).toEqual(spans);
        const characters = Array.from(given);
        for (const { start, end } of spans) expect(characters.slice(start, end).join('')).not.toBe('');
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
