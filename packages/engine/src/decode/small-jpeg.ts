import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { freeNow } from '@alaas/core';
import decode, { init } from '@jsquash/jpeg/decode.js';
import type { Raster } from './image-contract.ts';

/**
 * The pixels of a small plain JPEG, decoded in WebAssembly: the same levels as libvips's, without the half
 * millisecond a libvips pipeline takes to set up. Undefined when that fails: the general decoder then reads the
 * file or says what is wrong.
 *
 * @param bytes of which {@link smallJpegSize} knows the size
 */
export async function decodeSmallJpeg(bytes: Uint8Array): Promise<Raster | undefined> {
  loading ??= load();
  try {
    await loading;
    const copy = Uint8Array.from(bytes);
    const { data, width, height } = await decode(copy.buffer);
    freeNow(copy);
    return { data, width, height, channels: 4 };
  } catch {
    // the failed call may have left memory behind in the instance
    loading = undefined;
    return undefined;
  }
}

let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
  const silent = (): void => undefined;
  await init({ wasmBinary: Uint8Array.from(await readFile(path)).buffer, print: silent, printErr: silent });
}

/** Pixels on a side. Above, the set-up of a libvips pipeline no longer dominates. */
const maxSide = 64;

export interface JpegSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a whole JPEG of at most 64 x 64 pixels, 8 bits, grey or three components, without what changes
 * pixels after decoding: an orientation, an ICC profile, an Adobe colour transform. Undefined for any other file.
 */
export function smallJpegSize(bytes: Uint8Array): JpegSize | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  // a missing end marker means a cut file
  if (bytes[bytes.length - 2] !== 0xff || bytes[bytes.length - 1] !== marker.end) return undefined;
  let size: JpegSize | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const kind = bytes[at + 1] as number;
    if (kind === marker.scan) return size;
    if (marker.refused.has(kind)) return undefined;
    if (marker.frames.has(kind)) {
      if (size !== undefined) return undefined;
      size = smallFrameSize(bytes, at + 4);
      if (size === undefined) return undefined;
    }
    at += 2 + uint16(bytes, at + 2);
  }
  return undefined;
}

const marker = {
  scan: 0xda,
  end: 0xd9,
  // baseline, extended, progressive: Huffman-coded
  frames: new Set([0xc0, 0xc1, 0xc2]),
  // APP1 (EXIF), APP2 (ICC), APP14 (Adobe); markers without a length; frames of other codings
  refused: new Set([
    0xe1, 0xe2, 0xee, 0x00, 0x01, 0xff, 0xd8, 0xd9, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xc3, 0xc5, 0xc6,
    0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
  ]),
};

/** @param at where the frame header's precision is */
function smallFrameSize(bytes: Uint8Array, at: number): JpegSize | undefined {
  const height = uint16(bytes, at + 1);
  const width = uint16(bytes, at + 3);
  const components = bytes[at + 5];
  if (bytes[at] !== 8 || (components !== 1 && components !== 3)) return undefined;
  return height >= 1 && height <= maxSide && width >= 1 && width <= maxSide ? { width, height } : undefined;
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
