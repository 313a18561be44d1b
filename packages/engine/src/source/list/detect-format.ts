import type { Columns } from '@alaas/core';
import type { ManifestFormat } from '../../engine.ts';
import { columnNames } from './columns.ts';

type KnownFormat = Exclude<ManifestFormat, 'auto'>;

const byExtension: Readonly<Record<string, KnownFormat>> = {
  txt: 'list',
  list: 'list',
  lst: 'list',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  tsv: 'tsv',
};

/** The format a file name says, `auto` when it says none. */
export function formatOfName(name: string): ManifestFormat {
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byExtension, extension) ? (byExtension[extension] ?? 'auto') : 'auto';
}

/**
 * The format that the first line of a text shows that is not blank: JSON starts with a brace, a quote or a
 * bracket; a header line names a known column; all else, and what starts with a comment, is a list.
 *
 * @param start of the text, at least its first line
 */
export function detectFormat(start: string, columns: Columns | undefined): KnownFormat {
  const line = /^\s*(.*)$/m.exec(start)?.[1]?.trimEnd() ?? '';
  if (line.startsWith('#')) return 'list';
  if (/^(\{|\[|"[^"]*"$)/.test(line) && !isHeader(line, ',', columns)) return 'jsonl';
  if (line.includes('\t') && isHeader(line, '\t', columns)) return 'tsv';
  return isHeader(line, ',', columns) ? 'csv' : 'list';
}

function isHeader(line: string, delimiter: string, columns: Columns | undefined): boolean {
  const cells = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const { uri, text } = columnNames(columns);
  const { features } = columns ?? {};
  if (features === 'all') return cells.length > 1;
  const given = [columns?.uri, columns?.text, ...(features ?? [])].filter((name) => name !== undefined);
  return cells.some((cell) => given.includes(cell) || [...uri, ...text].includes(cell.toLowerCase()));
}
