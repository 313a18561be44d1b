import { expect, test } from 'vitest';
import { wavBytes } from './wav.ts';

test('writes the header and the samples of a 16-bit WAV file', () => {
  const bytes = wavBytes({ samples: Float32Array.of(0, 1, -1, 0.5), rate: 8000 });
  expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
  expect(bytes.readUInt32LE(4)).toBe(36 + 8);
  expect(bytes.subarray(8, 16).toString()).toBe('WAVEfmt ');
  // 16 bytes of format; PCM, 1 channel; 8,000 a second, 16,000 bytes a second; 2 bytes and 16 bits a sample
  expect([bytes.readUInt32LE(16), bytes.readUInt16LE(20), bytes.readUInt16LE(22)]).toEqual([16, 1, 1]);
  expect([bytes.readUInt32LE(24), bytes.readUInt32LE(28)]).toEqual([8000, 16_000]);
  expect([bytes.readUInt16LE(32), bytes.readUInt16LE(34)]).toEqual([2, 16]);
  expect([bytes.subarray(36, 40).toString(), bytes.readUInt32LE(40)]).toEqual(['data', 8]);
  // 0.5 x 32,767 = 16,383.5
  expect([0, 1, 2, 3].map((i) => bytes.readInt16LE(44 + i * 2))).toEqual([0, 32_767, -32_767, 16_384]);
});
