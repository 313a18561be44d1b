import { AlaasError, type Config, check, type ItemInput, itemInputSchema, toAlaasError } from '@alaas/core';
import type { Pool } from '@alaas/engine';
import { checkDepth } from '../json-depth.ts';
import { checkCount, datasetItems } from './items.ts';

/** Items that are stored together; the memory of an upload is a few of these, however long it is. */
const batchItems = 1000;
const batchBytes = 8 * 2 ** 20;

/**
 * Pools of some 1,000 items from a stream of JSON lines, each an item as in `items`. Empty lines are skipped.
 *
 * @throws AlaasError `INVALID_REQUEST` naming the line, `TOO_LARGE`; earlier pools were given out already
 */
export async function* jsonLinePools(stream: AsyncIterable<Buffer>, limits: Config['limits']): AsyncGenerator<Pool> {
  let batch: ItemInput[] = [];
  let bytes = 0;
  let line = 0;
  let items = 0;
  for await (const lines of splitLines(stream, limits.max_body_bytes)) {
    for (const text of lines) {
      line++;
      if (text.every(isSpace)) continue;
      items++;
      checkCount(items, limits);
      batch.push(parseItem(text, line));
      bytes += text.length;
      if (batch.length < batchItems && bytes < batchBytes) continue;
      yield { items: datasetItems(batch) };
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield { items: datasetItems(batch) };
}

function parseItem(text: Buffer, line: number): ItemInput {
  const name = `line ${line}`;
  let value: unknown;
  try {
    checkDepth(text);
    value = JSON.parse(text.toString());
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : toAlaasError(error).message;
    throw new AlaasError('INVALID_REQUEST', `${capital(name)} ${reason}. ${kept}`, { cause: error });
  }
  try {
    return check(itemInputSchema, value, name, 'INVALID_REQUEST');
  } catch (error) {
    const { message, details } = toAlaasError(error);
    throw new AlaasError('INVALID_REQUEST', `${message} ${kept}`, { cause: error, details });
  }
}

const kept = 'Whole batches before it are stored; correct the line and send everything again, nothing is doubled.';

/** The lines that each chunk ends. A promise for every line would keep the collector busier than the lines do. */
async function* splitLines(stream: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Iterable<Buffer>> {
  let rest: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > maxBytes) {
      throw new AlaasError(
        'TOO_LARGE',
        `The body is larger than ${maxBytes} bytes (limits.max_body_bytes). Send it in parts. ${kept}`,
      );
    }
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const last = chunk.subarray(start, end);
      lines.push(rest.length === 0 ? last : Buffer.concat([...rest, last]));
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    yield lines;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
