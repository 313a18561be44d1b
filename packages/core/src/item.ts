import type { ErrorCode } from './errors.ts';

/** Kinds of content: images, texts, recordings, time series, rows of a table. */
export const modalities = ['image', 'text', 'audio', 'series', 'table'] as const;

/** What kind of content an item or a model holds. */
export type Modality = (typeof modalities)[number];

/** One thing that could be labelled. Its content is behind `uri`, unless it travels inline. */
export interface Item {
  /** Unique in its dataset. Where the user gives none: the path below the input folder, or the URI. */
  readonly id: string;
  readonly uri: string;
  /** The content itself, for an item that is nothing but a text. */
  readonly text?: string;
  /** True where `text` is a row of a table: one flat JSON object, as {@link rowText} writes it. */
  readonly isRow?: boolean;
  /** The content itself, for an item sent as bytes. */
  readonly bytes?: Uint8Array;
  /** A known label; the item then teaches a head and is not asked for again. */
  readonly label?: string;
}

/**
 * What is wrong with an id, for a message that goes on after it; undefined: nothing. `.` and `..` are steps in the path of an
 * address, written in whatever way: an item of such an id could not be reached.
 */
export function faultOfId(id: string): string | undefined {
  return id === '.' || id === '..'
    ? `"${id}" is a step in the path of an address, and cannot be an id; give another`
    : undefined;
}

/** Why one item has no features. It is data: it never fails its batch. */
export interface ItemError {
  readonly id: string;
  readonly uri: string;
  readonly code: ErrorCode;
  readonly message: string;
}
