import { expect, test } from 'vitest';
import { ProtoMessage } from './proto-message.ts';

// the first two are the examples of the Protocol Buffers encoding guide
test('writes an integer as a tag and a varint', () => {
  expect([...new ProtoMessage().integer(1, 150).finish()]).toEqual([0x08, 0x96, 0x01]);
});

test('writes a text with its length in bytes', () => {
  expect(Buffer.from(new ProtoMessage().text(2, 'testing').finish()).toString('hex')).toBe('120774657374696e67');
  expect([...new ProtoMessage().text(2, 'é').finish()]).toEqual([0x12, 2, 0xc3, 0xa9]);
});

test('writes a negative integer as ten bytes', () => {
  expect([...new ProtoMessage().integer(1, -1).finish()]).toEqual([0x08, ...Array(9).fill(0xff), 0x01]);
});

test('writes field numbers over 15 in two bytes', () => {
  expect([...new ProtoMessage().integer(20, 7).finish()]).toEqual([0xa0, 0x01, 7]);
});

test('writes a float32 in little-endian order', () => {
  expect([...new ProtoMessage().float(2, 1).finish()]).toEqual([0x15, 0, 0, 0x80, 0x3f]);
});

test('writes a nested message with its length', () => {
  const inner = new ProtoMessage().integer(1, 150);
  expect([...new ProtoMessage().message(3, inner).finish()]).toEqual([0x1a, 3, 0x08, 0x96, 0x01]);
});
