import type { PredictItem } from '@alaas/client';
import type { Content } from '../content/content.ts';

/** Something to ask the model about, with what the page calls it. */
export interface Input {
  readonly name: string;
  readonly item: PredictItem;
}

/** Inputs of one call at most; the service takes no more. */
export const mostInputs = 1000;

/** Characters of a text that stand for it. */
const nameLength = 80;

/** @param isByLine whether each line is a text of its own; empty ones are none */
export function textInputs(text: string, isByLine: boolean): Input[] {
  const texts = isByLine ? text.split(/\r?\n/) : [text];
  return texts
    .filter((one) => one.trim() !== '')
    .map((one) => ({
      name: one.length > nameLength ? `${one.slice(0, nameLength)}…` : one,
      item: { text: one },
    }));
}

/** @param lines ids of items, one per line */
export function itemInputs(lines: string): Input[] {
  return lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((item) => ({ name: item, item: { item } }));
}

/** A content as it is typed: a time series with a point per line; undefined: it is no text. */
export function typedText(content: Content): string | undefined {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'row':
      return JSON.stringify(content.row);
    case 'series': {
      const { channels, x, hasTime } = content.series;
      const names = [...(hasTime ? ['time'] : []), ...channels.map(({ name }) => name)];
      const points = x.map((time, at) => [
        ...(hasTime ? [time] : []),
        ...channels.map(({ values }) => values[at] ?? ''),
      ]);
      return [names, ...points].map((cells) => cells.join(',')).join('\n');
    }
    default:
      return undefined;
  }
}

/** A file's bytes as base64, for the body of a request. */
export function base64Of(bytes: Uint8Array): string {
  // arguments of one call are limited, so it goes in pieces
  const piece = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}

export async function fileInputs(files: readonly File[]): Promise<Input[]> {
  return await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      item: { blob: base64Of(new Uint8Array(await file.arrayBuffer())) },
    })),
  );
}
