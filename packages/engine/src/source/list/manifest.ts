import { setImmediate as otherWork } from 'node:timers/promises';
import { AlaasError, type Columns, type Item } from '@alaas/core';
import type { ManifestFormat } from '../../engine.ts';
import { throwIfCancelled } from '../cancel.ts';
import { shown } from '../shown.ts';
import { delimited } from './csv.ts';
import { detectFormat } from './detect-format.ts';
import { jsonLines } from './jsonl.ts';
import { plainList } from './plain-list.ts';
import { plainTexts } from './plain-texts.ts';
import { Problems } from './problems.ts';
import type { FormatContext, RowFormat } from './row-format.ts';
import { RowReader } from './row-reader.ts';
import { blocksOfBytes, blocksOfText } from './text-blocks.ts';
import type { Base } from './written-uri.ts';

export interface Manifest {
  /** URI of the manifest; a row with a text is `<uri>#row=<n>`, n from 0. */
  readonly uri: string;
  readonly content: string | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly format: ManifestFormat;
  /** Where relative paths start. */
  readonly base: Base | undefined;
  readonly columns: Columns | undefined;
  /** Whether a text is named by its checksum in place of its row. */
  readonly isNamedByContent?: boolean | undefined;
}

export interface ManifestOptions {
  readonly signal: AbortSignal;
  /** Bytes; a row may not be longer. */
  readonly maxRowBytes: number;
}

const formats: Readonly<Record<Exclude<ManifestFormat, 'auto'>, (context: FormatContext) => RowFormat>> = {
  list: plainList,
  texts: plainTexts,
  jsonl: jsonLines,
  csv: (context) => delimited(context, ','),
  tsv: (context) => delimited(context, '\t'),
};

/**
 * The items of a manifest, some at a time and in its order, in memory of a few blocks. From the first problem
 * on nothing more is given: the rest is read for further problems only.
 *
 * @throws AlaasError `INVALID_MANIFEST` with the first twenty problems and their lines; `EMPTY_POOL` without rows
 */
export async function* readManifest(manifest: Manifest, options: ManifestOptions): AsyncGenerator<Item[]> {
  const { uri, content, columns, base, isNamedByContent } = manifest;
  const name = shown(uri);
  const problems = new Problems(name);
  const reader = new RowReader({ uri, base, columns, problems, isNamedByContent });
  const context: FormatContext = { name, columns, reader, problems, maxRowBytes: options.maxRowBytes };
  const blocks =
    typeof content === 'string'
      ? blocksOfText(content)
      : blocksOfBytes(content, { problems, maxLineBytes: options.maxRowBytes });
  let rows: RowFormat | undefined;
  for await (const block of blocks) {
    // a million rows in memory take seconds, in which a service must go on answering
    await otherWork();
    throwIfCancelled(options.signal);
    rows ??= formats[manifest.format === 'auto' ? detectFormat(block.text, columns) : manifest.format](context);
    const items = rows.push(block);
    if (!problems.any) yield items;
  }
  const last = rows?.end() ?? [];
  reader.finish();
  problems.throwIfAny();
  if (reader.rows === 0) throw new AlaasError('EMPTY_POOL', `The manifest ${name} has no rows.`);
  yield last;
}
