import { AlaasError, audioFormat, type Clip, isAlaasError } from '@alaas/core';
import { type AudioStream, openAudioStream, type Pcm } from './audio-stream.ts';
import { declaredLength } from './declared-length.ts';
import { looksLike } from './format.ts';
import { resample } from './resample.ts';

/** Turns recordings into sound of one channel at one rate. */
export interface AudioDecoder {
  /**
   * The mean of the channels, resampled.
   *
   * @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT` also for a file that is cut short, `DECODE_TOO_LARGE`
   */
  decode(bytes: Uint8Array): Promise<Clip>;
}

/**
 * Bytes decoded at once. A few kB of the emptiest sound there is decode to some 100 MB; after each part the limit is
 * looked at.
 */
const partBytes = 4096;
/** Of what files say; sound cards end at 768,000. */
const maxRate = 1_000_000;

/** @param maxSeconds a longer recording is refused, before it is decoded where its header says its length */
export function createAudioDecoder(sampleRate: number, maxSeconds: number): AudioDecoder {
  return {
    async decode(bytes) {
      const format = audioFormat(bytes);
      if (format === undefined) {
        throw new AlaasError(
          'DECODE_UNSUPPORTED',
          `This is not a recording ALaaS reads: it looks like ${looksLike(bytes)}. Use WAV, MP3, FLAC, or Ogg with Vorbis, Opus or FLAC.`,
        );
      }
      const declared = declaredLength(format, bytes);
      if (declared !== undefined) checkSeconds(declared.samples / declared.rate, maxSeconds);
      try {
        const stream = await openAudioStream(format, bytes);
        const { samples, rate } = await mono(stream, bytes, maxSeconds);
        if (declared !== undefined && samples.length < declared.samples) {
          throw new Error(`${samples.length} of ${declared.samples} samples are there`);
        }
        return { samples: resample(samples, rate, sampleRate), rate: sampleRate };
      } catch (error) {
        if (isAlaasError(error)) throw error;
        const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/[:.]\s*$/, '');
        throw new AlaasError(
          'DECODE_CORRUPT',
          `The ${format.toUpperCase()} recording is damaged or cut short (${reason}); replace the file.`,
          { cause: error },
        );
      }
    },
  };
}

async function mono(stream: AudioStream, bytes: Uint8Array, maxSeconds: number): Promise<Clip> {
  const parts: Float32Array[] = [];
  let length = 0;
  let rate = 0;
  const take = ({ channelData, sampleRate }: Pcm): void => {
    const count = channelData[0]?.length ?? 0;
    if (count === 0) return;
    if (rate !== 0 && rate !== sampleRate) throw new Error('its sample rate changes');
    rate = sampleRate;
    if (!(rate >= 1 && rate <= maxRate)) throw new Error(`its sample rate is ${rate}`);
    parts.push(meanOf(channelData));
    length += count;
    checkSeconds(length / rate, maxSeconds);
  };
  try {
    for (let start = 0; start < bytes.length; start += partBytes) {
      take(await stream.push(bytes.subarray(start, start + partBytes)));
    }
    take(await stream.end());
  } finally {
    stream.close();
  }
  if (length === 0) throw new Error('it holds no sound');
  return { samples: finite(parts, length), rate };
}

function finite(parts: readonly Float32Array[], length: number): Float32Array {
  const samples = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  if (!samples.every(Number.isFinite)) throw new Error('it holds numbers that are not finite');
  return samples;
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (others.length === 0) return first.slice();
  return first.map(
    (value, i) => others.reduce((sum, channel) => sum + (channel[i] as number), value) / channels.length,
  );
}

function checkSeconds(seconds: number, maxSeconds: number): void {
  if (seconds <= maxSeconds) return;
  throw new AlaasError(
    'DECODE_TOO_LARGE',
    `The recording is longer than ${maxSeconds} seconds; cut it into pieces, or raise limits.max_seconds.`,
  );
}
