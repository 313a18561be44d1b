import { CsvError, parse } from 'csv-parse/sync';
import { checkChannels, checkValues, corrupt, type SeriesColumns } from './series-columns.ts';

/**
 * The numbers of delimited lines, one point a line; tabs, semicolons or commas between the columns. A first line that
 * is not all numbers names them. A column without any number or date is left out: it is a text. One line alone is one
 * channel.
 *
 * @throws AlaasError `DECODE_CORRUPT` naming the line, `DECODE_TOO_LARGE`
 */
export function numbersOfLines(text: string, maxValues: number): SeriesColumns {
  const first = /^.*$/m.exec(text.trimStart())?.[0] ?? '';
  const delimiter = ['\t', ';'].find((sign) => first.includes(sign)) ?? ',';
  checkValues(count(text, delimiter), maxValues * 2);
  const lines = parseLines(text, delimiter);
  const [head = []] = lines;
  const hasHeader = head.some((cell) => Number.isNaN(numberIn(cell)) && !isMissing(cell));
  const rows = hasHeader ? lines.slice(1) : lines;
  if (lines.length === 1 && !hasHeader) {
    return { names: ['1'], columns: [Float64Array.from(head, (cell) => numberIn(cell))] };
  }
  checkChannels(head.length);
  const names = hasHeader ? head.map((name) => name.trim()) : head.map((_, i) => String(i + 1));
  const columns = names.map((name, c) => columnOf(rows, c, { name, firstLine: hasHeader ? 2 : 1 }));
  const kept = columns.flatMap((column, i) => (column === undefined ? [] : [i]));
  return {
    names: kept.map((i) => names[i] as string),
    columns: kept.map((i) => columns[i] as Float64Array),
  };
}

function parseLines(text: string, delimiter: string): string[][] {
  try {
    const lines: string[][] = parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
    });
    const width = lines[0]?.length ?? 0;
    const odd = lines.findIndex((line) => line.length !== width);
    if (odd >= 0) throw corrupt(`line ${odd + 1} has ${lines[odd]?.length} columns where the first has ${width}`);
    return lines;
  } catch (error) {
    if (error instanceof CsvError) throw corrupt('its quotes are not as RFC 4180 has them');
    throw error;
  }
}

/** Undefined where the column holds no number at all. */
function columnOf(
  rows: readonly (readonly string[])[],
  c: number,
  { name, firstLine }: { readonly name: string; readonly firstLine: number },
): Float64Array | undefined {
  const read = rows.some((row) => !Number.isNaN(numberIn(row[c] ?? ''))) ? numberIn : dateOf;
  const out = new Float64Array(rows.length);
  let numbers = 0;
  let odd = -1;
  for (const [i, row] of rows.entries()) {
    const cell = row[c] ?? '';
    const value = read(cell);
    out[i] = value;
    if (!Number.isNaN(value)) numbers++;
    else if (!isMissing(cell) && odd < 0) odd = i;
  }
  if (numbers === 0) return undefined;
  if (odd >= 0) {
    throw corrupt(`line ${odd + firstLine} has no number in "${name}": "${rows[odd]?.[c]?.trim().slice(0, 50)}"`);
  }
  return out;
}

/** NaN for what is no number. */
function numberIn(cell: string): number {
  const trimmed = cell.trim();
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** Seconds since 1970 of a date as ISO 8601 has it; NaN for anything else. Without a zone it is UTC. */
function dateOf(cell: string): number {
  const date = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    cell.trim(),
  );
  if (date === null) return Number.NaN;
  const [, day, clock = '00:00', zone = 'Z'] = date;
  return Date.parse(`${day}T${clock}${zone}`) / 1000;
}

function isMissing(cell: string): boolean {
  return /^(|nan|na|n\/a|null|none|\?)$/i.test(cell.trim());
}

function count(text: string, delimiter: string): number {
  let signs = 1;
  for (let i = 0; i < text.length; i++) if (text[i] === delimiter || text[i] === '\n') signs++;
  return signs;
}
