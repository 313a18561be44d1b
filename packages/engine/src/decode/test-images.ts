/** Image files for the tests of this folder, made byte by byte where the decoder is what is tested. */
import { crc32, deflateSync } from 'node:zlib';

export interface PngSpec {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGB + alpha. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly bitDepth: 1 | 8 | 16;
  /** All rows, without filter bytes. */
  readonly rows: Uint8Array;
  readonly palette?: readonly number[];
}

/** A PNG of exactly these samples (PNG specification, third edition). */
export function png(spec: PngSpec): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(spec.width, 0);
  header.writeUInt32BE(spec.height, 4);
  header.set([spec.bitDepth, spec.colourType, 0, 0, 0], 8);
  const stride = spec.rows.length / spec.height;
  const filtered = Buffer.alloc(spec.height * (stride + 1));
  for (let y = 0; y < spec.height; y++) {
    filtered.set(spec.rows.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(spec.palette === undefined ? [] : [chunk('PLTE', Buffer.from(spec.palette))]),
    chunk('IDAT', deflateSync(filtered, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An 8-bit RGB PNG from rows of pixels. */
export function rgbPng(rows: readonly (readonly Colour[])[]): Uint8Array {
  const data = Uint8Array.from(rows.flat(2));
  return png({ width: rows[0]?.length ?? 0, height: rows.length, colourType: 2, bitDepth: 8, rows: data });
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A black 1-bit grey PNG of any size, some thousand times smaller than its pixels. */
export function blackPng(width: number, height: number): Uint8Array {
  return png({ width, height, colourType: 0, bitDepth: 1, rows: new Uint8Array(Math.ceil(width / 8) * height) });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
