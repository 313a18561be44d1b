/** A line without its end; undefined: it is longer than a line may be. */
export interface ByteLine {
  /** From 1. */
  readonly line: number;
  readonly bytes: Buffer | undefined;
}

const newline = 10;
const carriageReturn = 13;

/** The lines of each piece that arrives. A byte order mark is dropped; what a too long line holds is not kept. */
export async function* byteLines(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<ByteLine[]> {
  let line = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  const take = (last: Buffer): ByteLine => {
    const isTooLong = restBytes + last.length > maxBytes;
    const whole = rest.length === 0 ? last : Buffer.concat([...rest, last]);
    [rest, restBytes] = [[], 0];
    line++;
    return { line, bytes: isTooLong ? undefined : trimmed(whole, line === 1) };
  };
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    const lines: ByteLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      lines.push(take(chunk.subarray(start, end)));
      start = end + 1;
    }
    restBytes += chunk.length - start;
    if (restBytes > maxBytes) rest = [];
    else if (start < chunk.length) rest.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (restBytes > 0) yield [take(Buffer.alloc(0))];
}

function trimmed(line: Buffer, isFirst: boolean): Buffer {
  const start = isFirst && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
  return line.subarray(start, line.at(-1) === carriageReturn ? line.length - 1 : line.length);
}
