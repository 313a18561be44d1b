import { createHash, hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { PrefixDigest } from './prefix-digest.ts';

it('is the SHA-256 of the first digests, however many there are', () => {
  const digest = new PrefixDigest();
  const parts = Array.from({ length: 9000 }, (_, i) => hash('sha256', `content ${i}`, 'hex'));
  for (const part of parts) digest.push(part);
  // around the lengths at which states are kept, too
  for (const size of [0, 1, 4095, 4096, 4097, 8192, 9000]) {
    const whole = createHash('sha256');
    for (const part of parts.slice(0, size)) whole.update(Buffer.from(part, 'hex'));
    expect(digest.of(size)).toBe(whole.digest('hex'));
  }
  expect(digest.at(4096)).toBe(parts[4096]);
  for (const size of [9001, -1, 0.5]) expect(() => digest.of(size)).toThrow(RangeError);
});
