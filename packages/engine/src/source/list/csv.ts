import type { Item } from '@alaas/core';
import { CsvError, parse } from 'csv-parse/sync';
import { columnPositions, notATable, type RowFields } from './columns.ts';
import type { FormatContext, RowFormat } from './row-format.ts';
import { cellOf, looksLikePlace } from './table-cells.ts';
import type { TextBlock } from './text-blocks.ts';

/**
 * Comma-separated values with a header line, as RFC 4180 has them: quotes around a field, doubled within.
 * Tab-separated values are never quoted (IANA's text/tab-separated-values): a quote is a character of a text.
 */
export function delimited(context: FormatContext, delimiter: ',' | '\t'): RowFormat {
  const { reader, problems, maxRowBytes } = context;
  const quote = delimiter === ',' ? '"' : null;
  let header: { length: number; fields: (record: readonly string[]) => RowFields } | undefined;
  let held: TextBlock | undefined;
  let isInQuotes = false;

  const itemsOf = (block: TextBlock): Item[] => {
    const items: Item[] = [];
    for (const { record, line } of recordsOf(block, { delimiter, quote }, context)) {
      if (header === undefined) {
        header = { length: record.length, fields: fieldPicker(record, context) };
      } else if (record.length !== header.length) {
        problems.add(line, `has ${record.length} fields where the header has ${header.length}`);
      } else {
        const item = reader.read(header.fields(record), line);
        if (item !== undefined) items.push(item);
      }
    }
    return items;
  };

  return {
    push(block) {
      held = held === undefined ? block : { text: held.text + block.text, line: held.line };
      if (quote !== null && hasOddQuotes(block.text)) isInQuotes = !isInQuotes;
      if (!isInQuotes) {
        const whole = held;
        held = undefined;
        return itemsOf(whole);
      }
      if (held.text.length > maxRowBytes) {
        problems.add(held.line, 'here or below starts a quote that does not end');
        problems.throwIfAny();
      }
      return [];
    },
    end: () => (held === undefined ? [] : itemsOf(held)),
  };
}

/** True when a text opens a quote it does not close, or the reverse; a doubled one does both. */
function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let i = text.indexOf('"'); i !== -1; i = text.indexOf('"', i + 1)) isOdd = !isOdd;
  return isOdd;
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly line: number;
}

function recordsOf(
  block: TextBlock,
  { delimiter, quote }: { delimiter: string; quote: string | null },
  { problems }: FormatContext,
): CsvRecord[] {
  const records: CsvRecord[] = [];
  try {
    parse(block.text, {
      delimiter,
      quote,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { lines }) => {
        records.push({ record, line: block.line + lines - 1 });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(block.line + Number(error.lines ?? 1) - 1, 'its quotes are not as RFC 4180 has them');
    problems.throwIfAny();
  }
  return records;
}

function fieldPicker(
  written: readonly string[],
  { columns, name }: FormatContext,
): (record: readonly string[]) => RowFields {
  const header = written.map((column) => column.trim());
  const { features, isGuess, ...at } = columnPositions(header, columns, name);
  let isFirst = true;
  return (record) => {
    const fields: RowFields = {};
    if (at.id !== undefined) fields.id = record[at.id];
    if (at.label !== undefined) fields.label = record[at.label];
    if (features !== undefined) {
      const place = isFirst && isGuess ? record.find(looksLikePlace) : undefined;
      if (place !== undefined) throw notATable(name, header, place);
      isFirst = false;
      fields.row = Object.fromEntries(features.map(([column, position]) => [column, cellOf(record[position] ?? '')]));
      return fields;
    }
    if (at.uri !== undefined) fields.uri = record[at.uri];
    if (at.text !== undefined) fields.text = record[at.text];
    return fields;
  };
}
