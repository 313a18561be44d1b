import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOf, segmentsOf } from './segments.ts';

describe('segmentsOf', () => {
  it('cuts where marks begin and end', () => {
    const marks = [
      { start: 2, end: 6 },
      { start: 4, end: 8 },
    ];
    expect(segmentsOf(10, marks)).toEqual([
      { start: 0, end: 2, marks: [], ends: [] },
      { start: 2, end: 4, marks: [0], ends: [] },
      { start: 4, end: 6, marks: [0, 1], ends: [0] },
      { start: 6, end: 8, marks: [1], ends: [1] },
      { start: 8, end: 10, marks: [], ends: [] },
    ]);
  });

  it('cuts at other places too, and marks at the end of the text', () => {
    expect(segmentsOf(4, [{ start: 2, end: 9 }], [3, 9])).toEqual([
      { start: 0, end: 2, marks: [], ends: [] },
      { start: 2, end: 3, marks: [0], ends: [] },
      { start: 3, end: 4, marks: [0], ends: [0] },
    ]);
  });

  it('gives every unit to one segment, covered by the marks that hold it; each mark ends once', () => {
    fc.assert(
      fc.property(fc.nat(30), marksOf(40), (length, marks) => {
        const segments = segmentsOf(length, marks);
        let at = 0;
        for (const segment of segments) {
          expect(segment.start).toBe(at);
          at = segment.end;
          const covering = marks.flatMap(({ start, end }, index) =>
            start <= segment.start && segment.end <= end ? [index] : [],
          );
          expect(segment.marks).toEqual(covering);
        }
        expect(at).toBe(length);
        const visible = marks.flatMap(({ start }, index) => (start < length ? [index] : []));
        expect(segments.flatMap(({ ends }) => ends).sort((a, b) => a - b)).toEqual(visible);
      }),
      { seed: 1 },
    );
  });
});

describe('lanesOf', () => {
  it('gives overlapping marks lines of their own, and uses a line again behind them', () => {
    const marks = [
      { start: 0, end: 4 },
      { start: 2, end: 6 },
      { start: 4, end: 8 },
    ];
    expect(lanesOf(marks)).toEqual([0, 1, 0]);
  });

  it('puts a longer mark above a shorter one that begins with it', () => {
    const marks = [
      { start: 0, end: 2 },
      { start: 0, end: 9 },
    ];
    expect(lanesOf(marks)).toEqual([1, 0]);
  });

  it('never shares a line among overlapping marks, and needs no more lines than overlap somewhere', () => {
    fc.assert(
      fc.property(marksOf(30), (marks) => {
        const lanes = lanesOf(marks);
        for (const [i, a] of marks.entries()) {
          for (const [j, b] of marks.entries()) {
            if (i < j && a.start < b.end && b.start < a.end) expect(lanes[i]).not.toBe(lanes[j]);
          }
        }
        const depth = Array.from(
          { length: 30 },
          (_, at) => marks.filter(({ start, end }) => start <= at && at < end).length,
        );
        expect(new Set(lanes).size).toBe(Math.max(...depth));
      }),
      { seed: 1 },
    );
  });
});

function marksOf(length: number) {
  const mark = fc.tuple(fc.nat(length - 1), fc.integer({ min: 1, max: 10 }));
  return fc.array(
    mark.map(([start, size]) => ({ start, end: Math.min(length, start + size) })),
    { maxLength: 8 },
  );
}
