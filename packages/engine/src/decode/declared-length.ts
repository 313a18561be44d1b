import type { AudioFormat } from '@alaas/core';

/** How long a recording says it is. */
export interface DeclaredLength {
  /** Per channel. */
  readonly samples: number;
  /** Samples per second, at least 1. */
  readonly rate: number;
}

/** What the header of a WAV or FLAC file says; undefined where it leaves it open, and for formats whose headers have none. */
export function declaredLength(format: AudioFormat, bytes: Uint8Array): DeclaredLength | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'wav') return wavLength(view);
  return format === 'flac' ? flacLength(view) : undefined;
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

function ascii(name: string): number {
  return [...name].reduce((sum, letter) => sum * 256 + letter.charCodeAt(0), 0);
}
