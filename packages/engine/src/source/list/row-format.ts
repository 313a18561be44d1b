import type { Columns, Item } from '@alaas/core';
import type { Problems } from './problems.ts';
import type { RowReader } from './row-reader.ts';
import type { TextBlock } from './text-blocks.ts';

/** What a format reads its rows with. */
export interface FormatContext {
  /** Name of the manifest, as messages show it. */
  readonly name: string;
  readonly columns: Columns | undefined;
  readonly reader: RowReader;
  readonly problems: Problems;
  /** Bytes; a row may not be longer. */
  readonly maxRowBytes: number;
}

/** Reads the rows of one manifest, block after block. */
export interface RowFormat {
  push(block: TextBlock): Item[];
  /** What was held back for a block that did not come. */
  end(): Item[];
}
