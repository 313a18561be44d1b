import { AlaasError, type AudioFormat } from '@alaas/core';
import { quietly } from './quietly.ts';

/** Some sound: one array per channel, all of one length, samples in -1 to 1. */
export interface Pcm {
  readonly channelData: readonly Float32Array[];
  /** Per second; means nothing without samples. */
  readonly sampleRate: number;
}

/** Decodes one recording, part after part. */
export interface AudioStream {
  push(bytes: Uint8Array): Promise<Pcm>;
  /** What was held back for bytes that did not come. */
  end(): Promise<Pcm>;
  close(): void;
}

/**
 * Loads the library of the format with the first recording of it: most services never see one.
 *
 * @throws AlaasError `DECODE_UNSUPPORTED` about what an Ogg file holds
 */
export async function openAudioStream(format: AudioFormat, start: Uint8Array): Promise<AudioStream> {
  if (format === 'wav') return await openWav();
  if (format === 'mp3') return await openMp3();
  const codec = format === 'flac' ? 'flac' : oggCodec(start);
  if (codec === 'opus') {
    const { openOpusStream } = await import('./opus-stream.ts');
    return await openOpusStream();
  }
  if (codec === 'vorbis') {
    const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
    return await flushed(new OggVorbisDecoder());
  }
  if (codec === 'flac') {
    const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
    return await flushed(new FLACDecoder());
  }
  throw new AlaasError(
    'DECODE_UNSUPPORTED',
    'This Ogg file holds neither Vorbis nor Opus nor FLAC. Convert it to one of them, to WAV or to MP3.',
  );
}

/** What the first page of an Ogg file begins with (RFC 3533; RFC 7845 for Opus). */
function oggCodec(start: Uint8Array): 'vorbis' | 'opus' | 'flac' | undefined {
  const packet = 27 + (start[26] ?? 0);
  const name = String.fromCharCode(...start.subarray(packet, packet + 8));
  if (name.startsWith('\x01vorbis')) return 'vorbis';
  if (name.startsWith('OpusHead')) return 'opus';
  return name.startsWith('\x7fFLAC') ? 'flac' : undefined;
}

const nothing: Pcm = { channelData: [], sampleRate: 0 };

async function openWav(): Promise<AudioStream> {
  const { decoder: open } = await import('@audio/decode-wav');
  const decoder = open();
  return {
    push: async (bytes) => decoder.decode(bytes),
    end: async () => decoder.flush(),
    close: () => decoder.free(),
  };
}

async function openMp3(): Promise<AudioStream> {
  const { MPEGDecoder } = await import('mpg123-decoder');
  const decoder = new MPEGDecoder();
  await decoder.ready;
  return {
    push: async (bytes) => quietly(() => decoder.decode(bytes)),
    end: async () => nothing,
    close: () => decoder.free(),
  };
}

interface Flushing {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Promise<Pcm & { readonly errors: readonly { readonly message: string }[] }>;
  flush(): Promise<Pcm & { readonly errors: readonly { readonly message: string }[] }>;
  free(): void;
}

async function flushed(decoder: Flushing): Promise<AudioStream> {
  await decoder.ready;
  const sound = async (work: () => ReturnType<Flushing['decode']>): Promise<Pcm> => {
    const { errors, ...pcm } = await quietly(work);
    const [first] = errors;
    if (first !== undefined) throw new Error(first.message);
    return pcm;
  };
  return {
    push: (bytes) => sound(() => decoder.decode(bytes)),
    end: () => sound(() => decoder.flush()),
    close: () => decoder.free(),
  };
}
