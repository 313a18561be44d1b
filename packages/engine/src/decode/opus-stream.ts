import CodecParser, { type OggPage, type OpusHeader } from 'codec-parser';
import { OpusDecoder } from 'opus-decoder';
import type { AudioStream, Pcm } from './audio-stream.ts';
import { quietly } from './quietly.ts';

/** Opus in Ogg (RFC 7845): what it plays before and after the sound proper is left out. */
export async function openOpusStream(): Promise<AudioStream> {
  const parser = new CodecParser<OggPage>('audio/ogg', { enableFrameCRC32: false });
  let decoder: OpusDecoder | undefined;
  let decoded = 0;

  const decodePages = async (pages: Iterable<OggPage>): Promise<Pcm> => {
    const parts: Float32Array[][] = [];
    for (const page of pages) {
      const [first] = page.codecFrames;
      if (first === undefined) continue;
      const header = first.header as OpusHeader;
      decoder ??= await openDecoder(header);
      const opus = decoder;
      const { channelData, samplesDecoded, errors } = quietly(() =>
        opus.decodeFrames(page.codecFrames.map(({ data }) => data)),
      );
      const [fault] = errors;
      if (fault !== undefined) throw new Error(fault.message);
      decoded += samplesDecoded;
      // the last page says where the sound ends, counted with what is played before it
      const end = Number(page.absoluteGranulePosition) - header.preSkip;
      const over = page.isLastPage ? Math.max(0, decoded - end) : 0;
      parts.push(channelData.map((samples) => samples.subarray(0, Math.max(0, samplesDecoded - over))));
    }
    return { channelData: joined(parts), sampleRate: 48_000 };
  };

  return {
    push: (bytes) => decodePages(iterable(parser.parseChunk(bytes))),
    end: () => decodePages(iterable(parser.flush())),
    close: () => decoder?.free(),
  };
}

/** What the parser gives are generators; its types say less. */
function iterable<T>(pages: Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: () => pages };
}

async function openDecoder(header: OpusHeader): Promise<OpusDecoder> {
  const { channels, preSkip, streamCount, coupledStreamCount, channelMappingTable } = header;
  const decoder = new OpusDecoder({ channels, preSkip, streamCount, coupledStreamCount, channelMappingTable });
  await decoder.ready;
  return decoder;
}

function joined(parts: readonly Float32Array[][]): Float32Array[] {
  const [first = []] = parts;
  return first.map((_, channel) => {
    const out = new Float32Array(parts.reduce((sum, part) => sum + (part[channel]?.length ?? 0), 0));
    let at = 0;
    for (const part of parts) {
      const samples = part[channel] ?? new Float32Array();
      out.set(samples, at);
      at += samples.length;
    }
    return out;
  });
}
