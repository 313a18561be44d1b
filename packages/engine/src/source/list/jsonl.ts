import type { Item } from '@alaas/core';
import { columnNames, fieldsOf, notATable, type RowFields } from './columns.ts';
import type { FormatContext, RowFormat } from './row-format.ts';
import { featureNames, looksLikePlace, rowOf } from './table-cells.ts';
import { linesOf } from './text-blocks.ts';

/**
 * One JSON object a line, or one JSON string: a URI. Blank lines are skipped. Where the first object has neither a URI nor
 * a text, and none is asked for, all are rows of a table.
 */
export function jsonLines(context: FormatContext): RowFormat {
  const { reader, problems } = context;
  const parse = rowParser(context);
  return {
    push(block) {
      const items: Item[] = [];
      for (const [line, number] of linesOf(block)) {
        if (line.trim() === '') continue;
        const fields = parse(line);
        if (typeof fields === 'string') problems.add(number, fields);
        const item = typeof fields === 'string' ? undefined : reader.read(fields, number);
        if (item !== undefined) items.push(item);
      }
      return items;
    },
    end: () => [],
  };
}

/** Gives the fields of a line, or what is wrong with it. */
function rowParser({ columns, name }: FormatContext): (line: string) => RowFields | string {
  const names = columnNames(columns);
  const mayBeTable = columns?.uri === undefined && columns?.text === undefined;
  let isTable = columns?.features === undefined ? undefined : true;
  return (line) => {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      return 'is not JSON';
    }
    if (typeof row === 'string') return { uri: row };
    if (Array.isArray(row)) return 'is an array; write one object per line';
    if (typeof row !== 'object' || row === null) return 'is neither an object nor a string';
    const { id, uri, text, label } = fieldsOf(row, names);
    const hasContent = uri !== undefined || text !== undefined;
    if (isTable === undefined) {
      isTable = mayBeTable && !hasContent && Object.keys(row).length > 0;
      const place = isTable ? Object.values(row).find(looksLikePlace) : undefined;
      if (place !== undefined) throw notATable(name, Object.keys(row), String(place));
    }
    if (isTable) {
      const others = [names.id[0], columns?.label];
      const cells = rowOf(
        row as Record<string, unknown>,
        featureNames(Object.keys(row), columns?.features ?? 'all', others),
      );
      if (typeof cells !== 'string') return { id, label, row: cells };
      return `its "${cells.slice(0, 100)}" is neither a text, number or boolean nor null; name the columns of the table in columns.features`;
    }
    if (hasContent) return { id, uri, text, label };
    const keys = Object.keys(row).slice(0, 20).join(', ');
    return `has no field that is known to hold a URI or text (it has: ${keys.slice(0, 200)}); set columns.uri or columns.text`;
  };
}
