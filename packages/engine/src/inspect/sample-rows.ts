import { CsvError, parse } from 'csv-parse/sync';

/** Formats of manifests that can be looked into. A list has one address a line, `texts` one text a line. */
export type SampledFormat = 'list' | 'texts' | 'jsonl' | 'csv' | 'tsv';

/** Rows at the beginning of a manifest. */
export interface SampledRows {
  /** In order; of a list and of texts each is `{ value }`. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Names of the columns in order; of a list and of texts none. */
  readonly columns: readonly string[];
  /** Rows that cannot be read, and what is wrong with the first one. */
  readonly broken: number;
  readonly problem: string | undefined;
}

/** Rows that are read: about as many as a mebibyte holds. */
export const mostSampled = 50_000;

/**
 * The first rows of a manifest. Nothing is refused: what cannot be read is counted.
 *
 * @param isWhole false: the last row may be cut, and is left out
 */
export function sampleRows(text: string, format: SampledFormat, isWhole: boolean): SampledRows {
  const content = text.replace(/^\uFEFF/, '');
  const whole = isWhole ? content : content.slice(0, Math.max(0, content.lastIndexOf('\n')));
  if (format === 'csv' || format === 'tsv') return delimitedRows(whole, format === 'csv' ? ',' : '\t', isWhole);
  const lines = whole.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (format === 'jsonl') return jsonRows(lines.slice(0, mostSampled));
  const values = lines.filter((line) => format === 'texts' || !line.trim().startsWith('#'));
  const rows = values.slice(0, mostSampled).map((line) => ({ value: line.trim() }));
  return { rows, columns: [], broken: 0, problem: undefined };
}

/** What a row holds in a column of any name; undefined: nothing. */
export function valueIn(row: Readonly<Record<string, unknown>>, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}

function jsonRows(lines: readonly string[]): SampledRows {
  const rows: Record<string, unknown>[] = [];
  const columns = new Set<string>();
  let broken = 0;
  for (const line of lines) {
    const row = parseLine(line);
    if (row === undefined) broken++;
    else {
      for (const name of Object.keys(row)) if (columns.size < mostColumns) columns.add(name);
      rows.push(row);
    }
  }
  return { rows, columns: [...columns], broken, problem: broken === 0 ? undefined : 'a line is not a JSON object' };
}

/** Columns that are told apart. */
const mostColumns = 500;

/** A JSON string alone is an address. */
function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'string') return { uri: value };
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function delimitedRows(text: string, delimiter: string, isWhole: boolean): SampledRows {
  const records: string[][] = [];
  let problem: string | undefined;
  try {
    parse(text, {
      delimiter,
      quote: delimiter === ',' ? '"' : null,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      to: mostSampled + 1,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // of a file that was cut, a quote that does not end says nothing
    if (isWhole || error.code !== 'CSV_QUOTE_NOT_CLOSED') problem = 'the quotes of a row are not as RFC 4180 has them';
  }
  const [header = [], ...rest] = records;
  const columns = header.slice(0, mostColumns).map((name) => name.trim());
  const sound = rest.filter((record) => record.length === header.length);
  const torn = rest.length - sound.length;
  if (torn > 0) problem ??= `a row has another number of fields than the header, which has ${header.length}`;
  const rows = sound.map((record) => Object.fromEntries(columns.map((name, i) => [name, record[i]])));
  return { rows, columns, broken: torn + (problem !== undefined && torn === 0 ? 1 : 0), problem };
}
