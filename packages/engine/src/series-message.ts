import type { FailedMessage } from './failed-message.ts';

/** Sent to the thread that reads time series. */
export interface ToSeriesReader {
  readonly bytes: Uint8Array;
  readonly maxValues: number;
}

/** Sent by it. */
export type FromSeriesReader =
  /** JSON of what a page shows. */
  | { readonly type: 'series'; readonly json: Uint8Array }
  /** It is no time series that can be read: the bytes go back. */
  | { readonly type: 'other'; readonly bytes: Uint8Array }
  | FailedMessage;
