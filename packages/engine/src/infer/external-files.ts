import { type FileHandle, open } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { AlaasError } from '@alaas/core';

/**
 * Which fields of which messages lead to a tensor's place outside the file. Field numbers: onnx.proto of the
 * ONNX project.
 */
const ways: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: { 13: 'entry' },
};

/**
 * Absolute paths of the files beside an ONNX file that hold its large weights, in alphabetical order. Reads
 * the structure only and steps over weights. Empty for what is not an ONNX file; loading says so.
 *
 * @throws AlaasError `MODEL_INVALID` when the model asks for a file outside its own folder; the error of node:fs
 */
export async function externalFiles(path: string): Promise<string[]> {
  const file = await open(path);
  try {
    const locations = new Set<string>();
    const { size } = await file.stat();
    await walk(new Reader(file), 'model', { start: 0, end: size }, locations);
    return [...locations].sort().map((location) => inside(path, location));
  } finally {
    await file.close();
  }
}

/** ONNX Runtime checks this again with links resolved; checking here keeps such a file from being read at all. */
function inside(path: string, location: string): string {
  const file = resolve(dirname(path), location);
  const way = relative(dirname(path), file);
  if (!isAbsolute(location) && !isAbsolute(way) && !/^\.\.([\\/]|$)/.test(way)) return file;
  throw new AlaasError(
    'MODEL_INVALID',
    `${path} keeps weights in "${location}", outside its own folder. Put that file beside the model and export the model again.`,
  );
}

interface Span {
  readonly start: number;
  readonly end: number;
}

async function walk(reader: Reader, message: string, { start, end }: Span, locations: Set<string>): Promise<void> {
  let at = start;
  const entry: (string | undefined)[] = [];
  while (at < end) {
    const tag = await reader.varint(at);
    if (tag === undefined) return;
    const [field, wireType] = [tag.value >>> 3, tag.value & 7];
    const content = await reader.content(tag.next, wireType);
    if (content === undefined || content.end > end) return;
    const inner = ways[message]?.[field];
    if (inner !== undefined && wireType === 2) await walk(reader, inner, content, locations);
    if (message === 'entry' && wireType === 2) entry[field] = await reader.text(content);
    at = content.end;
  }
  // a StringStringEntryProto: key 1, value 2
  if (entry[1] === 'location' && entry[2] !== undefined) locations.add(entry[2]);
}

/** Reads Protocol Buffers fields at any place of a file through one window of it. */
class Reader {
  readonly #file: FileHandle;
  readonly #window = new Uint8Array(65_536);
  #start = 0;
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** A number of up to 53 bits and the position behind it; undefined where there is none. */
  async varint(position: number): Promise<{ value: number; next: number } | undefined> {
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const byte = await this.#byte(position + i);
      if (byte === undefined) return undefined;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, next: position + i + 1 };
    }
    return undefined;
  }

  /** Where the content of a field lies. */
  async content(position: number, wireType: number): Promise<Span | undefined> {
    if (wireType === 1) return { start: position, end: position + 8 };
    if (wireType === 5) return { start: position, end: position + 4 };
    if (wireType === 0) return this.#skipVarint(position);
    if (wireType !== 2) return undefined;
    const length = await this.varint(position);
    return length === undefined ? undefined : { start: length.next, end: length.next + length.value };
  }

  async text({ start, end }: Span): Promise<string | undefined> {
    // no path is longer
    if (end - start > 4096) return undefined;
    const bytes = new Uint8Array(end - start);
    await this.#file.read(bytes, 0, bytes.length, start);
    return new TextDecoder().decode(bytes);
  }

  /** Numbers of ten bytes are negative ones, whose value nobody asks for. */
  async #skipVarint(position: number): Promise<Span | undefined> {
    for (let i = 0; i < 10; i++) {
      const byte = await this.#byte(position + i);
      if (byte === undefined) return undefined;
      if (byte < 0x80) return { start: position, end: position + i + 1 };
    }
    return undefined;
  }

  async #byte(position: number): Promise<number | undefined> {
    if (position < this.#start || position >= this.#start + this.#length) {
      const { bytesRead } = await this.#file.read(this.#window, 0, this.#window.length, position);
      this.#start = position;
      this.#length = bytesRead;
    }
    return position < this.#start + this.#length ? this.#window[position - this.#start] : undefined;
  }
}
