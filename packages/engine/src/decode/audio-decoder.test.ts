import type { Clip } from '@alaas/core';
import { describe, expect, it, vi } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import { createAudioDecoder } from './audio-decoder.ts';
import { tone, toneFile, type WavSpec, wav } from './test-audio.ts';

const rate = 16_000;
const decoder = createAudioDecoder(rate, 10);

function clip(bytes: Uint8Array): Promise<Clip> {
  return decoder.decode(bytes);
}

/** The strength of one frequency, away from the ends: the amplitude of the wave. Goertzel 1958, by its definition. */
function amplitude({ samples }: Clip, hertz: number): number {
  let [re, im, count] = [0, 0, 0];
  for (let i = 480; i < samples.length - 480; i++, count++) {
    re += (samples[i] as number) * Math.cos((2 * Math.PI * hertz * i) / rate);
    im += (samples[i] as number) * Math.sin((2 * Math.PI * hertz * i) / rate);
  }
  return (2 * Math.hypot(re, im)) / count;
}

describe('a WAV file', () => {
  it.each<[string, Pick<WavSpec, 'tag' | 'bits'>, number]>([
    ['8 bits', { tag: 1, bits: 8 }, 1 / 100],
    ['16 bits', { tag: 1, bits: 16 }, 1e-4],
    ['24 bits', { tag: 1, bits: 24 }, 1e-6],
    ['32 bits', { tag: 1, bits: 32 }, 1e-6],
    ['floating point', { tag: 3, bits: 32 }, 1e-7],
  ])('of %s gives the samples that were written', async (_, kind, tolerance) => {
    const written = [0, 0.5, -0.5, 0.25, -1, 1, 0.125];
    const { samples, rate: own } = await clip(wav({ ...kind, rate, channels: [written] }));
    expect(own).toBe(rate);
    expect(samples.length).toBe(written.length);
    for (const [i, value] of written.entries())
      expect(Math.abs((samples[i] as number) - value)).toBeLessThan(tolerance);
  });

  it('of several channels gives their mean', async () => {
    const { samples } = await clip(
      wav({
        tag: 3,
        bits: 32,
        rate,
        channels: [
          [1, 0],
          [0.5, -0.5],
          [0, 0],
        ],
      }),
    );
    expect([...samples]).toEqual([0.5, expect.closeTo(-1 / 6, 6)]);
  });

  it('of another rate is resampled', async () => {
    const sound = await clip(
      wav({ tag: 1, bits: 16, rate: 44_100, channels: [tone(1000, { rate: 44_100, seconds: 0.25 })] }),
    );
    expect(sound.samples.length).toBe(4000);
    expect(amplitude(sound, 1000)).toBeCloseTo(0.5, 3);
    expect(amplitude(sound, 3000)).toBeLessThan(0.001);
  });

  it('may say that it goes on to the end of the file', async () => {
    const bytes = wav({ tag: 1, bits: 16, rate, channels: [[0.5, 0.25]] });
    new DataView(bytes.buffer).setUint32(40, 0xffffffff, true);
    expect((await clip(bytes)).samples.length).toBe(2);
  });
});

describe.each(['tone.mp3', 'tone.flac', 'tone-vorbis.ogg', 'tone-opus.ogg', 'tone-flac.ogg'])('%s', (name) => {
  it('gives the tone that was recorded, of its length', async () => {
    const sound = await clip(toneFile(name));
    expect(sound.samples.length).toBe(4000);
    // FFmpeg's sine has an amplitude of 1/8; what an encoder leaves of it differs a little
    expect(amplitude(sound, 1000)).toBeGreaterThan(0.115);
    expect(amplitude(sound, 1000)).toBeLessThan(0.13);
    expect(amplitude(sound, 2500)).toBeLessThan(0.005);
  });

  it('gives the same numbers every time', async () => {
    expect((await clip(toneFile(name))).samples).toEqual((await clip(toneFile(name))).samples);
  });

  it('is refused above the limit, and not by a sample less', async () => {
    expect(await codeOf(createAudioDecoder(rate, 0.2).decode(toneFile(name)))).toBe('DECODE_TOO_LARGE');
    const { samples } = await createAudioDecoder(rate, 0.25).decode(toneFile(name));
    expect(samples.length).toBe(4000);
  });

  it('cut to its header is damaged', async () => {
    expect(await codeOf(clip(toneFile(name).subarray(0, 90)))).toBe('DECODE_CORRUPT');
  });
});

describe('what is damaged', () => {
  it('is a fault of the file, without a word on the console', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const bytes = toneFile('tone-flac.ogg');
    bytes.fill(0x55, 1000, 1200);
    expect(await codeOf(clip(bytes))).toBe('DECODE_CORRUPT');
    expect(silent).not.toHaveBeenCalled();
    silent.mockRestore();
  });

  it.each([
    [
      'a WAV file that is cut short',
      wav({ tag: 1, bits: 16, rate, channels: [tone(440, { rate, seconds: 1 })] }).subarray(0, 9000),
    ],
    ['a FLAC file that is cut short', toneFile('tone.flac').subarray(0, 2500)],
    ['an MP3 file that lacks its last frame', toneFile('tone.mp3').subarray(0, 1496 - 50)],
    ['an MP3 file with a damaged frame', toneFile('tone.mp3').fill(0x55, 600, 640)],
    ['a WAV file without samples', wav({ tag: 1, bits: 16, rate, channels: [[]] })],
    ['a WAV file of no rate', wav({ tag: 1, bits: 16, rate: 0, channels: [[0.5, 0.5]] })],
    ['numbers that are not finite', wav({ tag: 3, bits: 32, rate, channels: [[0, Number.NaN]] })],
  ])('%s', async (_, bytes) => {
    expect(await codeOf(clip(bytes))).toBe('DECODE_CORRUPT');
  });

  it.each([
    ['a text', Buffer.from('la la la')],
    ['nothing', new Uint8Array()],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['Speex', Buffer.from(`OggS${'\0'.repeat(22)}\x01\x50Speex   1.2`, 'latin1')],
  ])('%s is no recording', async (_, bytes) => {
    expect(await codeOf(clip(bytes))).toBe('DECODE_UNSUPPORTED');
  });

  it('says what it is instead', async () => {
    const picture = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    await expect(clip(picture)).rejects.toThrow('it looks like PNG');
    await expect(clip(Buffer.from('la la la'))).rejects.toThrow('it looks like text beginning "la la la"');
  });

  it('of a FLAC file is seen, whatever byte of its sound is changed', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const sound = await clip(toneFile('tone.flac'));
    const outcomes: string[] = [];
    // the sound begins behind 8 kB of padding
    for (let place = 8400; place < toneFile('tone.flac').length; place += 71) {
      const bytes = toneFile('tone.flac');
      bytes[place] = (bytes[place] ?? 0) ^ 0x5a;
      const { samples } = await clip(bytes).catch(() => ({ samples: undefined }));
      outcomes.push(samples === undefined ? 'a fault' : isEqual(samples, sound.samples) ? 'no change' : 'unseen');
    }
    expect(outcomes).not.toContain('unseen');
    expect(outcomes.filter((outcome) => outcome === 'a fault').length).toBeGreaterThan(10);
    silent.mockRestore();
  });

  it('is never another error, whatever bytes are changed', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const name of ['tone.mp3', 'tone.flac', 'tone-vorbis.ogg', 'tone-opus.ogg']) {
      for (let n = 0; n < 25; n++) {
        const bytes = toneFile(name);
        // a stretch of 40 bytes, at places that are spread over the file
        bytes.fill((n * 89) % 256, Math.floor((bytes.length * n) / 25), Math.floor((bytes.length * n) / 25) + 40);
        const outcome = await clip(bytes).then(
          () => 'decoded',
          (error: { code?: string }) => error.code,
        );
        expect(['decoded', 'DECODE_CORRUPT', 'DECODE_UNSUPPORTED', 'DECODE_TOO_LARGE']).toContain(outcome);
      }
    }
    expect(silent).not.toHaveBeenCalled();
    silent.mockRestore();
  });
});

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

it('a recording that claims an hour is refused before it is decoded', async () => {
  const bytes = wav({ tag: 1, bits: 16, rate, channels: [[0.5]] });
  new DataView(bytes.buffer).setUint32(40, 3600 * rate * 2, true);
  expect(await codeOf(clip(bytes))).toBe('DECODE_TOO_LARGE');
});
