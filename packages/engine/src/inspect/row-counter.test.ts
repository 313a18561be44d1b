import { expect, it } from 'vitest';
import { RowCounter } from './row-counter.ts';

function count(text: string, format: 'csv' | 'jsonl', pieces: number): number {
  const counter = new RowCounter(format);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieces) counter.push(bytes.subarray(at, at + pieces));
  return counter.rows;
}

it('counts rows without header and blank lines, wherever the bytes are cut', () => {
  const text = 'text,label\r\n"two\nlines, and ""quotes""",a\r\n\r\nplain,b\nlast,c';
  for (const pieces of [1, 2, 7, 1000]) expect(count(text, 'csv', pieces)).toBe(3);
  for (const pieces of [1, 5, 1000]) expect(count('{"a":"\\""}\n\n{"b":1}\n', 'jsonl', pieces)).toBe(2);
  expect(count('', 'csv', 1)).toBe(0);
});
