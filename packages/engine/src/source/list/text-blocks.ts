import { isUtf8 } from 'node:buffer';
import type { Problems } from './problems.ts';

/** Some whole lines of a text. The last line of the text may lack its newline. */
export interface TextBlock {
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

export interface BlockOptions {
  readonly problems: Problems;
  /** Bytes; a longer line is a problem, and the last thing read. */
  readonly maxLineBytes: number;
}

const newline = 10;

/**
 * Cuts bytes into blocks of whole lines, in memory of a few chunks. A line that is not UTF-8 is a problem,
 * and empty in the block. A byte order mark at the start is dropped.
 */
export async function* blocksOfBytes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { problems, maxLineBytes }: BlockOptions,
): AsyncGenerator<TextBlock> {
  let line = 1;
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      const bytes = Buffer.concat([...rest, chunk.subarray(0, end)]);
      yield { text: decode(bytes, line, problems), line };
      line += countOf(bytes, newline);
      [rest, restBytes] = [[], 0];
    }
    rest.push(chunk.subarray(end));
    restBytes += chunk.length - end;
    if (restBytes > maxLineBytes) {
      problems.add(line, `is longer than ${maxLineBytes} bytes`);
      problems.throwIfAny();
    }
  }
  if (restBytes > 0) yield { text: decode(Buffer.concat(rest), line, problems), line };
}

const blockLength = 2 ** 18;

/** Cuts a text into blocks of whole lines. */
export function* blocksOfText(text: string): Generator<TextBlock> {
  let line = 1;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start + blockLength);
    const end = found === -1 ? text.length : found + 1;
    const block = text.slice(start, end);
    yield { text: block, line };
    line += block.split('\n').length - 1;
    start = end;
  }
}

/** The lines of a block with their numbers, without line ends. */
export function* linesOf(block: TextBlock): Generator<[line: string, number: number]> {
  let number = block.line;
  let start = 0;
  while (start < block.text.length) {
    const found = block.text.indexOf('\n', start);
    const end = found === -1 ? block.text.length : found;
    yield [block.text.slice(start, block.text[end - 1] === '\r' ? end - 1 : end), number];
    number++;
    start = end + 1;
  }
}

function decode(bytes: Buffer, line: number, problems: Problems): string {
  const hasMark = line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = hasMark ? bytes.subarray(3) : bytes;
  if (isUtf8(content)) return content.toString('utf8');
  return soundLines(content, line, problems);
}

function soundLines(bytes: Buffer, firstLine: number, problems: Problems): string {
  let text = '';
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found + 1;
    const content = bytes.subarray(start, end);
    if (isUtf8(content)) text += content.toString('utf8');
    else {
      problems.add(line, 'is not UTF-8');
      text += '\n';
    }
    start = end;
  }
  return text;
}

function countOf(bytes: Uint8Array, byte: number): number {
  let count = 0;
  for (let i = bytes.indexOf(byte); i !== -1; i = bytes.indexOf(byte, i + 1)) count++;
  return count;
}
