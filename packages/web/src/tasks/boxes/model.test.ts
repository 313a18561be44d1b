import { type Box, checkAnswer } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptBoxes, answerOf, boxesOf, boxKey, boxOf, openSuggestions } from './model.ts';
import { handles, moveRect, rectOf, resizeRect } from './rect.ts';

const image = { width: 100, height: 50 };
const car: Box = { label: 'car', x: 10, y: 20, width: 30, height: 10 };
const pole: Box = { label: 'pole', x: 50, y: 5, width: 2, height: 40 };
const none = new Set<string>();

describe('boxes of an answer', () => {
  it('go from top to bottom, each once, with the size of the image', () => {
    expect(answerOf([car, pole, car], image)).toEqual({ ...image, boxes: [pole, car] });
    expect(answerOf([], image)).toEqual({ ...image, boxes: [] });
  });

  it('drawn on the same image in another size are where they belong', () => {
    const small = { width: 50, height: 25, boxes: [{ label: 'car', x: 5, y: 10, width: 15, height: 5 }] };
    expect(boxesOf(small, image)).toEqual([car]);
  });

  it('are none before there is an answer, or where it is of another task', () => {
    expect([boxesOf(undefined, image), boxesOf('car', image), boxesOf(['car'], image)]).toEqual([[], [], []]);
  });

  it('are suggested in whole pixels until they are taken or turned down', () => {
    const suggested = [{ ...car, x: 10.3, width: 29.8 }, pole];
    expect(openSuggestions(suggested, [], { refused: none, image })).toEqual([pole, car]);
    expect(openSuggestions(suggested, [car], { refused: none, image })).toEqual([pole]);
    expect(openSuggestions(suggested, [], { refused: new Set([boxKey(pole)]), image })).toEqual([car]);
  });

  it('are joined by what is suggested, in the size of the answer', () => {
    const suggestion = { width: 50, height: 25, boxes: [{ label: 'car', x: 5, y: 10, width: 15, height: 5 }] };
    expect(acceptBoxes({ ...image, boxes: [pole] }, suggestion)).toEqual({ ...image, boxes: [pole, car] });
    expect(acceptBoxes(undefined, suggestion)).toBe(suggestion);
  });

  it('are an answer that the service takes as it is, whatever was done', () => {
    const labels = ['car', 'pole'];
    const point = fc.record({ x: fc.integer({ min: -20, max: 140 }), y: fc.integer({ min: -20, max: 90 }) });
    const act = fc.record({
      kind: fc.constantFrom('draw', 'move', 'resize', 'relabel', 'remove', 'accept'),
      at: fc.nat(20),
      a: point,
      b: point,
      label: fc.constantFrom(...labels),
      handle: fc.constantFrom(...handles),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let answer = answerOf([], image);
        for (const { kind, at, a, b, label, handle } of acts) {
          const boxes = boxesOf(answer, image);
          const one = boxes[at % Math.max(1, boxes.length)];
          const others = boxes.filter((box) => box !== one);
          const drawn = boxOf(label, rectOf(a, b, image));
          if (kind === 'draw' || one === undefined) answer = answerOf([...boxes, drawn], image);
          else if (kind === 'move') answer = answerOf([...others, boxOf(one.label, moveRect(one, a, image))], image);
          else if (kind === 'resize')
            answer = answerOf([...others, boxOf(one.label, resizeRect(one, handle, a, image))], image);
          else if (kind === 'relabel') answer = answerOf([...others, { ...one, label }], image);
          else if (kind === 'remove') answer = answerOf(others, image);
          else {
            const open = openSuggestions([{ ...drawn, x: drawn.x + 0.4 }], boxes, { refused: none, image });
            answer = answerOf([...boxes, ...open], image);
          }
        }
        // the one form of an answer: the service changes nothing about it
        expect(checkAnswer({ type: 'boxes', labels }, answer)).toEqual(answer);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
