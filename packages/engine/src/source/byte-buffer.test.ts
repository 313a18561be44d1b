import { expect, test } from 'vitest';
import { ByteBuffer } from './byte-buffer.ts';

test.each([0, 3, 5, 100, 2 ** 40])('collects chunks exactly when %i bytes were announced', (expected) => {
  const buffer = new ByteBuffer(expected);
  for (const chunk of [[1, 2], [], [3], [4, 5]]) buffer.append(Uint8Array.from(chunk));
  expect(buffer.length).toBe(5);
  const bytes = buffer.take();
  expect([...bytes]).toEqual([1, 2, 3, 4, 5]);
  expect(bytes.buffer.byteLength).toBe(5);
});

test('grows beyond what was announced', () => {
  const buffer = new ByteBuffer(10);
  for (let i = 0; i < 1000; i++) buffer.append(Uint8Array.of(i % 256, 7));
  const bytes = buffer.take();
  expect(bytes).toHaveLength(2000);
  expect(bytes[2 * 999]).toBe(999 % 256);
});
