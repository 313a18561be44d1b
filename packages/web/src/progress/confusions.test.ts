import { describe, expect, it } from 'vitest';
import { firstCell, largestMixUps, nextCell, withoutEmpty } from './confusions.ts';

const labels = ['a', 'b', 'c', 'd'];
const confusion = [
  [8, 2, 0, 0],
  [1, 3, 0, 0],
  [2, 0, 0, 0],
  [0, 0, 0, 0],
];

describe('largestMixUps', () => {
  it('lists those of the most items first, of equal ones that of the larger share', () => {
    expect(largestMixUps(labels, confusion)).toEqual([
      { truth: 'c', said: 'a', items: 2, share: 1 },
      { truth: 'a', said: 'b', items: 2, share: 0.2 },
      { truth: 'b', said: 'a', items: 1, share: 0.25 },
    ]);
  });

  it('is empty where everything is right', () => {
    expect(
      largestMixUps(
        ['a', 'b'],
        [
          [1, 0],
          [0, 4],
        ],
      ),
    ).toEqual([]);
  });
});

it('leaves out labels that nothing is said or true of', () => {
  expect(withoutEmpty(confusion)).toEqual({
    places: [0, 1, 2],
    counts: [
      [8, 2, 0],
      [1, 3, 0],
      [2, 0, 0],
    ],
  });
});

describe('nextCell', () => {
  const to = (cell: readonly [number, number], key: string, isFar = false) => nextCell(confusion, cell, { key, isFar });

  it('walks with the arrows from one cell with items to the next, over those without', () => {
    expect(to([0, 0], 'ArrowRight')).toEqual([0, 1]);
    expect(to([0, 1], 'ArrowDown')).toEqual([1, 1]);
    expect(to([1, 1], 'ArrowLeft')).toEqual([1, 0]);
    expect(to([2, 0], 'ArrowUp')).toEqual([1, 0]);
    const sparse = [
      [1, 0, 2],
      [0, 0, 0],
      [3, 0, 0],
    ];
    expect(nextCell(sparse, [0, 0], { key: 'ArrowRight', isFar: false })).toEqual([0, 2]);
    expect(nextCell(sparse, [0, 0], { key: 'ArrowDown', isFar: false })).toEqual([2, 0]);
  });

  it('leads nowhere at an end', () => {
    expect(to([0, 1], 'ArrowRight')).toBeUndefined();
    expect(to([0, 0], 'ArrowUp')).toBeUndefined();
    expect(to([2, 0], 'ArrowDown')).toBeUndefined();
  });

  it('jumps to the ends of a row, and with Control to those of the table', () => {
    expect(to([0, 1], 'Home')).toEqual([0, 0]);
    expect(to([0, 0], 'End')).toEqual([0, 1]);
    expect(to([1, 1], 'Home', true)).toEqual([0, 0]);
    expect(to([0, 0], 'End', true)).toEqual([2, 0]);
  });

  it('leaves other keys to the browser', () => {
    expect(to([0, 0], 'Tab')).toBeUndefined();
  });
});

it('begins in the first cell with items', () => {
  expect(firstCell(confusion)).toEqual([0, 0]);
  expect(
    firstCell([
      [0, 0],
      [0, 4],
    ]),
  ).toEqual([1, 1]);
  expect(firstCell([[0]])).toBeUndefined();
});
