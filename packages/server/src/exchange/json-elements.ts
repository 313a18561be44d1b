import { maxJsonDepth } from '../json-depth.ts';

/** The text of one element of an array, still to be parsed. */
export interface JsonElement {
  /** Key of the array in the object around it; absent: the file is the array. */
  readonly key?: string | undefined;
  /** Place in its array, from 1. */
  readonly number: number;
  /** Undefined: it is too long, nests too deep, or the file ends in it. */
  readonly bytes: Buffer | undefined;
  /** Why there are no bytes. */
  readonly fault?: string;
  /** True when the file ends in it, or where another element should be. */
  readonly isCut?: boolean;
}

/**
 * Cuts the elements out of a JSON array, or out of the arrays that are values of a JSON object, as their bytes arrive. It
 * only looks at brackets and quotes: each element is parsed on its own by the one who gets it, at the speed of `JSON.parse`,
 * so that a broken one is a fault of that element alone. Parsers that build values from a stream have neither property.
 */
export class JsonElements {
  readonly #maxBytes: number;
  #root: 'array' | 'object' | undefined;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** Depth of the elements of the array it is in; 0: in none. */
  #elementDepth = 0;
  #number = 0;
  #key = '';
  #keyStart = -1;
  #keyParts: Buffer[] = [];
  #isOpen = false;
  #parts: Buffer[] = [];
  #bytes = 0;
  #fault: string | undefined;

  /** @param maxBytes of one element */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns the elements that ended in the chunk */
  push(chunk: Buffer): JsonElement[] {
    const found: JsonElement[] = [];
    let start = 0;
    if (this.#keyStart >= 0) this.#keyStart = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (this.#isInString) {
        this.#inString(byte, chunk, i);
        continue;
      }
      if (byte <= space) continue;
      if (!this.#isOpen && this.#elementDepth > 0 && byte !== comma && byte !== closeBracket && byte !== closeBrace) {
        [this.#isOpen, this.#fault, start] = [true, undefined, i];
        this.#number++;
      }
      switch (byte) {
        case quote:
          this.#isInString = true;
          if (this.#depth === 1 && this.#elementDepth === 0) this.#keyStart = i + 1;
          break;
        case openBrace:
        case openBracket:
          this.#open(byte);
          break;
        case closeBrace:
        case closeBracket:
          if (this.#isOpen && this.#depth === this.#elementDepth) found.push(this.#end(chunk.subarray(start, i)));
          if (this.#depth === this.#elementDepth) this.#elementDepth = 0;
          if (this.#depth > 0) this.#depth--;
          break;
        case comma:
          if (this.#isOpen && this.#depth === this.#elementDepth) found.push(this.#end(chunk.subarray(start, i)));
          break;
      }
    }
    if (this.#isOpen) this.#keep(chunk.subarray(start));
    if (this.#keyStart >= 0) this.#keyParts.push(chunk.subarray(this.#keyStart));
    return found;
  }

  /** @returns the element in which the file ends, if it does */
  finish(): JsonElement[] {
    if (this.#root !== undefined && this.#depth === 0) return [];
    const number = this.#number + (this.#isOpen ? 0 : 1);
    return [{ ...this.#place(), number, bytes: undefined, fault: 'the file ends before its JSON does', isCut: true }];
  }

  #open(byte: number): void {
    if (this.#depth === 0) this.#root ??= byte === openBracket ? 'array' : 'object';
    this.#depth++;
    const isArray = byte === openBracket && this.#depth === (this.#root === 'array' ? 1 : 2);
    if (isArray && this.#elementDepth === 0) [this.#elementDepth, this.#number] = [this.#depth, 0];
    if (this.#depth > this.#elementDepth + maxJsonDepth) this.#fault = `nests deeper than ${maxJsonDepth} levels`;
  }

  #inString(byte: number, chunk: Buffer, i: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) {
      this.#isInString = false;
      if (this.#keyStart < 0) return;
      // at this depth a text is a key, or a value before the next key
      this.#key = Buffer.concat([...this.#keyParts, chunk.subarray(this.#keyStart, i)]).toString();
      [this.#keyStart, this.#keyParts] = [-1, []];
    }
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#fault = `is longer than ${this.#maxBytes} bytes`;
    if (this.#fault === undefined) this.#parts.push(part);
    else this.#parts = [];
  }

  #end(part: Buffer): JsonElement {
    this.#keep(part);
    const { length } = this.#parts;
    const bytes = length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    const fault = this.#fault;
    [this.#isOpen, this.#parts, this.#bytes, this.#fault] = [false, [], 0, undefined];
    const place = { ...this.#place(), number: this.#number };
    return fault === undefined ? { ...place, bytes } : { ...place, bytes: undefined, fault };
  }

  #place(): { key?: string } {
    return this.#root === 'object' ? { key: this.#key } : {};
  }
}

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
