import { describe, expect, it } from 'vitest';
import { drawingOrder, groupKey, groupsOf, placesOfKeys } from './coloring.ts';

const map = {
  points: 6,
  values: ['spam', 'ham', 'never'],
  label: Int16Array.of(0, -1, 1, -1, 0, -1),
  predicted: Int16Array.of(0, 1, 1, 1, 0, 0),
  uncertainty: Float32Array.of(0, 0.49, 0.5, 1, Number.NaN, 0.99),
  round: Int32Array.of(0, 1, -1, 2, 2, -1),
  status: Uint8Array.of(2, 0, 2, 0, 2, 3),
};

describe('groups of points', () => {
  it('are the labels that occur, with their counts, and those without one', () => {
    const { of, groups } = groupsOf(map, 'label');
    expect(groups.map(({ kind, from, count }) => [kind, from, count])).toEqual([
      ['value', 0, 2],
      ['value', 1, 1],
      ['unknown', -1, 3],
    ]);
    expect([...of]).toEqual([0, 2, 1, 2, 0, 2]);
  });

  it('are eighths of the uncertainty, the ends included', () => {
    const { of, groups } = groupsOf(map, 'uncertainty');
    expect(groups.map(({ kind, from, to, count }) => [kind, from, to, count])).toEqual([
      ['range', 0, 0.125, 1],
      ['range', 0.375, 0.5, 1],
      ['range', 0.5, 0.625, 1],
      ['range', 0.875, 1, 2],
      ['unknown', -1, -1, 1],
    ]);
    expect([...of]).toEqual([0, 1, 2, 3, 4, 3]);
  });

  it('are single rounds while there are few, and several together when there are many', () => {
    expect(groupsOf(map, 'round').groups.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 0, 1],
      [1, 1, 1],
      [2, 2, 2],
      [-1, -1, 2],
    ]);
    // 20 rounds in at most 8 groups: threes, the last one of two
    const many = { ...map, points: 20, round: Int32Array.from({ length: 20 }, (_, i) => i) };
    const { groups } = groupsOf(many, 'round');
    expect(groups.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 2, 3],
      [3, 5, 3],
      [6, 8, 3],
      [9, 11, 3],
      [12, 14, 3],
      [15, 17, 3],
      [18, 19, 2],
    ]);
  });

  it('are where items stand', () => {
    const { groups } = groupsOf(map, 'status');
    expect(groups.map(({ kind, from, count }) => [kind, from, count])).toEqual([
      ['status', 0, 2],
      ['status', 2, 3],
      ['status', 3, 1],
    ]);
  });

  it('hold the smallest of many values together', () => {
    // value v has 20 - v points: 16, 17, 18 and 19 have the fewest
    const label = Int16Array.from(Array.from({ length: 20 }, (_, v) => Array.from({ length: 20 - v }, () => v)).flat());
    const values = Array.from({ length: 20 }, (_, v) => String(v));
    const { groups } = groupsOf({ ...map, points: label.length, values, label }, 'label');
    expect(groups.length).toBe(17);
    expect(groups.at(-1)).toMatchObject({ kind: 'others', count: 4 + 3 + 2 + 1 });
  });
});

describe('hidden groups', () => {
  it('stay the same ones when another group comes up before them', () => {
    const before = groupsOf(map, 'status');
    const excluded = before.groups.find(({ from }) => from === 3);
    const keys = new Set([groupKey(excluded ?? { kind: 'status', from: -1 })]);
    expect([...placesOfKeys(before, keys)]).toEqual([2]);
    const now = groupsOf({ ...map, status: Uint8Array.of(2, 1, 2, 0, 2, 3) }, 'status');
    expect([...placesOfKeys(now, keys)]).toEqual([3]);
    // and none, once there is nothing in it
    expect([...placesOfKeys(groupsOf({ ...map, status: new Uint8Array(6) }, 'status'), keys)]).toEqual([]);
  });
});

describe('the order of drawing', () => {
  it('has what is not known below, and what is selected above', () => {
    const groups = groupsOf(map, 'label');
    const isSelected = Uint8Array.of(0, 1, 0, 0, 1, 0);
    expect([...drawingOrder(groups, isSelected, new Set())]).toEqual([3, 5, 0, 2, 1, 4]);
  });

  it('leaves out what is hidden, selected or not', () => {
    const groups = groupsOf(map, 'label');
    expect([...drawingOrder(groups, Uint8Array.of(1, 0, 0, 0, 0, 0), new Set([0]))]).toEqual([1, 3, 5, 2]);
  });
});
