import type { AudioFormat } from '@alaas/core';

/** How long a recording says it is. */
export interface DeclaredLength {
  /** Per channel. */
  readonly samples: number;
  /** Samples per second, at least 1. */
  readonly rate: number;
}

/**
 * What the header of a WAV or FLAC file says, or the first frame of an MP3 file; undefined where it is left open, and for formats
 * that do not say it.
 */
export function declaredLength(format: AudioFormat, bytes: Uint8Array): DeclaredLength | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'wav') return wavLength(view);
  if (format === 'flac') return flacLength(view);
  return format === 'mp3' ? mp3Length(view) : undefined;
}

/** Of plain numbers, where a block is one sample of each channel. A size of 0 or -1 means as far as the file goes. */
function wavLength(view: DataView): DeclaredLength | undefined {
  let fmt: { readonly rate: number; readonly block: number; readonly isPlain: boolean } | undefined;
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const id = view.getUint32(at);
    const size = view.getUint32(at + 4, true);
    if (id === ascii('fmt ') && at + 24 <= view.byteLength) {
      const tag = view.getUint16(at + 8, true);
      const isPlain = [1, 3, 6, 7, 0xfffe].includes(tag);
      fmt = { rate: view.getUint32(at + 12, true), block: view.getUint16(at + 20, true), isPlain };
    }
    if (id === ascii('data')) {
      if (fmt?.isPlain !== true || fmt.rate === 0 || fmt.block === 0) return undefined;
      return size === 0 || size === 0xffffffff ? undefined : { samples: Math.floor(size / fmt.block), rate: fmt.rate };
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** STREAMINFO comes first (RFC 9639): 20 bits of sample rate at byte 18, and 36 bits of samples; 0 means unknown. */
function flacLength(view: DataView): DeclaredLength | undefined {
  if (view.byteLength < 26) return undefined;
  const rate = view.getUint32(18) >>> 12;
  const samples = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22);
  return rate === 0 || samples === 0 ? undefined : { samples, rate };
}

/** Sample rates of MPEG 1 (ISO 11172-3); those of MPEG 2 are half, and those of 2.5 a quarter. */
const mpegRates: readonly (number | undefined)[] = [44_100, 48_000, 32_000];
/** What a decoder of layer III holds back, as LAME counts it: players leave it out as well. */
const decoderDelay = 529;

/**
 * Encoders write the number of frames that follow into a first frame of silence (named Xing or Info), and LAME and those like it
 * how many samples to leave out at both ends. Without these nobody knows what a whole file gives to the sample.
 */
function mp3Length(view: DataView): DeclaredLength | undefined {
  const at = id3Bytes(view);
  if (at + 4 > view.byteLength) return undefined;
  const header = view.getUint32(at);
  const [version, rateOfOne, isMono] = [
    (header >>> 19) & 3,
    mpegRates[(header >>> 10) & 3],
    ((header >>> 6) & 3) === 3,
  ];
  if (header >>> 21 !== 0x7ff || version === 1 || rateOfOne === undefined) return undefined;
  const isOne = version === 3;
  const side = isOne ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const tag = at + 4 + side;
  if (tag + 156 > view.byteLength || ![ascii('Xing'), ascii('Info')].includes(view.getUint32(tag))) return undefined;
  const flags = view.getUint32(tag + 4);
  if ((flags & 1) === 0) return undefined;
  const frames = view.getUint32(tag + 8);
  // frames, bytes, a table of places and a quality come before what LAME adds, where they are there
  const lame = tag + 12 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const ends = view.getUint32(lame + 20) & 0xffffff;
  const [before, after] = [ends >>> 12, ends & 0xfff];
  if (view.getUint8(lame) === 0 || before === 0) return undefined;
  const left = before + decoderDelay + Math.max(0, after - decoderDelay);
  const samples = frames * (isOne ? 1152 : 576) - left;
  return samples <= 0 ? undefined : { samples, rate: rateOfOne / (isOne ? 1 : version === 2 ? 2 : 4) };
}

/** Of the tag that a file may begin with: its size is written in 7 bits a byte. */
function id3Bytes(view: DataView): number {
  if (view.byteLength < 10 || view.getUint32(0) >>> 8 !== ascii('ID3')) return 0;
  const size = [6, 7, 8, 9].reduce((sum, place) => sum * 128 + (view.getUint8(place) & 0x7f), 0);
  const hasFooter = (view.getUint8(5) & 0x10) !== 0;
  return 10 + size + (hasFooter ? 10 : 0);
}

function ascii(name: string): number {
  return [...name].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0);
}
