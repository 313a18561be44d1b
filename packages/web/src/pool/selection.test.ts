import { expect, it } from 'vitest';
import { excludable, includable, type Selected, toggled } from './selection.ts';

const selected: Selected = new Map([
  ['a', 'unlabelled'],
  ['b', 'excluded'],
  ['c', 'completed'],
]);

it('excludes what is in the pool, and puts back what is out', () => {
  expect(excludable(selected)).toEqual(['a', 'c']);
  expect(includable(selected)).toEqual(['b']);
});

it('takes an item in, and the same item out, and leaves the map before as it was', () => {
  expect([...toggled(selected, 'b', 'excluded').keys()]).toEqual(['a', 'c']);
  expect([...toggled(selected, 'd', 'unlabelled').keys()]).toEqual(['a', 'b', 'c', 'd']);
  expect(selected.size).toBe(3);
});
