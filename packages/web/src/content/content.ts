import { readSeries, type SeriesData } from './series.ts';

/** What an item holds, as the page shows it. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly blob: Blob }
  | { readonly kind: 'audio'; readonly blob: Blob }
  /** A row of a table, by column. */
  | { readonly kind: 'row'; readonly row: Readonly<Record<string, unknown>> }
  /** A time series: channels of one length each. */
  | { readonly kind: 'series'; readonly series: SeriesData }
  /** Something that cannot be shown. */
  | { readonly kind: 'other'; readonly type: string; readonly bytes: number };

/** The media type of a time series, whatever file it came from. */
const seriesType = 'application/vnd.alaas.series+json';

/**
 * Makes something to show of a content. What is not of the shape that its type promises is shown as the text that it is.
 *
 * @param type media type that the service tells, by what the bytes are
 */
export function readContent(bytes: Uint8Array<ArrayBuffer>, type: string): Content {
  const [media = ''] = type.toLowerCase().split(/\s*;/);
  if (media.startsWith('image/')) return { kind: 'image', blob: new Blob([bytes], { type }) };
  if (media.startsWith('audio/')) return { kind: 'audio', blob: new Blob([bytes], { type }) };
  if (media !== seriesType && media !== 'application/json' && !media.startsWith('text/')) {
    return { kind: 'other', type, bytes: bytes.length };
  }
  const text = new TextDecoder().decode(bytes);
  if (media.startsWith('text/')) return { kind: 'text', text };
  const value = parse(text);
  if (media === seriesType) {
    const series = readSeries(value);
    return series === undefined ? { kind: 'text', text } : { kind: 'series', series };
  }
  return isRow(value) ? { kind: 'row', row: value } : { kind: 'text', text };
}

/**
 * What a text that came along with an item is: the service sends the rows of a table as it keeps them, as one JSON object of
 * cells without a blank between them. Any other text is a text.
 */
export function readText(text: string): Content {
  const value = text.startsWith('{') ? parse(text) : undefined;
  const isKept = isRow(value) && Object.values(value).every(isCell) && JSON.stringify(value) === text;
  return isKept && text !== '{}' ? { kind: 'row', row: value } : { kind: 'text', text };
}

function isCell(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The value of a JSON text; undefined: it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
