import { expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { decodeRow } from './table-row.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOfRow = (content: Uint8Array) => codeOf((async () => decodeRow(content))());

it('gives the cells of a row', () => {
  const row = { age: 39, work: 'Private', retired: false, note: null };
  expect(decodeRow(bytes(JSON.stringify(row)))).toEqual(row);
});

it.each(['', 'age=39', '[1,2]', '"a"', '3', 'null', '{}', '{"a":[1]}', '{"a":{"b":1}}'])(
  '%j is no row',
  async (text) => {
    expect(await codeOfRow(bytes(text))).toBe('DECODE_UNSUPPORTED');
  },
);

it('a row that is not UTF-8 is told so', async () => {
  expect(await codeOfRow(Uint8Array.of(0x7b, 0xff))).toBe('DECODE_ENCODING');
});
