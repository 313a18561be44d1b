import type { Item } from '@alaas/core';
import { type ColumnNames, columnNames, fieldsOf, type RowFields } from './columns.ts';
import type { FormatContext, RowFormat } from './row-format.ts';
import { linesOf } from './text-blocks.ts';

/** One JSON object a line, or one JSON string: a URI. Blank lines are skipped. */
export function jsonLines({ columns, reader, problems }: FormatContext): RowFormat {
  const names = columnNames(columns);
  return {
    push(block) {
      const items: Item[] = [];
      for (const [line, number] of linesOf(block)) {
        if (line.trim() === '') continue;
        const fields = parse(line, names);
        if (typeof fields === 'string') problems.add(number, fields);
        const item = typeof fields === 'string' ? undefined : reader.read(fields, number);
        if (item !== undefined) items.push(item);
      }
      return items;
    },
    end: () => [],
  };
}

/** The fields of a line, or what is wrong with it. */
function parse(line: string, names: ColumnNames): RowFields | string {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (typeof row === 'string') return { uri: row };
  if (Array.isArray(row)) return 'is an array; write one object per line';
  if (typeof row !== 'object' || row === null) return 'is neither an object nor a string';
  const fields = fieldsOf(row, names);
  if (fields.uri !== undefined || fields.text !== undefined) return fields;
  const keys = Object.keys(row).slice(0, 20).join(', ');
  return `has no field that is known to hold a URI or text (it has: ${keys.slice(0, 200)}); set columns.uri or columns.text`;
}
