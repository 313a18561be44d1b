import { expect, it } from 'vitest';
import { nameOf } from './name-of.ts';

it.each([
  ['file:///data/cats/tom.png', 'tom.png'],
  ['C:\\\\cats\\\\tom.png', 'tom.png'],
  ['https://example.org/cats/', 'cats'],
  ['inline:721bfee02cc873a4be041c2096703208', 'cat-7'],
  ['', 'cat-7'],
])('an item at %s is called %s', (uri, name) => {
  expect(nameOf(uri, 'cat-7')).toBe(name);
});
