import { isUtf8 } from 'node:buffer';
import { AlaasError } from '@alaas/core';
import { invalidAnswer, oneAnswer, readAnswer, spansOf } from './answers.ts';
import { byteLines } from './byte-lines.ts';
import { spansOfTags, type Token, tagsOf, tokensOf } from './conll-tokens.ts';
import { type FileFormat, inPieces, invalidRow, maxRowBytes, toRow } from './format.ts';
import type { ExchangeContext, ExchangeRecord, ImportedRecord, ReadRow } from './record.ts';

/**
 * CoNLL: a token a line with its place in the text and its BIO tag, an empty line behind each item, and the item's id and
 * text as JSON in comments before it. With these the spans come back as they were; the tokens of other files are joined
 * with a space. It holds one answer an item; items without one, without a text, or with spans that overlap are left out,
 * each with a comment that says so.
 */
export const conll: FileFormat = {
  id: 'conll',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'conll',
  write: (records) => inPieces(blocks(records)),
  read: readConll,
};

async function* blocks(records: AsyncIterable<ExchangeRecord>): AsyncGenerator<string> {
  for await (const record of records) {
    const lines = linesOf(record);
    yield typeof lines === 'string'
      ? `# left out = ${asJson(`${record.item}: ${lines}`)}\n\n`
      : `${lines.join('\n')}\n\n`;
  }
}

/** The lines of an item, or why there are none. */
function linesOf(record: ExchangeRecord): string[] | string {
  const { item, uri, text } = record;
  const answer = oneAnswer(record);
  if (answer === undefined) return 'no agreed answer';
  if (text === undefined) return 'no text inline';
  const spans = spansOf(answer);
  const tokens = tokensOf(text, spans);
  const tags = tagsOf(tokens, spans, tagName);
  if (tags === undefined) return 'spans that overlap or hold nothing but blanks';
  return [
    `# item = ${asJson(item)}`,
    `# uri = ${asJson(uri)}`,
    `# text = ${asJson(text)}`,
    ...tokens.map((token, i) => `${token.text} ${token.start} ${token.end} ${tags[i]}`),
  ];
}

/** JSON without any character that some reader takes for the end of a line. */
function asJson(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A label as the end of a tag: columns are separated by blanks. */
function tagName(label: string): string {
  return label.replace(/[%\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
}

/** Lines of a file up to an empty one. */
interface Block {
  /** The number of its first line. */
  readonly line: number;
  readonly lines: string[];
}

async function* readConll(bytes: AsyncIterable<Uint8Array>, context: ExchangeContext): AsyncGenerator<ReadRow> {
  let block: Block | undefined;
  let bad: ReadRow | undefined;
  const take = (): ReadRow | undefined => {
    const row = bad ?? (block === undefined ? undefined : readBlock(block, context));
    [block, bad] = [undefined, undefined];
    return row;
  };
  for await (const lines of byteLines(bytes, maxRowBytes)) {
    for (const { line, bytes: content } of lines) {
      const text = content?.toString();
      if (text?.trim() === '' || text?.startsWith('-DOCSTART-') === true) {
        const row = take();
        if (row !== undefined) yield row;
        continue;
      }
      block ??= { line, lines: [] };
      if (content === undefined || text === undefined || !isUtf8(content)) {
        bad ??= toRow(line, () => {
          throw new AlaasError('DECODE_ENCODING', 'The line is not UTF-8, or too long. Write the file as UTF-8.');
        });
      } else block.lines.push(text);
    }
  }
  const row = take();
  if (row !== undefined) yield row;
}

const comment = /^#\s*(\S[^=]*?)\s*=\s*(.*)$/;

/** Undefined: nothing but comments that are not ours. */
function readBlock({ line, lines }: Block, context: ExchangeContext): ReadRow | undefined {
  const notes = new Map<string, string>();
  const rows: string[][] = [];
  for (const text of lines) {
    const [, key, value] = comment.exec(text) ?? [];
    if (key !== undefined && value !== undefined) notes.set(key, value);
    else if (!(text.startsWith('#') && rows.length === 0 && !/\s([BIESLU]-\S+|O)\s*$/.test(text))) {
      rows.push(text.trim().split(/\s+/));
    }
  }
  if (rows.length === 0 && !notes.has('text')) return undefined;
  return toRow(line, () => recordOfBlock(rows, notes, context));
}

function recordOfBlock(
  rows: readonly string[][],
  notes: ReadonlyMap<string, string>,
  context: ExchangeContext,
): ImportedRecord {
  const [item, uri, own] = ['item', 'uri', 'text'].map((key) => noteIn(notes, key));
  const short = rows.find((row) => row.length < 2);
  if (short !== undefined)
    throw invalidRow(`"${short[0]?.slice(0, 50)}" has no tag; write a token and its tag on each line.`);
  const { text, tokens } = own === undefined ? joined(rows) : { text: own, tokens: placed(rows, own) };
  const spans = spansOfTags(
    tokens,
    rows.map((row) => labelOfTag(row.at(-1) ?? 'O', context)),
  );
  if (typeof spans === 'string')
    throw invalidAnswer(`"${spans}" is no tag; tags are O, and B-, I- and the like before a label`);
  return {
    text,
    ...(item === undefined ? {} : { item }),
    ...(uri === undefined ? {} : { uri }),
    responses: [{ status: 'submitted', value: readAnswer(context, spans, text) }],
  };
}

/** A note that we wrote is JSON; CoNLL-U's are plain. */
function noteIn(notes: ReadonlyMap<string, string>, key: string): string | undefined {
  const note = notes.get(key);
  if (note?.startsWith('"') !== true) return note;
  try {
    return String(JSON.parse(note));
  } catch {
    return note;
  }
}

function labelOfTag(tag: string, { task }: ExchangeContext): string {
  const label = tag.slice(2);
  if (!label.includes('%') || task.labels.includes(label)) return tag;
  try {
    return `${tag.slice(0, 2)}${decodeURIComponent(label)}`;
  } catch {
    return tag;
  }
}

/** Tokens of a file that does not keep the text: it is they, with a space between. */
function joined(rows: readonly string[][]): { text: string; tokens: Token[] } {
  let end = -1;
  const tokens = rows.map(([text = '']): Token => {
    const start = end + 1;
    end = start + [...text].length;
    return { text, start, end };
  });
  return { text: tokens.map(({ text }) => text).join(' '), tokens };
}

/** Tokens at the places that the file gives, or else found in the text one after the other. */
function placed(rows: readonly string[][], text: string): Token[] {
  const characters = [...text];
  let end = 0;
  return rows.map(([token = '', first, last]): Token => {
    const length = [...token].length;
    const given = /^\d+$/.test(first ?? '') && /^\d+$/.test(last ?? '') ? Number(first) : undefined;
    let start = given ?? end;
    const isHere = () => characters.slice(start, start + length).join('') === token;
    while (given === undefined && start < characters.length && !isHere()) start++;
    if (!isHere()) throw invalidRow(`The token "${token.slice(0, 50)}" is not in the text where it should be.`);
    end = start + length;
    return { text: token, start, end };
  });
}
