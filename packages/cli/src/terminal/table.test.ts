import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

test('aligns columns and leaves the last one ragged', () => {
  expect(
    formatTable([
      ['ID', 'NEEDS', 'WHAT'],
      ['margin', 'probabilities', 'the closest two'],
      ['random', '', 'any'],
    ]),
  ).toBe(
    ['ID      NEEDS          WHAT', 'margin  probabilities  the closest two', 'random                 any'].join('\n'),
  );
});

test('leaves no spaces at the end of a line', () => {
  expect(
    formatTable([
      ['a', ''],
      ['bb', 'c'],
    ]),
  ).toBe('a\nbb  c');
});
