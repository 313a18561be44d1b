/** What an item holds, as the page shows it. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly blob: Blob }
  | { readonly kind: 'audio'; readonly blob: Blob }
  /** A row of a table, by column. */
  | { readonly kind: 'row'; readonly row: Readonly<Record<string, unknown>> }
  /** A time series: channels of one length each. */
  | { readonly kind: 'series'; readonly channels: readonly Channel[] }
  /** Something that cannot be shown. */
  | { readonly kind: 'other'; readonly type: string; readonly bytes: number };

export interface Channel {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * Makes something to show of a content.
 *
 * @param type media type that the service tells, by what the bytes are
 */
export function readContent(bytes: Uint8Array<ArrayBuffer>, type: string): Content {
  if (type.startsWith('image/')) return { kind: 'image', blob: new Blob([bytes], { type }) };
  if (type.startsWith('audio/')) return { kind: 'audio', blob: new Blob([bytes], { type }) };
  const [media = ''] = type.split(';');
  if (media === 'text/plain') return { kind: 'text', text: new TextDecoder().decode(bytes) };
  return { kind: 'other', type, bytes: bytes.length };
}
