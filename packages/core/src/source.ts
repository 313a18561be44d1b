/** Lets a source skip what it has read before. Whatever it needs to recognise a content as unchanged. */
export type Validator = string;

/** The content behind a URI. */
export interface SourceContent {
  readonly bytes: Uint8Array;
  /** Present where the origin says something about the version: mtime and size, ETag, Last-Modified. */
  readonly validator?: Validator;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  /** More bytes than this are refused with `SOURCE_TOO_LARGE`. */
  readonly maxBytes: number;
  /** What the last read of this URI gave; a source may then answer `unchanged` without the bytes. */
  readonly known?: Validator | undefined;
}

/** Reads contents by URI. One object serves many URIs at once and keeps connections between them. */
export interface Source {
  /** URI schemes without the colon: `['http', 'https']`. */
  readonly schemes: readonly string[];
  /** How many `open` calls at once keep this source busiest. */
  readonly concurrency: number;
  /** @throws AlaasError `SOURCE_*` about this one URI */
  open(uri: string, options: OpenOptions): Promise<SourceContent | 'unchanged'>;
  close(): Promise<void>;
}
