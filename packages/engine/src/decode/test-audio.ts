/** Recordings for the tests of this folder. */
import { readFileSync } from 'node:fs';

export interface WavSpec {
  /** Samples per second. */
  readonly rate: number;
  /** 1 whole numbers, 3 floating point. */
  readonly tag: 1 | 3;
  readonly bits: 8 | 16 | 24 | 32;
  /** One list per channel, samples in -1 to 1. */
  readonly channels: readonly (readonly number[])[];
}

/** A WAV file of exactly these samples (Microsoft and IBM 1991). */
export function wav({ rate, tag, bits, channels }: WavSpec): Uint8Array<ArrayBuffer> {
  const block = channels.length * (bits / 8);
  const data = Buffer.alloc((channels[0]?.length ?? 0) * block);
  for (const [c, samples] of channels.entries()) {
    for (const [i, sample] of samples.entries()) {
      const at = i * block + c * (bits / 8);
      if (tag === 3) data.writeFloatLE(sample, at);
      else if (bits === 8) data.writeUInt8(Math.round(sample * 127) + 128, at);
      else data.writeIntLE(Math.round(sample * (2 ** (bits - 1) - 1)), at, bits / 8);
    }
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(tag, 20);
  header.writeUInt16LE(channels.length, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * block, 28);
  header.writeUInt16LE(block, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Uint8Array.from(Buffer.concat([header, data]));
}

/** A sine wave. */
export function tone(hertz: number, { rate, seconds, level = 0.5 }: ToneSpec): number[] {
  return Array.from(
    { length: Math.round(rate * seconds) },
    (_, i) => level * Math.sin((2 * Math.PI * hertz * i) / rate),
  );
}

export interface ToneSpec {
  readonly rate: number;
  readonly seconds: number;
  /** Default: 0.5. */
  readonly level?: number;
}

/** A quarter of a second of 1,000 Hz at an eighth of full scale, as FFmpeg 5.1 wrote it. */
export function toneFile(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(`./test-audio/${name}`, import.meta.url)));
}
