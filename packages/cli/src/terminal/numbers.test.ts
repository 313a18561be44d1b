import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatCountOf, formatSeconds } from './numbers.ts';

test('groups the digits of counts', () => {
  expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});

test('knows one from many', () => {
  expect([formatCountOf(1, 'item'), formatCountOf(0, 'item')]).toEqual(['1 item', '0 items']);
});

test('gives seconds in the two largest units', () => {
  expect([0, 0.42, 9.46, 59.4, 59.6, 70, 3725, 7500].map(formatSeconds)).toEqual([
    '0.00 s',
    '0.42 s',
    '9.5 s',
    '59 s',
    '1 min 0 s',
    '1 min 10 s',
    '1 h 2 min',
    '2 h 5 min',
  ]);
});

test('gives bytes in decimal units', () => {
  expect([0, 999, 1500, 84e9, 2.5e15, 1e18].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '84 GB',
    '2.5 PB',
    '1000 PB',
  ]);
});
