import { expect, it } from 'vitest';
import { cellText, isNumberCell } from './cell.ts';

it.each([
  [null, '', false],
  [undefined, '', false],
  ['', '', false],
  [' ', ' ', false],
  [0, '0', true],
  ['-1.5e3', '-1.5e3', true],
  ['1,000', '1,000', false],
  [false, 'false', false],
  [{ a: [1] }, '{"a":[1]}', false],
])('shows %j as the text %j, a number: %s', (value, text, isNumber) => {
  expect([cellText(value), isNumberCell(value)]).toEqual([text, isNumber]);
});
